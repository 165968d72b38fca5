import { describe, expect, it } from 'vitest';
import { parseErrorFrom } from '../collections/testing';
import { textFile } from '../testing';
import { blobFile } from './blobFile';
import { chunksOf, headOf, wholeFile } from './readFile';
import { watchFile } from './watchFile';

const bytes = Uint8Array.from({ length: 3_000_000 }, (_, at) => at % 251);
const file = { path: 'f', bytes };

async function all(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk.slice());
  return Buffer.concat(parts);
}

// Vitest compares large arrays element by element.
const isWhole = (found: Uint8Array) => Buffer.compare(found, bytes) === 0;

describe('files', () => {
  it('give the same bytes from memory and from a blob, in order, by range and from the head', async () => {
    const blob = blobFile('f', new Blob([bytes]));
    expect(isWhole(await all(chunksOf(blob)))).toBe(true);
    expect(isWhole(await all(chunksOf(file)))).toBe(true);
    expect(blob.size).toBe(bytes.length);
    expect(await blob.slice?.(250, 254)).toEqual(new Uint8Array([250, 0, 1, 2]));
    expect(await headOf(blob, 3)).toEqual(new Uint8Array([0, 1, 2]));
    expect(isWhole((await wholeFile(blob, bytes.length)).bytes)).toBe(true);
  });

  it('are refused whole beyond a limit, whatever size they declare', async () => {
    const detail = /^f: found .* bytes, wanted at most 10 in a file that is read whole$/;
    expect(await parseErrorFrom(wholeFile(textFile('f', 'a'.repeat(11)), 10))).toMatch(detail);
    const lying = { ...blobFile('f', new Blob([bytes])), size: 5 };
    expect(await parseErrorFrom(wholeFile(lying, 10))).toMatch(detail);
  });
});

describe('watchFile', () => {
  it('counts every byte once and leaves them as they are', async () => {
    let count = 0;
    const watched = watchFile(file, {
      onBytes: (more) => {
        count += more;
      },
    });
    expect(isWhole(await all(watched.chunks()))).toBe(true);
    expect(count).toBe(bytes.length);
    expect(await watched.slice?.(1, 3)).toEqual(new Uint8Array([1, 2]));
    expect(count).toBe(bytes.length + 2);
  });

  it('hears a cancel that arrives as a message while it reads', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error('stopped')), 0);
    let read = 0;
    const reading = (async () => {
      for await (const chunk of watchFile(file, { signal: stop.signal }).chunks())
        read += chunk.length;
    })();
    await expect(reading).rejects.toThrow('stopped');
    expect(read).toBeGreaterThan(0);
    expect(read).toBeLessThan(bytes.length);
  });
});
