import { blobFile, type DataFile, type StreamedFile, streamChunks } from '../data';
import { ParseError } from '../lib';
import type { InputFile } from './types';

/**
 * Gives a handed-in file as readers take it; addresses are fetched when they are read, in ranges where the server
 * offers them.
 *
 * @throws ParseError naming an address that cannot be reached, and why.
 */
export async function openInput(file: InputFile, signal?: AbortSignal): Promise<DataFile> {
  if ('bytes' in file) return file;
  return 'blob' in file ? blobFile(file.path, file.blob) : openUrl(file.path, file.url, signal);
}

async function openUrl(path: string, url: string, signal?: AbortSignal): Promise<StreamedFile> {
  const head = await request(path, url, { method: 'HEAD', signal: signal ?? null });
  const length = head.headers.get('Content-Length');
  // A length of compressed bytes is none of the file's.
  const size = head.headers.has('Content-Encoding') || length === null ? NaN : Number(length);
  const ranged = head.headers.get('Accept-Ranges') === 'bytes' && Number.isSafeInteger(size);
  return {
    path,
    ...(Number.isSafeInteger(size) && { size }),
    async *chunks() {
      const { body } = await request(path, url, { signal: signal ?? null });
      if (body) yield* streamChunks(body);
    },
    ...(ranged && {
      async slice(start: number, end: number) {
        const last = Math.min(end, size) - 1;
        if (last < start) return new Uint8Array();
        const headers = { Range: `bytes=${start}-${last}` };
        const reply = await request(path, url, { headers, signal: signal ?? null });
        const bytes = new Uint8Array(await reply.arrayBuffer());
        return reply.status === 206 ? bytes : bytes.slice(start, last + 1);
      },
    }),
  };
}

async function request(path: string, url: string, options: RequestInit): Promise<Response> {
  let reply: Response;
  try {
    reply = await fetch(url, options);
  } catch (error) {
    if (options.signal?.aborted) throw options.signal.reason;
    const why = error instanceof Error ? error.message : String(error);
    const detail = `cannot be fetched (${why}); the address may be wrong, or its server allow no other page to read it (CORS): download it and open the file`;
    throw new ParseError(path, 0, '', detail);
  }
  if (!reply.ok) throw new ParseError(path, 0, '', `cannot be read (HTTP ${reply.status})`);
  return reply;
}
