import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { nearestHalves } from '../../lib';
import { npy, npz } from '../npzTesting';
import { blobFile } from '../source/blobFile';
import { inspectVectors, readTokenVectors, requireSameDimension } from './readTokenVectors';
import { SMALL } from './testing';
import golden from './vectors.golden.json';
import { writeTokenVectors } from './writeTokenVectors';

const bytesOf = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'));

describe('files by NumPy, safetensors and pyarrow (tools/oracles/tokenVectors.py)', () => {
  test.each(golden)('$name', async ({ name, file, values }) => {
    const bytes = bytesOf(file);
    const offsets = name.startsWith('npy') ? { offsets: [0, 2, 2, 5] } : {};
    const set = await readTokenVectors({ path: 'f', bytes }, offsets);
    expect(set.d).toBe(3);
    const exact = /int8|I8/.test(name) ? 1e-6 : 0; // a product of float64 and float32 here, of float64 there
    values.forEach((value, at) => {
      const off = Math.abs(set.vectors[at]! - value);
      expect(off, `value ${at}`).toBeLessThanOrEqual(exact * Math.abs(value));
    });
    expect(set.vectors).toHaveLength(values.length);
    const perToken = name.includes('a token a row');
    expect([...set.offsets]).toEqual(perToken ? [0, 2, 5] : [0, 2, 2, 5]);
    // The same from a file that is read by place.
    const placed = await readTokenVectors(blobFile('f', new Blob([bytes])), offsets);
    expect(placed).toEqual(set);
  });

  const read = (name: string) => {
    const { file } = golden.find((one) => one.name === name)!;
    return readTokenVectors({ path: 'f', bytes: bytesOf(file) });
  };

  test('ids and metadata', async () => {
    expect((await read('npz <f4')).ids).toEqual(['a', 'ข', '🙂']);
    expect((await read('npz >f4')).ids).toEqual(['a', 'ข', '🙂']);
    expect((await read('parquet half snappy')).ids).toEqual(['a', 'ข', '🙂']);
    const meta = { layer: 6, prefix: 'query: ', normalised: false, dtype: '<f4' };
    expect((await read('npz metadata')).meta).toEqual(meta);
    expect((await read('safetensors BF16')).meta).toEqual({
      ...{ layer: 6, tokeniser: 't', normalised: true, specialTokens: 'dropped', dtype: 'BF16' },
    });
    expect((await read('npz <f4')).meta.normalised).toBe('not recorded');
    expect((await read('parquet fixed-size, a token a row')).meta.layer).toBe(6);
  });
});

describe('what we write', () => {
  const FORMATS = ['safetensors', 'npz', 'parquet'] as const;
  const DTYPES = ['f32', 'f16', 'bf16', 'int8'] as const;
  const all = FORMATS.flatMap((format) => DTYPES.map((dtype) => ({ format, dtype })));
  const possible = all.filter(({ format, dtype }) => format !== 'parquet' || dtype !== 'bf16');
  const wanted = {
    f32: SMALL.vectors,
    f16: nearestHalves(SMALL.vectors),
    bf16: undefined,
    int8: undefined,
  };

  test.each(possible)('$format of $dtype is read back', async ({ format, dtype }) => {
    const bytes = writeTokenVectors(SMALL, format, dtype);
    const { vectors, badRows, notes, ...rest } = await readTokenVectors({ path: 'f', bytes });
    const { vectors: _, meta, ...others } = SMALL;
    expect(rest).toEqual({ ...others, meta: { ...meta, dtype } });
    expect([badRows, notes]).toEqual([[], []]);
    const exact = wanted[dtype];
    if (exact) expect(vectors.map((value) => value + 0)).toEqual(exact.map((value) => value + 0));
    vectors.forEach((value, at) => {
      const row = SMALL.vectors.subarray(at - (at % 3), at - (at % 3) + 3);
      const step =
        dtype === 'int8'
          ? (Math.max(...row.map(Math.abs)) / 254) * (1 + 1e-6)
          : Math.abs(SMALL.vectors[at]!) * 2 ** -8 + 2 ** -25;
      expect(Math.abs(value - SMALL.vectors[at]!)).toBeLessThanOrEqual(step);
    });
    const folder = process.env.WRITE_VECTORS;
    if (folder) keep(folder, `${dtype}.${format}`, bytes);
  });

  test('bfloat16 rounds to nearest, ties to even', async () => {
    const vectors = Float32Array.of(1 + 2 ** -8, 1 + 3 * 2 ** -8, 1 + 2 ** -8 + 2 ** -20, -1e-40);
    const set = { ...{ vectors, d: 2, offsets: Uint32Array.of(0, 2) }, meta: SMALL.meta };
    const bytes = writeTokenVectors(set, 'safetensors', 'bf16');
    const read = await readTokenVectors({ path: 'f', bytes });
    expect([...read.vectors.subarray(0, 3)]).toEqual([1, 1 + 2 ** -6, 1 + 2 ** -7]);
    expect(read.vectors[3]).toBe(-(2 ** -133)); // the least there is
  });

  test.each(FORMATS)('%s of zeros, of an empty text and of nothing', async (format) => {
    const back = async (rows: number, offsets: readonly number[]) => {
      const vectors = new Float32Array(rows * 2);
      const set = { ...{ vectors, d: 2, offsets: Uint32Array.from(offsets) }, meta: SMALL.meta };
      const bytes = writeTokenVectors(set, format, 'int8');
      const read = await readTokenVectors({ path: 'f', bytes });
      expect(read.d).toBe(2);
      expect([...read.offsets]).toEqual(offsets);
      return [...read.vectors];
    };
    expect(await back(2, [0, 0, 2])).toEqual([0, 0, 0, 0]);
    expect(await back(0, [0, 0])).toEqual([]);
    expect(await back(0, [0])).toEqual([]);
  });

  test('refuses what would become another number', () => {
    const set = (value: number) => ({ ...SMALL, vectors: SMALL.vectors.map(() => value) });
    expect(() => writeTokenVectors(set(65520), 'npz', 'f16')).toThrow('value 0 is 65520');
    expect(() => writeTokenVectors(set(65520), 'parquet', 'f16')).toThrow('value 0 is 65520');
    expect(() => writeTokenVectors(set(3.4e38), 'npz', 'bf16')).toThrow('too large for bfloat16');
    expect(() => writeTokenVectors(set(Number.NaN), 'npz', 'f32')).toThrow('value 0 is NaN');
    expect(() => writeTokenVectors(SMALL, 'parquet', 'bf16')).toThrow('Parquet has no bf16');
  });
});

