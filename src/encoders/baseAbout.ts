import { type FetchBytes, fetchFrom } from './fetchBytes';
import { sha256Hex } from './hash';
import { type EncoderManifest, parseManifest } from './manifest';

/** What an encoder says of itself in `encoder.json`, for the papers of models that are made from it. */
export interface BaseAbout {
  /** `Encoder.id`. */
  readonly id: string;
  readonly name: string;
  readonly width: number;
  readonly layers: number;
  readonly licence: string;
  /** Where its weights are from. */
  readonly provenance: unknown;
}

/** Changes with any byte of the model: its name and a hash of its files' hashes. */
export async function encoderId({ name, files }: EncoderManifest): Promise<string> {
  const hashes = files.map((entry) => entry.sha256).join();
  return `${name}@${(await sha256Hex(hashes))?.slice(0, 16) ?? hashes}`;
}

/** Reads `encoder.json` below `from`. @throws Error as `parseManifest` does. */
export async function readBase(from: string | FetchBytes): Promise<BaseAbout> {
  const fetchBytes = typeof from === 'string' ? fetchFrom(from) : from;
  const text = new TextDecoder().decode(await fetchBytes('encoder.json'));
  const manifest = parseManifest(text, 'encoder.json');
  const { name, hiddenSize: width, layers, licence, provenance } = manifest;
  return { id: await encoderId(manifest), name, width, layers, licence, provenance };
}
