import { describe, expect, test } from 'vitest';
import { storedTensor, writeSafetensors } from '../lib';
import { npy, npz } from './npzTesting';
import { readVectorPairs } from './readVectorPairs';

const floats = Float32Array.of(1, 2, 3, 4, 5, 6);

describe('readVectorPairs', () => {
  const good = {
    x: npy('<f4', [3, 2], floats),
    y: npy('<f8', [2, 2], Float64Array.of(1, 0, 0, 1)),
    x_offsets: npy('<i8', [3], BigInt64Array.of(0n, 2n, 3n)),
    y_offsets: npy('<i4', [3], Int32Array.of(0, 0, 2)),
  };
  const open = (change: Record<string, Uint8Array | undefined> = {}) => {
    const arrays = Object.entries({ ...good, ...change }).filter(([, bytes]) => bytes);
    return readVectorPairs({ path: 'v.npz', bytes: npz(Object.fromEntries(arrays) as never) });
  };

  test('vectors, offsets and words of both sides; a side of a pair may be empty', async () => {
    const y_words = npy('<i4', [2], Int32Array.of(0, -1));
    const { x, y, pairs, d } = await open({ y_words });
    expect([pairs, d]).toEqual([2, 2]);
    expect(x.vectors).toEqual(floats);
    expect([...x.offsets]).toEqual([0, 2, 3]);
    expect(x.words).toBeUndefined();
    expect(y.vectors).toEqual(Float32Array.of(1, 0, 0, 1));
    expect([...y.offsets]).toEqual([0, 0, 2]);
    expect([...y.words!]).toEqual([0, -1]);
  });

  test('safetensors, lengths and masks serve as well', async () => {
    const tensors = new Map([
      ['x', storedTensor(floats, [3, 2])],
      ['x_lengths', storedTensor(Int32Array.of(2, 1), [2])],
      ['y', storedTensor(Float32Array.of(1, 2, 9, 9, 9, 9, 3, 4), [2, 2, 2])],
      ['y_mask', storedTensor(Int32Array.of(1, 0, 0, 1), [2, 2])],
    ]);
    const bytes = writeSafetensors(tensors);
    const { x, y, pairs } = await readVectorPairs({ path: 'v.safetensors', bytes });
    expect(pairs).toBe(2);
    expect([...x.offsets]).toEqual([0, 2, 3]);
    expect(y.vectors).toEqual(Float32Array.of(1, 2, 3, 4));
    expect([...y.offsets]).toEqual([0, 1, 2]);
  });

  test.each([
    [{ x: undefined }, 'x: is not there, wanted vectors called x; found'],
    [{ y_offsets: undefined }, 'y_offsets: is not there'],
    [{ x: npy('<f4', [6], floats) }, 'x: found <f4 (6,), wanted floats or scaled int8 (tokens, d)'],
    [{ x: npy('<i4', [3, 2], new Int32Array(6)) }, 'x: found <i4 (3, 2)'],
    [
      { x: npy('<f4', [2, 3], floats), x_offsets: good.y_offsets },
      'y: found vectors of 2 values, wanted 3 as in x',
    ],
    [
      { x: npy('<f4', [3, 2], Float32Array.of(1, 2, 3, Number.NaN, 5, 6)) },
      'x: row 1, column 1 is NaN, wanted finite float32 numbers',
    ],
    [{ y: npy('<f8', [2, 2], Float64Array.of(1, 0, 1e300, 1)) }, 'y: row 1, column 0 is 1e+300'],
    [
      { x_offsets: npy('<f4', [3], new Float32Array(3)) },
      'x_offsets: found <f4 (3,), wanted integers (texts + 1,)',
    ],
    [
      { x_offsets: npy('<i4', [0], new Int32Array(0)) },
      'x_offsets: entry 0 is undefined, wanted one offset more',
    ],
    [{ x_offsets: npy('<i4', [3], Int32Array.of(1, 2, 3)) }, 'x_offsets: entry 0 is 1, wanted 0'],
    [
      { x_offsets: npy('<i4', [3], Int32Array.of(0, 4, 3)) },
      'x_offsets: entry 2 is 3, wanted at least 4',
    ],
    [
      { x_offsets: npy('<i4', [3], Int32Array.of(0, 2, 2)) },
      'x_offsets: entry 2 is 2, wanted 3, the number of tokens',
    ],
    [
      { x_offsets: npy('<i4', [2], Int32Array.of(0, 3)) },
      'y_offsets: found 2 pairs, wanted 1 as in x_offsets',
    ],
    [
      { x_words: npy('<i4', [2], new Int32Array(2)) },
      'x_words: found <i4 (2,), wanted integers (3,)',
    ],
    [
      { x_words: npy('<i4', [3], Int32Array.of(0, -2, 1)) },
      'x_words: entry 1 is -2, wanted a word from 0 or -1',
    ],
  ])('refuses case %#: %s', async (change, message) => {
    await expect(open(change)).rejects.toThrow(`v.npz, ${message}`);
  });
});
