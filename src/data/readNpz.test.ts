import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { npy, npz } from './npzTesting';
import { readNpy, readNpz } from './readNpz';
import { readVectorPairs } from './readVectorPairs';

const read = (bytes: Uint8Array) => readNpy('v.npz', 'x', bytes);
const floats = Float32Array.of(1, 2, 3, 4, 5, 6);

describe('readNpy', () => {
  test.each([
    ['<f4', floats],
    ['<f8', Float64Array.of(1, -2.5, Math.PI, 4, 5, 6)],
    ['<i4', Int32Array.of(1, -2, 3, 4, 5, 6)],
    ['<i8', BigInt64Array.of(1n, -2n, 3n, 4n, 5n, 6n)],
  ])('%s in C order', (dtype, data) => {
    for (const version of [1, 2, 3])
      expect(read(npy(dtype, [2, 3], data, { version }))).toEqual({
        name: 'x',
        dtype,
        shape: [2, 3],
        data,
      });
  });

  test('halves: normal, subnormal, zeros, largest, infinite and none', () => {
    const bits = Uint16Array.of(0x3c00, 0xc100, 0x0001, 0x8000, 0x7bff, 0x7c00, 0x7e00);
    const wanted = [1, -2.5, 2 ** -24, -0, 65504, Infinity, Number.NaN];
    expect([...read(npy('<f2', [7], bits)).data]).toEqual(wanted);
  });

  test('Fortran order is turned into C order, in two and three dimensions', () => {
    // First index fastest: [[1, 3, 5], [2, 4, 6]].
    const { data } = read(npy('<f4', [2, 3], floats, { fortran: true }));
    expect([...data]).toEqual([1, 3, 5, 2, 4, 6]);
    const size = fc.integer({ min: 0, max: 4 });
    void fc.assert(
      fc.property(size, size, size, (a, b, c) => {
        const values = new Int32Array(a * b * c);
        for (let i = 0; i < a; i++)
          for (let j = 0; j < b; j++)
            for (let k = 0; k < c; k++) values[i + a * (j + b * k)] = (i * b + j) * c + k;
        const turned = read(npy('<i4', [a, b, c], values, { fortran: true })).data;
        expect([...turned]).toEqual([...values.keys()]);
      }),
    );
  });

  test('no dimension is one value, an empty dimension none', () => {
    expect([...read(npy('<f4', [], Float32Array.of(7))).data]).toEqual([7]);
    expect(read(npy('<f4', [0, 3], new Float32Array(0))).data).toHaveLength(0);
  });

  test.each([
    [npy('>f4', [6], floats), 'found type >f4, wanted <f2, <f4, <f8, <i4, <i8'],
    [npy('|O', [6], floats), 'found type |O'],
    [npy('<f4', [7], floats), 'found 24 bytes of data, wanted 28 for <f4 (7,)'],
    [npy('<f4', [2, 2], floats), 'found 24 bytes of data, wanted 16 for <f4 (2, 2)'],
    [npy('<f4', [6], floats).subarray(0, 40), 'ends within its header'],
    [npy('<f4', [6], floats).subarray(0, 8), 'ends within its header'],
    [npy('<f4', [6], floats, { version: 9 }), 'found format version 9'],
    [new TextEncoder().encode('1 2 3'), 'does not begin with'],
  ])('refuses case %#, naming file, array and what was wanted', (bytes, message) => {
    expect(() => read(bytes)).toThrow(`v.npz, x: ${message}`);
  });

  test('refuses a type with fields and a header that says nothing', () => {
    const fields = npy('<f4', [6], floats);
    const text = new TextDecoder('latin1').decode(fields);
    const edited = (from: string, to: string) =>
      Uint8Array.from(text.replace(from, to), (letter) => letter.charCodeAt(0));
    expect(() => read(edited("'<f4'", '[(4) '))).toThrow('found type with fields');
    expect(() => read(edited("'shape'", "'shope'"))).toThrow(
      'wanted descr, fortran_order and shape',
    );
  });
});

describe('readNpz', () => {
  test.each([0, 6] as const)('reads what is wanted and there, level %d', (level) => {
    const bytes = npz({ a: npy('<f4', [6], floats), b: new Uint8Array(9) }, level);
    const arrays = readNpz({ path: 'v', bytes }, ['a', 'c']);
    expect([...arrays.keys()]).toEqual(['a']);
    expect(arrays.get('a')?.data).toEqual(floats);
  });

  test('refuses what is no zip, and a zip cut short', () => {
    expect(() => readNpz({ path: 'v.npz', bytes: npy('<f4', [6], floats) }, ['a'])).toThrow(
      'v.npz: is no .npz file',
    );
    const bytes = npz({ a: npy('<f4', [6], floats) }).subarray(0, 100);
    expect(() => readNpz({ path: 'v.npz', bytes }, ['a'])).toThrow(/^v\.npz.*early|damaged/);
  });
});

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

  test('vectors, offsets and words of both sides; a side of a pair may be empty', () => {
    const y_words = npy('<i4', [2], Int32Array.of(0, -1));
    const { x, y, pairs, d } = open({ y_words });
    expect([pairs, d]).toEqual([2, 2]);
    expect(x.vectors).toEqual(floats);
    expect([...x.offsets]).toEqual([0, 2, 3]);
    expect(x.words).toBeUndefined();
    expect(y.vectors).toEqual(Float32Array.of(1, 0, 0, 1));
    expect([...y.offsets]).toEqual([0, 0, 2]);
    expect([...y.words!]).toEqual([0, -1]);
  });

  test.each([
    [{ x: undefined }, 'x: is not there, wanted x, y, x_offsets and y_offsets'],
    [{ y_offsets: undefined }, 'y_offsets: is not there'],
    [{ x: npy('<f4', [6], floats) }, 'x: found <f4 (6,), wanted floats (tokens, d)'],
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
      'x_offsets: found <f4 (3,), wanted integers (pairs + 1,)',
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
  ])('refuses case %#: %s', (change, message) => {
    expect(() => open(change)).toThrow(`v.npz, ${message}`);
  });
});
