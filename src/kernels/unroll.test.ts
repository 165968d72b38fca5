import { describe, expect, test } from 'vitest';
import { unroll } from './unroll';

const text = (...lines: string[]) => lines.join('\n');

describe('unroll', () => {
  test('leaves text without blocks as it is', () => {
    const source = text('// @unrolled i 0..2 is not a block', 'let a = b; // @end of line', '');
    expect(unroll(source)).toBe(source);
  });

  test('repeats the lines of a block and substitutes the counter', () => {
    const source = text('a', '  // @unroll i 0..3', '  var r$i = x[4 * $i];', '  // @end', 'b');
    const lines = ['  var r0 = x[4 * 0];', '  var r1 = x[4 * 1];', '  var r2 = x[4 * 2];'];
    expect(unroll(source)).toBe(text('a', ...lines, 'b'));
  });

  test('takes bounds and numbers by name', () => {
    const source = text('const T = 4 * $V;', '// @unroll i 1..V', 's += r$i;', '// @end');
    expect(unroll(source, { V: 3 })).toBe(text('const T = 4 * 3;', 's += r1;', 's += r2;'));
  });

  test('nests, and inner bounds and names see the outer counter', () => {
    const source = text(
      '// @unroll i 0..3',
      '// @unroll j 0..i',
      '$i$j',
      '// @end',
      '-',
      '// @end',
    );
    expect(unroll(source)).toBe(text('-', '10', '-', '20', '21', '-'));
  });

  test('the longest name wins, whatever the counters are called', () => {
    const source = text('// @unroll i 7..8', '// @unroll i1 5..6', '$i1 $i', '// @end', '// @end');
    expect(unroll(source)).toBe('5 7');
  });

  test('a counter with the suffix of WGSL is an unsigned literal', () => {
    expect(unroll(text('// @unroll k 0..2', 'x$k = j + $ku;', '// @end'))).toBe(
      text('x0 = j + 0u;', 'x1 = j + 1u;'),
    );
    expect(unroll('$ku', { k: 1, ku: 2 })).toBe('2');
  });

  test('an empty range leaves nothing', () => {
    expect(unroll(text('a', '// @unroll i 2..2', '$i', '// @end', 'b'))).toBe(text('a', 'b'));
  });

  test.each([
    ['@unroll without @end', text('', '// @unroll i 0..2', '$i'), 'line 2: @unroll without @end'],
    ['@end without @unroll', text('a', '', '// @end'), 'line 3: @end without @unroll'],
    ['an unknown bound', text('// @unroll i 0..V', '// @end'), 'line 1: V is not known'],
    ['an unknown name', text('// @unroll i 0..1', '$k', '// @end'), 'line 2: k is not known'],
    ['a counter outside its block', '$i', 'line 1: i is not known'],
    ['an inherited name', '$constructor', 'line 1: constructor is not known'],
    ['a range backwards', text('// @unroll i 3..2', '// @end'), 'line 1: 3..2 runs backwards'],
  ])('refuses %s and names the line', (_, source, message) => {
    expect(() => unroll(source)).toThrow(message);
  });

  test('refuses a number that is not whole', () => {
    expect(() => unroll('$V', { V: 1.5 })).toThrow('line 1: V is 1.5');
  });
});
