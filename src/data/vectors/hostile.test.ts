import { describe, expect, test } from 'vitest';
import { storedTensor, writeSafetensors } from '../../lib';
import { parseErrorFrom } from '../collections/testing';
import { npy, npz } from '../npzTesting';
import { computed } from '../testing';
import type { DataFile } from '../types';
import { inspectVectors, readTokenVectors } from './readTokenVectors';
import { toRowMajor } from './rowMajor';
import { SMALL } from './testing';
import { writeTokenVectors } from './writeTokenVectors';

/** The message with which both ways of opening refuse a file, soon, and without asking for much of it. */
async function refusal(bytes: Uint8Array, size = bytes.length): Promise<string> {
  let asked = 0;
  const file: DataFile = {
    path: 'f',
    size,
    chunks: () => {
      throw new Error('is not to be read whole');
    },
    slice: async (start, end) => {
      asked += end - start;
      return bytes.subarray(start, end);
    },
  };
  const began = computed();
  const message = await parseErrorFrom(inspectVectors(file));
  expect(computed() - began).toBeLessThan(1000);
  expect(asked).toBeLessThan(2 ** 20);
  return message;
}

describe('hostile safetensors', () => {
  const file = (header: unknown, dataBytes: number, length?: bigint) => {
    const text = new TextEncoder().encode(
      typeof header === 'string' ? header : JSON.stringify(header),
    );
    const bytes = new Uint8Array(8 + text.length + dataBytes);
    new DataView(bytes.buffer).setBigUint64(0, length ?? BigInt(text.length), true);
    bytes.set(text, 8);
    return bytes;
  };
  const tensor = (shape: readonly number[], start: number, end: number, dtype = 'F32') => ({
    ...{ dtype, shape, data_offsets: [start, end] },
  });

  test.each([
    ['a header of 2^63 bytes', file({}, 0, 2n ** 63n), 'wanted|want at most 10485760'],
    ['a header over 10 MiB in a file of 20 GB', file({}, 0, 10485761n), 'want at most 10485760'],
    ['a header beyond the file', file({}, 0, 5000n), 'but the file ends after'],
    ['offsets outside', file({ a: tensor([2], 0, 8) }, 4), 'want them within 4 bytes'],
    [
      'an overlap',
      file({ a: tensor([1], 0, 4), b: tensor([1], 2, 6) }, 6),
      'b: found its data at 2, inside another',
    ],
    [
      'a hole',
      file({ a: tensor([1], 0, 4), b: tensor([1], 8, 12) }, 12),
      'b: found its data at 8, after a hole',
    ],
    [
      'a product that wraps to 0',
      file({ a: tensor([2 ** 32, 2 ** 32], 0, 0) }, 0),
      'want 73786976294838206464 for',
    ],
    ['an unknown type', file({ a: tensor([1], 0, 4, 'F128') }, 4), 'found dtype "F128"'],
    ['JSON of 10^5 levels', file(`{"a":${'['.repeat(1e5)}`, 0), 'header: not JSON'],
  ])('%s', async (_, bytes, message) => {
    const size = _.includes('20 GB') ? 2e10 : bytes.length;
    expect(await refusal(bytes, size)).toMatch(new RegExp(message));
  });

  test('a tensor of another type does no harm until it is asked for', async () => {
    const floats = storedTensor(Float32Array.of(1, 2), [1, 2]);
    const eight = { dtype: 'F8_E4M3', shape: [1, 2], bytes: Uint8Array.of(1, 2) } as const;
    const offsets = storedTensor(Int32Array.of(0, 1), [2]);
    const bytes = writeSafetensors(
      new Map([
        ['x', floats],
        ['y', eight],
        ['offsets', offsets],
      ]),
    );
    expect((await readTokenVectors({ path: 'f', bytes })).vectors).toEqual(Float32Array.of(1, 2));
    const asked = readTokenVectors({ path: 'f', bytes }, { tensor: 'y' });
    expect(await parseErrorFrom(asked)).toMatch(/^f, y: found F8_E4M3 \(1, 2\), wanted floats/);
  });
});

