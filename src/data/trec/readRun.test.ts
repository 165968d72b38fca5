import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseErrorFrom, streamed } from '../collections/testing';
import { textFile } from '../testing';
import { parseRun, readRun } from './parseRun';

const row = fc
  .tuple(
    fc.constantFrom('q1', 'q2', '#x', 'q3'),
    fc.nat(99),
    fc.constantFrom('1', '-.5', 'x', '1e3'),
  )
  .map(([query, document, score]) => `${query} Q0 d${document} 1 ${score} tag`);

describe('readRun', () => {
  test('gives what parseRun gives, in whatever order queries come and bytes arrive', async () => {
    let read = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1 }),
        fc.integer({ min: 1, max: 40 }),
        async (rows, size) => {
          const text = rows.join('\n');
          const stream = readRun(streamed(textFile('r', text), size));
          let whole: ReturnType<typeof parseRun>;
          try {
            whole = parseRun('r', text);
          } catch (error) {
            expect(await parseErrorFrom(stream)).toBe((error as Error).message);
            return;
          }
          read += 1;
          expect(await stream).toEqual(whole);
        },
      ),
    );
    expect(read).toBeGreaterThan(10);
  });

  test('finds a document twice where other queries stand between, and keeps the order of the file', async () => {
    const text = 'a Q0 x 1 3 s\nb Q0 x 1 2 s\na Q0 y 2 1 s\n';
    const { run } = await readRun(textFile('r', text));
    expect([...run]).toEqual([
      ['a', { docnos: ['x', 'y'], scores: Float64Array.of(3, 1) }],
      ['b', { docnos: ['x'], scores: Float64Array.of(2) }],
    ]);
    expect(await parseErrorFrom(readRun(textFile('r', `${text}\na Q0 x 3 0 s`)))).toBe(
      'r, line 5, document: query "a" has document "x" already in line 1',
    );
  });

  test('lists a thousand bad rows and counts all', async () => {
    const { badRows, problems } = await readRun(
      textFile('r', `${'bad\n'.repeat(1200)}a Q0 x 1 3 s`),
    );
    expect([badRows, problems.length]).toEqual([1200, 1001]);
    expect(problems.at(-1)?.message).toBe('200 further rows could not be read');
  });

  test('refuses a file of comments, and names the line that is not UTF-8', async () => {
    expect(await parseErrorFrom(readRun(textFile('r', '# a\n \n')))).toBe(
      'r: no row found, wanted some',
    );
    const bad = { path: 'r', bytes: Uint8Array.of(0x61, 0x0a, 0xff, 0x0a) };
    expect(await parseErrorFrom(readRun(bad))).toMatch(
      /^r, line 2: found bytes that are not UTF-8/,
    );
  });
});
