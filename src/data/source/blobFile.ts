import type { StreamedFile } from '../types';
import { streamChunks } from './streamChunks';

/** A file of the user's disk or a stored shard: read when asked for, never held whole. */
export function blobFile(path: string, blob: Blob): StreamedFile {
  return {
    path,
    size: blob.size,
    chunks: () => streamChunks(blob.stream()),
    slice: async (start, end) => new Uint8Array(await blob.slice(start, end).arrayBuffer()),
  };
}
