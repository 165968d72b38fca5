import type { DataFile, StreamedFile } from '../types';
import { chunksOf } from './readFile';

/** Who looks on while files are read. */
export interface FileWatch {
  /** Looked at before every chunk; reading then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Gets the number of bytes that were just read. */
  readonly onBytes?: (bytes: number) => void;
}

/** Bytes between two moments in which messages are heard: far less than 200 ms of any parser's work. */
const BREATHE_BYTES = 2 ** 20;

const breathe = () => new Promise<void>((resolve) => setTimeout(resolve, 0));

/**
 * The same file, whose reading can be followed and stopped: no parser needs to know of either. Between chunks the
 * thread's messages are heard, an abort among them; `pause` does the same for who works on what it has.
 */
export function watchFile(file: DataFile, { signal, onBytes }: FileWatch): StreamedFile {
  let unheard = 0;
  const count = async (bytes: number) => {
    onBytes?.(bytes);
    unheard += bytes;
    if (unheard >= BREATHE_BYTES) {
      unheard = 0;
      await breathe();
    }
    signal?.throwIfAborted();
  };
  const size = 'bytes' in file ? file.bytes.length : file.size;
  const slice = 'bytes' in file ? sliceOf(file.bytes) : file.slice;
  return {
    path: file.path,
    ...(size !== undefined && { size }),
    async pause() {
      unheard = 0;
      await breathe();
      signal?.throwIfAborted();
    },
    async *chunks() {
      signal?.throwIfAborted();
      for await (const chunk of chunksOf(file)) {
        yield chunk;
        await count(chunk.length);
      }
    },
    ...(slice && {
      async slice(start: number, end: number) {
        signal?.throwIfAborted();
        const bytes = await slice(start, end);
        await count(bytes.length);
        return bytes;
      },
    }),
  };
}

function sliceOf(bytes: Uint8Array) {
  return async (start: number, end: number) => bytes.subarray(start, end);
}
