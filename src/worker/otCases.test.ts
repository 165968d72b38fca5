import { describe, expect, test } from 'vitest';
import { parseOtCases } from './otCases';

const GOOD = {
  name: 'one',
  n: 1,
  m: 2,
  d: 2,
  eps: 0.05,
  a: [1],
  b: [0.5, 0.5],
  X: [[1, 0]],
  Y: [
    [1, 0],
    [0, 1],
  ],
  P: [[0.5, 0.5]],
  loss: 0.5,
  gradY_plan_fixed: [
    [0, 0],
    [-0.5, 0],
  ],
  gradY_exact: [
    [0, 0],
    [-0.5, 0],
  ],
  trace: { 1: [0, 0.5] },
  emd: 0.5,
};

const parse = (root: unknown) =>
  parseOtCases({ path: 'c.json', bytes: new TextEncoder().encode(JSON.stringify(root)) });

describe('parseOtCases', () => {
  test('matrices become row-major, the trace a map, other fields stay out', () => {
    const [first] = parse({ cases: [GOOD] });
    expect([...first!.Y]).toEqual([1, 0, 0, 1]);
    expect([...first!.trace]).toEqual([[1, [0, 0.5]]]);
    expect(first).not.toHaveProperty('emd');
    const { trace: _, ...bare } = GOOD;
    expect(parse({ cases: [bare] })[0]!.trace.size).toBe(0);
  });

  test.each([
    [{ n: 0 }, 'n: found 0, wanted a whole number from 1'],
    [{ d: '2' }, 'd: found "2", wanted a whole number'],
    [{ eps: 0 }, 'eps: found 0, wanted a number above 0'],
    [{ loss: undefined }, 'loss: found nothing, wanted a number'],
    [{ loss: null }, 'loss: found null, wanted a number'],
    [{ a: [1, 0] }, 'a: found a list of 2, wanted a list of 1 numbers'],
    [{ b: [0.5, 0.6] }, 'b: found weights that sum to 1.1'],
    [{ b: [1.5, -0.5] }, 'b: found weights that sum to 1, wanted weights >= 0'],
    [{ X: [[1, 0, 0]] }, 'X[0]: found a list of 3, wanted a list of 2 numbers'],
    [{ X: [[1, null]] }, 'X[0][1]: found null, wanted a number'],
    [{ X: [[1, 0.1]] }, 'X[0][1]: found 0.1, wanted a number that float32 holds'],
    [{ P: [[0.5], [0.5]] }, 'P: found a list of 2, wanted 1 rows of 2 numbers'],
    [{ gradY_exact: 'none' }, 'gradY_exact: found "none", wanted 2 rows of 2 numbers'],
    [{ trace: { x: [0, 1] } }, 'trace.x: wanted a number of iterations'],
    [{ trace: { 5: [0] } }, 'trace.5: found a list of 1, wanted a list of 2 numbers'],
  ])('%j is refused by file, case and field', (change, message) => {
    expect(() => parse({ cases: [GOOD, { ...GOOD, ...change }] })).toThrow(
      `c.json, case 2 (one), ${message}`,
    );
  });

  test.each([
    [{ cases: [{ ...GOOD, name: '' }] }, 'c.json, case 1 (), name: found "", wanted a name'],
    [{ cases: [7] }, 'c.json, case 1: found 7, wanted an object'],
    [{ cases: [] }, 'c.json, cases: found a list of 0, wanted a list of at least one case'],
    [[], 'c.json, cases: found nothing'],
  ])('%j is refused', (root, message) => {
    expect(() => parse(root)).toThrow(message);
  });

  test('text that is no JSON is refused', () => {
    expect(() => parseOtCases({ path: 'c.json', bytes: Uint8Array.of(123) })).toThrow(
      /^c\.json: is no JSON/,
    );
  });
});