function keep(folder: string, name: string, bytes: Uint8Array): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), bytes);
  const { vectors, d, offsets, ids } = SMALL;
  const meta = { tokeniser: 'xlm-r', model: 'e5@1', layer: '6', prefix: 'query: ' };
  const about = { ...meta, special_tokens: 'dropped', normalised: 'false' };
  const expected = { vectors: [...vectors], d, offsets: [...offsets], ids, meta: about };
  writeFileSync(join(folder, 'expected.json'), JSON.stringify(expected));
}

describe('of a large file', () => {
  test('nothing but the header and what is wanted is read', async () => {
    const big = writeTokenVectors(
      {
        vectors: new Float32Array(300_000),
        ...{ d: 3, offsets: Uint32Array.of(0, 100_000), meta: SMALL.meta },
      },
      'safetensors',
      'f32',
    );
    const asked: [number, number][] = [];
    const file = {
      path: 'big',
      size: big.length,
      chunks: () => {
        throw new Error('is not to be read in order');
      },
      slice: async (start: number, end: number) => {
        asked.push([start, end]);
        return big.subarray(start, end);
      },
    };
    const summary = await inspectVectors(file);
    expect(summary.arrays.map(({ name, dtype, shape }) => [name, dtype, shape])).toEqual([
      ['vectors', 'F32', [100_000, 3]],
      ['offsets', 'I32', [2]],
    ]);
    expect(summary.metadata.get('layer')).toBe('6');
    expect(asked.reduce((sum, [start, end]) => sum + end - start, 0)).toBeLessThan(2000);
    asked.length = 0;
    expect((await readTokenVectors(file)).vectors).toHaveLength(300_000);
    expect(Math.max(...asked.map(([start, end]) => end - start))).toBeLessThanOrEqual(2 ** 20);
  });

  test.each(['npz', 'parquet'] as const)('%s by its header', async (format) => {
    const bytes = writeTokenVectors(SMALL, format, 'f16');
    const { arrays, metadata } = await inspectVectors({ path: 'f', bytes });
    const shape = format === 'npz' ? [5, 3] : [3];
    const dtype = format === 'npz' ? '<f2' : 'list<list<FLOAT16>>';
    expect(arrays.find(({ name }) => name === 'vectors')).toEqual({
      name: 'vectors',
      dtype,
      shape,
    });
    expect(metadata.get('prefix')).toBe('query: ');
  });
});

describe('values that are no numbers', () => {
  const vectors = Float32Array.of(1, Number.NaN, 2, 3, Number.POSITIVE_INFINITY, Number.NaN);
  const bytes = npz({
    x: npy('<f4', [3, 2], vectors),
    offsets: npy('<i4', [2], Int32Array.of(0, 3)),
  });

  test('are refused, naming the first and how many', async () => {
    await expect(readTokenVectors({ path: 'v', bytes })).rejects.toThrow(
      'v, x: row 0, column 1 is NaN (and 2 more in 2 rows), wanted finite float32 numbers',
    );
  });

  test('or reported by row', async () => {
    const set = await readTokenVectors({ path: 'v', bytes }, { bad: 'report' });
    expect(set.badRows).toEqual([0, 2]);
    expect(set.notes).toHaveLength(1);
  });
});

test('sets of different lengths are refused, naming both', () => {
  expect(() => requireSameDimension({ name: 'teacher', d: 3 }, { name: 'pupil', d: 4 })).toThrow(
    'teacher has vectors of 3 values, pupil of 4: they cannot be compared',
  );
});