describe('hostile npy', () => {
  const floats = Float32Array.of(1, 2, 3, 4, 5, 6);
  const good = npy('<f4', [2, 3], floats);
  const edited = (from: string, to: string) => {
    const text = new TextDecoder('latin1').decode(good);
    return Uint8Array.from(text.replace(from, to), (letter) => letter.charCodeAt(0));
  };
  const long = npy('<f4', [2, 3], floats, { version: 2 });
  new DataView(long.buffer).setUint32(8, 2 ** 31, true);

  test.each([
    ['a header of 2 GiB', long, 'found a header of 2147483648 bytes, wanted at most 65536'],
    ['a version unknown', npy('<f4', [6], floats, { version: 9 }), 'found format version 9'],
    ['a type unknown', edited('<f4', '<c8'), 'found type <c8'],
    ['an odd size', edited('<f4', '<f3'), 'found type <f3'],
    ['objects', npy('|O', [6], floats), 'found type |O'],
    ['fields', edited("'<f4'", '[(4) '), 'found type with fields'],
    ['no shape', edited("'shape'", "'shope'"), 'wanted descr, fortran_order and shape'],
    ['more than there is', npy('<f4', [7], floats), 'found 24 bytes of data, wanted 28'],
    [
      'a shape beyond all numbers',
      npy('<f4', [2 ** 40, 2 ** 40], floats),
      'wanted one of at most 2^53 bytes',
    ],
    [
      'a product that wraps to 0',
      npy('<f4', [2 ** 32, 2 ** 32], floats),
      'wanted one of at most 2^53 bytes',
    ],
    ['a text beyond all', npy('<U999999999', [2 ** 30], floats), 'found type|at most 2^53'],
    ['half a header', good.subarray(0, 40), 'ends within its header'],
    ['less than a header', good.subarray(0, 9), 'ends within its header'],
  ])('%s', async (_, bytes, message) => {
    const found = await refusal(bytes);
    expect(message.split('|').some((part) => found.includes(part))).toBe(true);
  });

  test('in a .npz an array that cannot be read does no harm until it is asked for', async () => {
    const offsets = npy('<i4', [2], Int32Array.of(0, 2));
    const objects = npy('|O', [6], floats);
    const bytes = npz({ x: good, offsets, objects, text: new TextEncoder().encode('none') });
    expect((await readTokenVectors({ path: 'f', bytes })).vectors).toEqual(floats);
    const asked = readTokenVectors({ path: 'f', bytes }, { tensor: 'objects' });
    expect(await parseErrorFrom(asked)).toMatch(/^f, objects: found type \|O/);
  });

  test('a zip cut short names the file as it was given', async () => {
    const bytes = npz({ x: good }).subarray(0, 150);
    expect(await parseErrorFrom(readTokenVectors({ path: 'v.npz', bytes }))).toMatch(/^v\.npz[,:]/);
  });

  test('Fortran order in three dimensions', () => {
    const shape = [2, 3, 4];
    const columns = new Uint8Array(24);
    for (let i = 0; i < 2; i++)
      for (let j = 0; j < 3; j++)
        for (let k = 0; k < 4; k++) columns[i + 2 * (j + 3 * k)] = (i * 3 + j) * 4 + k;
    expect([...toRowMajor(columns, shape, 1)]).toEqual([...columns.keys()]);
    expect([...toRowMajor(new Uint8Array(0), [0, 3], 4)]).toEqual([]);
  });
});

