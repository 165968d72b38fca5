import { describe, expect, test } from 'vitest';
import { productIn } from './gemm';
import { EngineMemory } from './memory';

const SIZES = [1, 3, 4, 5, 7, 8, 9];
const WAYS = ['rows', 'columns'] as const;

/** `length` values in (-1, 1), some of them huge, tiny or zero. */
function planted(length: number, seed: number): Float32Array {
  let state = seed;
  const values = Float32Array.from({ length }, () => {
    state = (state * 16807) % 2147483647;
    return (2 * state) / 2147483647 - 1;
  });
  for (const [at, factor] of [1e18, 1e-30, 0, -1e18].entries())
    if (length > 3 * at) values[3 * at]! *= factor;
  return values;
}

interface Given {
  readonly rows: number;
  readonly columns: number;
  readonly depth: number;
  readonly a: Float32Array;
  readonly b: Float32Array;
  readonly summedA: 'rows' | 'columns';
  readonly summedB: 'rows' | 'columns';
  readonly before: Float32Array;
  readonly accumulate: boolean;
}

/** Exact entries and sums of absolute terms. */
function expected(g: Given): { want: Float64Array; size: Float64Array } {
  const { rows, columns, depth } = g;
  const want = new Float64Array(rows * columns);
  const size = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) {
      const at = i * columns + j;
      if (g.accumulate) want[at] = g.before[at]!;
      for (let k = 0; k < depth; k++) {
        const x = g.a[g.summedA === 'columns' ? i * depth + k : k * rows + i]!;
        const y = g.b[g.summedB === 'columns' ? j * depth + k : k * columns + j]!;
        want[at]! += x * y;
        size[at]! += Math.abs(x * y);
      }
      if (g.accumulate) size[at]! += Math.abs(g.before[at]!);
    }
  return { want, size };
}

function product(memory: EngineMemory, g: Given): Float32Array {
  const { rows, columns, depth, accumulate } = g;
  const out = g.before.slice();
  productIn(memory, {
    a: { values: g.a, summed: g.summedA },
    b: { values: g.b, summed: g.summedB },
    shape: { rows, columns, depth },
    out,
    accumulate,
  });
  return out;
}

/** The worst error as a share of the sum of absolute terms. */
function worstShare(got: Float32Array, { want, size }: ReturnType<typeof expected>): number {
  let worst = 0;
  got.forEach((value, at) => {
    const error = Math.abs(value - want[at]!) / Math.max(size[at]!, 1e-38);
    worst = Math.max(worst, error); // NaN stays
  });
  return Number.isNaN(worst) ? Number.POSITIVE_INFINITY : worst;
}

/** Tests of the product; `name` says which module runs. */
export function testProducts(name: string): void {
  const memory = new EngineMemory();
  const make = (rows: number, columns: number, depth: number, ways: number): Given => ({
    ...{ rows, columns, depth },
    a: planted(rows * depth, 31 + rows),
    b: planted(columns * depth, 90_000_049 + columns),
    summedA: WAYS[ways & 1]!,
    summedB: WAYS[(ways >> 1) & 1]!,
    before: planted(rows * columns, 700_000_001),
    accumulate: (ways & 4) > 0,
  });

  describe(`products, ${name}`, () => {
    test.each(SIZES)('of %d rows are exact to a few roundings, with extremes', (rows) => {
      for (const columns of SIZES)
        for (const depth of SIZES)
          for (let ways = 0; ways < 8; ways++) {
            const given = make(rows, columns, depth, ways);
            const share = worstShare(product(memory, given), expected(given));
            expect(share, `${rows} ${columns} ${depth} ${ways}`).toBeLessThan(3.4e-7); // measured 1.7e-7
          }
    });

    test.each([
      [261, 17, 23, 0],
      [23, 261, 515, 7],
      [70, 33, 1100, 5],
      [5, 9, 256, 2],
      [4, 8, 257, 3],
    ])('of %d x %d entries with %d terms keep their bound', (rows, columns, depth, ways) => {
      const given = make(rows, columns, depth, ways);
      const values = { a: given.a.map(signed), b: given.b.map(signed) };
      const plain = { ...given, ...values, before: given.before.map(signed) };
      const share = worstShare(product(memory, plain), expected(plain));
      expect(share).toBeLessThan(4e-7); // measured 1.9e-7
    });

    test('zero rows give zeros, an infinity stays in its row, NaN in its column', () => {
      const given = { ...make(9, 7, 5, 3), a: planted(45, 5).map(signed), b: planted(35, 77) };
      given.a.fill(0, 10, 15);
      given.a[3 * 5 + 2] = Number.POSITIVE_INFINITY;
      given.b[4 * 5 + 1] = Number.NaN;
      const got = product(memory, given);
      for (let i = 0; i < 9; i++)
        for (let j = 0; j < 7; j++) {
          const value = got[i * 7 + j]!;
          if (j === 4) expect(value).toBeNaN();
          else if (i === 3) expect(Number.isFinite(value)).toBe(false);
          else if (i === 2) expect(value).toBe(0);
          else expect(Number.isFinite(value)).toBe(true);
        }
    });

    test('nothing to sum leaves zeros, or what was there', () => {
      expect([...product(memory, make(2, 1, 0, 0))]).toEqual([0, 0]);
      const kept = make(2, 1, 0, 4);
      expect([...product(memory, kept)]).toEqual([...kept.before]);
    });

    test('refuses lengths that do not fit', () => {
      const given = make(3, 4, 5, 0);
      const wrong = { a: 'a has 14 values, wanted 15', b: 'b has 14 values, wanted 20' };
      for (const [factor, message] of Object.entries(wrong))
        expect(() => product(memory, { ...given, [factor]: new Float32Array(14) })).toThrow(
          message,
        );
      expect(() => product(memory, { ...given, before: new Float32Array(5) })).toThrow(
        'out has 5 values, wanted 12',
      );
    });
  });
}

function signed(value: number): number {
  return Math.abs(value) > 1 ? Math.sign(value) : value;
}
