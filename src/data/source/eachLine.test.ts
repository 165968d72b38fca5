import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseErrorFrom, streamed } from '../collections/testing';
import { ENDLESS_LINE, textFile } from '../testing';
import type { DataFile } from '../types';
import { decodeLine, eachLine } from './eachLine';
import { headOf } from './readFile';

async function linesOf(file: DataFile): Promise<[number, string][]> {
  const lines: [number, string][] = [];
  await eachLine(file, (bytes, number) => {
    lines.push([number, decodeLine(file.path, number, bytes)]);
  });
  return lines;
}

describe('eachLine', () => {
  it('ends lines at newlines alone, and skips empty ones without losing count', async () => {
    expect(await linesOf(textFile('f', '\ufeffa\r\n\n\u2028b\u0085\n\r\n\ufeffc\rd'))).toEqual([
      [1, 'a'],
      [3, '\u2028b\u0085'],
      [5, '\ufeffc\rd'],
    ]);
  });

  it('gives the same lines however the bytes arrive', async () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'é', '語', '😀', '\n', '\r', '\t') });
    await fc.assert(
      fc.asyncProperty(text, fc.integer({ min: 1, max: 9 }), async (body, size) => {
        const file = textFile('f', `x${body}`);
        expect(await linesOf(streamed(file, size))).toEqual(await linesOf(file));
        const want = `x${body}`
          .split('\n')
          .map((line, i): [number, string] => [
            i + 1,
            line.endsWith('\r') ? line.slice(0, -1) : line,
          ])
          .filter(([, line]) => line !== '');
        expect(await linesOf(file)).toEqual(want);
      }),
    );
  });

  it('names the line that is not UTF-8, and UTF-16', async () => {
    const bad = { path: 'f', bytes: new Uint8Array([0x61, 0x0a, 0x62, 0x0a, 0xc3, 0x0a]) };
    expect(await parseErrorFrom(linesOf(bad))).toBe(
      'f, line 3: found bytes that are not UTF-8, wanted UTF-8 text',
    );
    const wide = { path: 'f', bytes: new Uint8Array([0xff, 0xfe, 0x61, 0]) };
    expect(await parseErrorFrom(linesOf(wide))).toMatch(/^f: found UTF-16 text/);
  });

  it('refuses a file without lines, and a line without end', async () => {
    expect(await parseErrorFrom(linesOf(textFile('f', '\n\r\n')))).toBe(
      'f: the file is empty, wanted rows',
    );
    expect(await parseErrorFrom(linesOf(ENDLESS_LINE))).toBe(
      'f, line 2: the line has more than 67108864 bytes',
    );
  });
});

describe('headOf', () => {
  it('gives the first bytes and no more', async () => {
    const file = textFile('f', 'abcdefgh');
    for (const source of [file, streamed(file, 3), streamed(file, 100)]) {
      expect(new TextDecoder().decode(await headOf(source, 5))).toBe('abcde');
      expect(await headOf(source, 50)).toHaveLength(8);
    }
  });
});