describe('hostile Parquet', () => {
  const good = writeTokenVectors(SMALL, 'parquet', 'f32');
  const footer = (length: number) => {
    const bytes = good.slice();
    new DataView(bytes.buffer).setUint32(bytes.length - 8, length, true);
    return bytes;
  };

  test.each([
    ['a footer of 4 GiB', footer(2 ** 32 - 1), 'found a footer of 4294967295 bytes'],
    ['a footer of nothing', footer(0), 'is a damaged Parquet file'],
    ['an end cut off', good.subarray(0, good.length - 3), 'found no PAR1 at its end'],
    ['nothing but its name', new TextEncoder().encode('PAR1PAR1'), 'is a damaged Parquet file'],
  ])('%s', async (_, bytes, message) => {
    expect(await refusal(bytes)).toContain(message);
  });
});

describe('arrays that do not go together', () => {
  const floats = Float32Array.of(1, 2, 3, 4, 5, 6);
  const x = npy('<f4', [3, 2], floats);
  const two = npy('<i4', [2], Int32Array.of(0, 3));
  const int8 = npy('|i1', [2, 2], Int8Array.of(1, 2, 3, 4));
  const offsets2 = npy('<i4', [2], Int32Array.of(0, 2));
  const three = npy('<f4', [1, 3, 2], floats);
  const read = (arrays: Record<string, Uint8Array>, options = {}) =>
    parseErrorFrom(readTokenVectors({ path: 'f', bytes: npz(arrays) }, options));

  test.each<[Record<string, Uint8Array>, string]>([
    [{ x }, 'f, x_offsets: is not there, wanted offsets [texts + 1] of x'],
    [{ three }, 'f, three: found padded vectors without lengths [texts] or mask'],
    [{ a: x, b: x }, 'f: is not there, wanted vectors called vectors, x'],
    [{ x: int8, offsets: offsets2 }, 'f, x: found |i1 without x_scale'],
    [
      { x: int8, offsets: offsets2, x_scale: npy('<f4', [2], Float32Array.of(1, 2)) },
      'for as many rows as columns, wanted (2, 1) or (1, 2)',
    ],
    [
      { x: int8, offsets: offsets2, x_scale: npy('<f4', [2, 1], Float32Array.of(1, 0)) },
      'f, x_scale: entry 1 is 0, wanted a positive finite number',
    ],
    [
      { x: int8, offsets: offsets2, x_scale: npy('<f4', [3], Float32Array.of(1, 1, 1)) },
      'wanted one number, (2, 1) or (1, 2)',
    ],
    [
      {
        x: npy('|u1', [2, 2], Uint8Array.of(1, 2, 3, 4)),
        ...{ offsets: offsets2, x_scale: npy('<f4', [1], Float32Array.of(1)) },
      },
      'f, x: found |u1 without x_zero_point',
    ],
    [
      { x: three, mask: npy('<i4', [1, 3], Int32Array.of(1, 2, 0)) },
      'f, mask: entry 1 is 2, wanted 0 or 1',
    ],
    [
      { x: three, mask: npy('<i4', [3], Int32Array.of(1, 1, 0)) },
      'f, mask: found <i4 (3,), wanted integers (1, 3)',
    ],
    [
      { x: three, lengths: npy('<i4', [1], Int32Array.of(4)) },
      'f, lengths: entry 0 is 4, wanted a length from 0 to 3',
    ],
    [
      { x, lengths: npy('<i4', [2], Int32Array.of(1, 1)) },
      'f, lengths: found 2 tokens in all, wanted 3',
    ],
    [
      { x, offsets: two, ids: npy('<U1', [2], new Uint32Array(2)) },
      'f, ids: found 2 texts, wanted 1',
    ],
  ])('case %#: %s', async (arrays, message) => {
    expect(await read(arrays)).toContain(message);
  });

  test('more than there is room for', async () => {
    const message = await read({ x, offsets: two }, { mostBytes: 20 });
    expect(message).toContain('found 3 vectors of 2 values, 24 bytes, wanted at most 20');
  });

  test('what is no file of vectors', async () => {
    const bytes = new TextEncoder().encode('1.0 2.0\n');
    expect(await parseErrorFrom(readTokenVectors({ path: 'f', bytes }))).toContain(
      'is neither .npz',
    );
  });
});
