import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseErrorFrom, streamed } from '../collections/testing';
import { ENDLESS_LINE, textFile } from '../testing';
import type { DataFile } from '../types';
import { lineBatches } from './lineBatches';
import { LineQueue } from './lineQueue';

async function linesOf(file: DataFile): Promise<(string | undefined)[]> {
  const lines: (string | undefined)[] = [];
  for await (const batch of lineBatches(file)) lines.push(...batch);
  return lines;
}

describe('lineBatches', () => {
  it('ends lines at newlines alone and gives the empty ones', async () => {
    expect(await linesOf(textFile('f', '\ufeffa\r\n\n\u2028b\u0085\n\r\n\ufeffc\rd'))).toEqual([
      ...['a', '', '\u2028b\u0085', '', '\ufeffc\rd'],
    ]);
    expect(await linesOf(textFile('f', '\na\n'))).toEqual(['', 'a']);
    expect(await linesOf(textFile('f', 'a\n\n'))).toEqual(['a', '']);
  });

  it('gives the same lines however the bytes arrive', async () => {
    const unit = fc.constantFrom('a', 'é', '語', '😀', '\n', '\r', '\t', '\ufeff');
    const size = fc.integer({ min: 1, max: 9 });
    await fc.assert(
      fc.asyncProperty(fc.string({ unit }), size, async (body, chunk) => {
        const file = textFile('f', `x${body}`);
        const want = `x${body}`.split('\n').map((line) => line.replace(/\r$/, ''));
        if (want.at(-1) === '' && body.endsWith('\n')) want.pop();
        expect(await linesOf(streamed(file, chunk))).toEqual(want);
      }),
    );
  });

  it('keeps the place of a line that is not UTF-8', async () => {
    const bytes = new Uint8Array([0x61, 0x0a, 0xc3, 0x0a, 0x62, 0x0d, 0x0a, 0xff]);
    for (const size of [1, 3, 100])
      expect(await linesOf(streamed({ path: 'f', bytes }, size))).toEqual([
        ...['a', undefined, 'b', undefined],
      ]);
  });

  it('refuses a file without text, UTF-16, and a line without end', async () => {
    for (const text of ['', '\n\r\n', ' \t\n'])
      expect(await parseErrorFrom(linesOf(textFile('f', text)))).toBe(
        'f: the file is empty, wanted rows',
      );
    const wide = { path: 'f', bytes: new Uint8Array([0xff, 0xfe, 0x61, 0, 0x0a, 0]) };
    expect(await parseErrorFrom(linesOf(wide))).toMatch(/^f: found UTF-16 text/);
    expect(await parseErrorFrom(linesOf(ENDLESS_LINE))).toBe(
      'f, line 2: the line has more than 67108864 bytes',
    );
  });
});

describe('LineQueue', () => {
  it('gives as many lines as are asked for, and counts them to the end', async () => {
    const queue = new LineQueue(streamed(textFile('f', 'a\nb\nc\nd\ne'), 4));
    expect(await queue.ready()).toBeGreaterThan(0);
    expect(queue.take(1)).toEqual(['a']);
    expect(queue.taken).toBe(1);
    expect(await queue.countAll()).toBe(5);
    expect(await queue.ready()).toBe(0);
  });
});
