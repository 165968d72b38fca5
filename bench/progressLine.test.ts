import { describe, expect, test } from 'vitest';
import { clock, ProgressLine } from './progressLine.mjs';

function start(isTTY: boolean, columns?: number) {
  const written: string[] = [];
  const time = { now: 0 };
  const stream = { isTTY, columns, write: (text: string) => written.push(text) };
  const line = new ProgressLine(stream as never, () => time.now);
  const show = (overall: number, changes = {}) =>
    line.show({
      type: 'progress',
      stage: 'rank',
      label: 'ot',
      done: 1,
      total: 4,
      overall,
      eta: 61,
      ...changes,
    });
  return { written, time, line, show };
}

describe('ProgressLine', () => {
  test('elsewhere than on a terminal: whole lines, one in five seconds', () => {
    const { written, time, line, show } = start(false);
    show(0.123);
    time.now = 4999;
    show(0.2);
    time.now = 5000;
    show(0.3);
    line.end();
    expect(written).toEqual([
      ' 12 %  rank: ot 1/4, about 1:01 left\n',
      ' 30 %  rank: ot 1/4, about 1:01 left\n',
    ]);
  });

  test('on a terminal: one line, rewritten five times a second, nothing left of a longer one', () => {
    const { written, time, line, show } = start(true);
    show(0.5);
    time.now = 199;
    show(0.6);
    time.now = 200;
    show(1, { eta: null, total: 1 });
    line.end();
    line.end();
    const first = ' 50 %  rank: ot 1/4, about 1:01 left';
    expect(written).toEqual([`\r${first}`, `\r${'100 %  rank: ot'.padEnd(first.length)}`, '\n']);
  });

  test('a new stage or label is shown at once', () => {
    const { written, show } = start(false);
    show(0.1);
    show(0.1, { label: 'mse' });
    show(0.1, { stage: 'distil', label: 'mse' });
    expect(written).toHaveLength(3);
  });

  test('a note takes the place of the line on a terminal and stands alone elsewhere', () => {
    const terminal = start(true);
    terminal.show(0.5, { total: 1, eta: null });
    terminal.line.show({ type: 'note', message: 'leak' });
    terminal.line.end();
    expect(terminal.written.slice(1)).toEqual([`\r${' '.repeat(15)}\rnote: leak\n`]);
    const pipe = start(false);
    pipe.show(0.5);
    pipe.line.show({ type: 'note', message: 'leak' });
    expect(pipe.written[1]).toBe('note: leak\n');
  });

  test('a line never wraps, as it could not be rewritten then', () => {
    const { written, show } = start(true, 20);
    show(0.5, { label: 'x'.repeat(50) });
    expect(written[0]).toHaveLength(1 + 19);
  });

  test('points of curves are not shown', () => {
    const { written, line } = start(true);
    line.show({ type: 'curve' });
    line.end();
    expect(written).toEqual([]);
  });
});

test.each([
  [0, '0:00'],
  [59.4, '0:59'],
  [59.6, '1:00'],
  [3661, '61:01'],
  [-5, '0:00'],
])('%f seconds are %s', (seconds, text) => {
  expect(clock(seconds)).toBe(text);
});
