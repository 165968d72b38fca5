import { describe, expect, it } from 'vitest';
import { parseErrorFrom, streamed } from '../collections/testing';
import { Problems } from '../problems';
import { textFile } from '../testing';
import { mosesPairs, numberOf } from './mosesPairs';
import { allPairs, linesOf } from './testing';

const moses = (english: string, foreign: string, scores?: string) => [
  textFile('x.en-sw.en', english),
  textFile('x.en-sw.sw', foreign),
  ...(scores === undefined ? [] : [textFile('x.en-sw.scores', scores)]),
];

describe('Moses pairs', () => {
  it('keep empty lines as positions', async () => {
    expect(await linesOf(moses('a\n\nc\n', 'x\ny\n\n'))).toEqual(['1 a|x', '2 |y', '3 c|']);
  });

  it('take their scores from the file beside them', async () => {
    expect(await linesOf(moses('a\nb\nc', 'x\ny\nz', '1.25\nn/a\n-3e-2\n'))).toEqual([
      ...['1 a|x|1.25', '2 b|y', '3 c|z|-0.03'],
    ]);
    const { problems } = await allPairs(moses('a\nb', 'x\ny', '1\nNaN\n'));
    expect(problems.map(({ file, message }) => `${file}: ${message}`)).toEqual([
      'x.en-sw.scores: 1 lines are no number; their pairs have no score',
    ]);
  });

  it('are read in lockstep from chunks of different sizes', async () => {
    const lines = Array.from({ length: 500 }, (_, at) => `${'é'.repeat(at % 17)}${at}`);
    const [english, foreign] = moses(lines.join('\n'), lines.map((l) => `${l} ${l}`).join('\r\n'));
    const found = await linesOf([streamed(english!, 7), streamed(foreign!, 101)]);
    expect(found).toEqual(lines.map((line, at) => `${at + 1} ${line}|${line} ${line}`));
  });

  it('are refused with both counts where these differ', async () => {
    const detail = (file: string, a: number, b: number, other: string) =>
      `${file}: found ${a} lines, but ${b} in ${other}; wanted equal counts`;
    expect(await parseErrorFrom(linesOf(moses('a\nb', 'x')))).toBe(
      detail('x.en-sw.en', 2, 1, 'x.en-sw.sw'),
    );
    expect(await parseErrorFrom(linesOf(moses('a', `x\n${'y\n'.repeat(100_000)}`)))).toBe(
      detail('x.en-sw.en', 1, 100_001, 'x.en-sw.sw'),
    );
    expect(await parseErrorFrom(linesOf(moses('a', 'x', '1\n2')))).toBe(
      detail('x.en-sw.en', 1, 2, 'x.en-sw.scores'),
    );
  });

  it('leave their files where the caller stops early', async () => {
    let open = 0;
    const file = (path: string) => ({
      path,
      async *chunks() {
        open += 1;
        try {
          for (;;) yield new TextEncoder().encode('a\nb\n');
        } finally {
          open -= 1;
        }
      },
    });
    const about = { name: 'x', language: 'sw', sources: ['x'] };
    const files = { ...about, english: file('x.en'), foreign: file('x.sw') };
    for await (const { pairs } of mosesPairs(files, new Problems())) {
      expect(pairs).toHaveLength(2);
      expect(open).toBe(2);
      break;
    }
    expect(open).toBe(0);
  });

  it('note scores that are of nothing', async () => {
    const files = [...moses('a', 'x'), textFile('y.scores', '1')];
    expect((await allPairs(files)).problems.map(({ file }) => file)).toEqual(['y.scores']);
  });
});

it('numberOf takes finite numbers and nothing else', () => {
  expect(['1', ' -2.5 ', '1e3', '.5', '+7', '3.'].map(numberOf)).toEqual([
    1, -2.5, 1000, 0.5, 7, 3,
  ]);
  for (const text of ['', ' ', 'NaN', 'Infinity', '1e999', '0x10', '1,5', '1 2', 'a1'])
    expect(numberOf(text)).toBeUndefined();
});
