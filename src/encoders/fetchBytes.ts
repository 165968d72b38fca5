import { sha256Hex } from './hash';
import type { ModelFile } from './manifest';

/** Gives the bytes of a file of the model by its name, e.g. `layer06.onnx`. */
export type FetchBytes = (name: string, signal?: AbortSignal) => Promise<Uint8Array>;

/**
 * Reads model files from below a URL.
 *
 * @param baseUrl the folder, with or without a closing slash, absolute or relative to the page; a query goes
 *   with every file.
 * @throws Error naming URL and status, from the returned function, if a file cannot be had.
 */
export function fetchFrom(baseUrl: string): FetchBytes {
  const [path = '', query] = baseUrl.split('?', 2);
  const folder = path.endsWith('/') ? path : `${path}/`;
  return async (name, signal) => {
    const url = `${folder}${name}${query === undefined ? '' : `?${query}`}`;
    const response = await fetch(url, signal ? { signal } : {}).catch((cause: unknown) => {
      signal?.throwIfAborted();
      throw new Error(`cannot load ${url}: ${cause instanceof Error ? cause.message : cause}`, {
        cause,
      });
    });
    if (!response.ok)
      throw new Error(`cannot load ${url}: status ${response.status} ${response.statusText}`);
    return new Uint8Array(await response.arrayBuffer());
  };
}

/**
 * Gives the bytes of a file after checking them against the manifest.
 *
 * @throws Error naming the file, what was found and what was wanted, if length or sha256 differ.
 */
export async function fetchChecked(
  fetchBytes: FetchBytes,
  file: ModelFile,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const bytes = await fetchBytes(file.name, signal);
  if (bytes.byteLength !== file.bytes)
    throw new Error(`${file.name}: found ${bytes.byteLength} bytes, want ${file.bytes}`);
  // Without a secure context there is no hash; the length was checked, and so will the graph be.
  const found = await sha256Hex(bytes);
  if (found !== undefined && found !== file.sha256)
    throw new Error(`${file.name}: found sha256 ${found}, want ${file.sha256}`);
  return bytes;
}
