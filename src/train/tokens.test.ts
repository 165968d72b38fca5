import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { offsetsOf, rowsOf, standardise } from './tokens';

const counts = fc.array(fc.nat({ max: 5 }), { maxLength: 12 });

describe('offsetsOf', () => {
  test('running sums with a leading 0', () => {
    expect([...offsetsOf([2, 0, 3])]).toEqual([0, 2, 2, 5]);
    expect([...offsetsOf([])]).toEqual([0]);
    expect([...offsetsOf(Uint32Array.of(7))]).toEqual([0, 7]);
  });
});

describe('rowsOf', () => {
  const offsets = Uint32Array.of(0, 2, 2, 5);

  test('rows of the texts in the order asked for, repeated too', () => {
    const { rows, counts } = rowsOf(offsets, [2, 0, 2]);
    expect([...rows]).toEqual([2, 3, 4, 0, 1, 2, 3, 4]);
    expect([...counts]).toEqual([3, 2, 3]);
  });

  test('a text without tokens and no text at all', () => {
    expect(rowsOf(offsets, [1])).toEqual({ rows: new Uint32Array(), counts: Uint32Array.of(0) });
    expect(rowsOf(offsets, [])).toEqual({ rows: new Uint32Array(), counts: new Uint32Array() });
  });

  test('all texts give all rows, and undo offsetsOf', () => {
    fc.assert(
      fc.property(counts, (lengths) => {
        const packed = offsetsOf(lengths);
        const all = rowsOf(
          packed,
          lengths.map((_, text) => text),
        );
        expect([...all.counts]).toEqual(lengths);
        expect([...all.rows]).toEqual(Array.from({ length: packed.at(-1)! }, (_, row) => row));
      }),
    );
  });
});

describe('standardise', () => {
  const set = (values: readonly number[], dimension: number) => ({
    vectors: Float32Array.from(values),
    offsets: Uint32Array.of(0, values.length / dimension),
    dimension,
  });

  test('every row gets norm sqrt(d); a zero row stays zero', () => {
    const { vectors } = standardise(set([3, 4, 0, 0, -0.001, 0], 2));
    const root = Math.SQRT2;
    [0.6 * root, 0.8 * root, 0, 0, -root, 0].forEach((want, k) => {
      expect(vectors[k]).toBeCloseTo(want, 6);
    });
  });

  test('keeps offsets and dimension, and leaves its input alone', () => {
    const input = set([3, 4], 2);
    const output = standardise(input);
    expect([output.offsets, output.dimension]).toEqual([input.offsets, 2]);
    expect([...input.vectors]).toEqual([3, 4]);
  });

  test('the scale of the encoder changes nothing', () => {
    const rows = fc.array(fc.double({ min: -4, max: 4, noNaN: true }), {
      minLength: 3,
      maxLength: 3,
    });
    fc.assert(
      fc.property(rows, fc.constantFrom(1e-6, 0.01, 1, 300, 1e6), (row, scale) => {
        fc.pre(Math.hypot(...row) > 0.01);
        const one = standardise(set(row, 3)).vectors;
        const other = standardise(
          set(
            row.map((value) => value * scale),
            3,
          ),
        ).vectors;
        expect(Math.hypot(...one)).toBeCloseTo(Math.sqrt(3), 5);
        one.forEach((value, k) => {
          expect(other[k]).toBeCloseTo(value, 5);
        });
      }),
    );
  });

  test('the largest and the smallest floats do not overflow to NaN or to zero', () => {
    for (const size of [3e38, 1e-30]) {
      const { vectors } = standardise(set([size, size], 2));
      expect(vectors[0]).toBeCloseTo(1, 5);
      expect(vectors[1]).toBeCloseTo(1, 5);
    }
  });

  test('an empty set stays empty', () => {
    expect(standardise(set([], 4)).vectors).toHaveLength(0);
  });
});
