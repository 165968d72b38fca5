import type { StreamedFile } from '../types';

/** A file of the user's disk or a stored shard: read when asked for, never held whole. */
export function blobFile(path: string, blob: Blob): StreamedFile {
  return {
    path,
    size: blob.size,
    async *chunks() {
      const reader = blob.stream().getReader();
      try {
        for (;;) {
          const { done, value } = await reader.read();
          if (done) return;
          yield value;
        }
      } finally {
        // Whoever stops early, by an error or a cancel, does not leave the file open.
        await reader.cancel().catch(() => undefined);
      }
    },
    slice: async (start, end) => new Uint8Array(await blob.slice(start, end).arrayBuffer()),
  };
}
