import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ParseError } from './errors';
import {
  float32Tensor,
  readSafetensors,
  type StoredTensor,
  storedTensor,
  writeSafetensors,
} from './safetensors';

/** A file with this header, as text or JSON, and `size` zero bytes of data. */
function fileOf(header: unknown, size: number): Uint8Array {
  const text = typeof header === 'string' ? header : JSON.stringify(header);
  const json = new TextEncoder().encode(text);
  const bytes = new Uint8Array(8 + json.length + size);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  return bytes;
}

const f32 = (shape: number[], start: number, end: number) => ({
  dtype: 'F32',
  shape,
  data_offsets: [start, end],
});

const sizes = { F64: 8, I64: 8, F32: 4, I32: 4, F16: 2, BF16: 2, U8: 1, I8: 1 } as const;
const tensor: fc.Arbitrary<StoredTensor> = fc
  .record({
    dtype: fc.constantFrom(...(Object.keys(sizes) as (keyof typeof sizes)[])),
    shape: fc.array(fc.nat({ max: 4 }), { maxLength: 3 }),
    fill: fc.nat({ max: 255 }),
  })
  .map(({ dtype, shape, fill }) => {
    const bytes = new Uint8Array(shape.reduce((a, b) => a * b, 1) * sizes[dtype]).fill(fill);
    return { dtype, shape, bytes };
  });
const name = fc.string({ minLength: 1, unit: 'grapheme' }).filter((text) => !text.startsWith('__'));
const tensors = fc.array(fc.tuple(name, tensor)).map((entries) => new Map(entries));

describe('a round trip', () => {
  it('gives every tensor and the metadata back', () => {
    fc.assert(
      fc.property(tensors, fc.dictionary(name, fc.string()), (written, metadata) => {
        const file = readSafetensors(writeSafetensors(written, metadata), 'f');
        expect(new Set(file.tensors.keys())).toEqual(new Set(written.keys()));
        for (const [key, want] of written) {
          const got = file.tensors.get(key)!;
          expect([got.dtype, got.shape]).toEqual([want.dtype, want.shape]);
          expect(Buffer.compare(got.bytes, want.bytes)).toBe(0);
        }
        expect(Object.fromEntries(file.metadata)).toEqual({ ...metadata });
      }),
    );
  });

  it('keeps the bits of every kind of value', () => {
    const values = [
      Float32Array.of(1.5, -0, Number.NaN),
      Float64Array.of(Math.PI),
      Int32Array.of(-7),
      BigInt64Array.of(-(2n ** 62n)),
      Uint8Array.of(200),
      Int8Array.of(-3),
    ];
    const written = new Map(values.map((list, k) => [`t${k}`, storedTensor(list, [list.length])]));
    const { tensors: read } = readSafetensors(writeSafetensors(written), 'f');
    expect([...read.values()].map(({ dtype }) => dtype).sort()).toEqual(
      ['F32', 'F64', 'I32', 'I64', 'I8', 'U8'].sort(),
    );
    for (const [key, { bytes }] of written) expect(read.get(key)!.bytes).toEqual(bytes);
  });

  it('aligns what it writes, whatever the order of the types', () => {
    const written = new Map([
      ['a', storedTensor(Uint8Array.of(1), [1])],
      ['b', storedTensor(Float64Array.of(1), [1])],
      ['c', storedTensor(Float32Array.of(1), [])],
    ]);
    const read = readSafetensors(writeSafetensors(written), 'f').tensors;
    for (const [key, { bytes }] of read)
      expect(bytes.byteOffset % sizes[written.get(key)!.dtype as keyof typeof sizes]).toBe(0);
  });
});

describe('floats', () => {
  it('of every width become float32', () => {
    const written = new Map<string, StoredTensor>([
      ['half', { dtype: 'F16', shape: [2], bytes: Uint8Array.of(0x00, 0x3c, 0x00, 0xc0) }],
      ['brain', { dtype: 'BF16', shape: [1], bytes: Uint8Array.of(0x80, 0x3f) }],
      ['double', storedTensor(Float64Array.of(0.1), [])],
    ]);
    const file = readSafetensors(writeSafetensors(written), 'f');
    expect([...float32Tensor(file, 'half', [2])]).toEqual([1, -2]);
    expect([...float32Tensor(file, 'brain')]).toEqual([1]);
    expect([...float32Tensor(file, 'double', [])]).toEqual([Math.fround(0.1)]);
  });

  it('are read where they stand on an odd byte', () => {
    const header = '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}} ';
    const bytes = fileOf(header.padEnd(header.length + (header.length % 2)), 4);
    const shifted = new Uint8Array(bytes.length + 1);
    shifted.set(bytes, 1);
    expect([...float32Tensor(readSafetensors(shifted.subarray(1), 'f'), 'a')]).toEqual([0]);
  });

  it.each([
    ['missing', () => float32Tensor(read, 'x'), 'f, x: found no such tensor'],
    ['another shape', () => float32Tensor(read, 'a', [3]), 'f, a: found shape [2], want [3]'],
    ['integers', () => float32Tensor(read, 'i'), 'f, i: found I32, want F32, F16, BF16 or F64'],
    ['not finite', () => float32Tensor(read, 'a'), 'f, a: found NaN at 1, want finite values'],
  ])('are refused: %s', (_, get, message) => {
    expect(get).toThrow(message);
    expect(get).toThrow(ParseError);
  });
  const read = readSafetensors(
    writeSafetensors(
      new Map([
        ['a', storedTensor(Float32Array.of(1, Number.NaN), [2])],
        ['i', storedTensor(Int32Array.of(1), [1])],
      ]),
    ),
    'f',
  );
});

describe('what the reader refuses', () => {
  const lengthOf = (length: bigint) => {
    const bytes = fileOf({}, 0);
    new DataView(bytes.buffer).setBigUint64(0, length, true);
    return bytes;
  };
  it.each<[string, Uint8Array, string]>([
    ['no header', new Uint8Array(7), 'f, header: found 7 bytes, want 8 or more'],
    [
      'a header beyond the file',
      lengthOf(3n),
      'f, header: found a length of 3 bytes, but the file ends after 10',
    ],
    [
      'a huge header',
      lengthOf(2n ** 63n),
      'f, header: found a length of 9223372036854775808 bytes, want at most 10485760',
    ],
    ['an empty header', fileOf('', 0), 'f, header: does not start with {'],
    ['a list', fileOf('[]', 0), 'f, header: does not start with {'],
    ['a space before', fileOf(' {}', 0), 'f, header: does not start with {'],
    ['half an object', fileOf('{"a":', 0), 'f, header: not JSON'],
    [
      'a type unknown',
      fileOf({ a: { ...f32([1], 0, 4), dtype: 'F8' } }, 4),
      'f, a: found dtype "F8"',
    ],
    [
      'a type from the prototype',
      fileOf({ a: { ...f32([1], 0, 4), dtype: 'toString' } }, 4),
      'f, a: found dtype "toString"',
    ],
    ['null', fileOf({ a: null }, 0), 'f, a: found dtype undefined'],
    ['a negative size', fileOf({ a: f32([-1], 0, 4) }, 4), 'f, a: found shape [-1]'],
    ['half a size', fileOf({ a: f32([1.5], 0, 6) }, 6), 'f, a: found shape [1.5]'],
    [
      'no shape',
      fileOf({ a: { dtype: 'F32', data_offsets: [0, 4] } }, 4),
      'f, a: found shape undef',
    ],
    [
      'one offset',
      fileOf({ a: { ...f32([1], 0, 4), data_offsets: [0] } }, 4),
      'f, a: found data_of',
    ],
    [
      'data past the end',
      fileOf({ a: f32([2], 0, 8) }, 4),
      'f, a: found data_offsets 0 to 8, want them within 4 bytes',
    ],
    [
      'offsets that fall',
      fileOf({ a: f32([0], 4, 0) }, 4),
      'f, a: found data_offsets 4 to 0, want them within 4 bytes',
    ],
    [
      'bytes that do not fit the shape',
      fileOf({ a: f32([2], 0, 4) }, 4),
      'f, a: found 4 bytes, want 8 for F32 [2]',
    ],
    [
      'a shape beyond all numbers',
      fileOf({ a: f32([2 ** 50, 2 ** 50], 0, 4) }, 4),
      'f, a: found 4 bytes, want 5070602400912917605986812821504 for F32',
    ],
    [
      'a product that is 0 modulo 2^64',
      fileOf({ a: f32([2 ** 32, 2 ** 32], 0, 0) }, 0),
      'f, a: found 0 bytes, want 73786976294838206464 for F32',
    ],
    [
      'an overlap',
      fileOf({ a: f32([2], 0, 8), b: f32([1], 4, 8) }, 8),
      'f, b: found its data at 4, inside another tensor, want 8',
    ],
    [
      'the same place twice',
      fileOf({ a: f32([1], 0, 4), b: f32([1], 0, 4) }, 4),
      'f, b: found its data at 0, inside another tensor, want 4',
    ],
    [
      'a hole',
      fileOf({ a: f32([1], 0, 4), b: f32([1], 8, 12) }, 12),
      'f, b: found its data at 8, after a hole, want 4',
    ],
    ['bytes behind the last', fileOf({ a: f32([1], 0, 4) }, 5), 'f, data: found 5 bytes, want 4'],
    ['an empty name', fileOf({ '': f32([1], 0, 4) }, 4), 'f, "": forbidden name'],
    [
      'the name __proto__',
      fileOf('{"__proto__":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}', 4),
      'f, "__proto__": forbidden name',
    ],
    [
      'a name twice',
      fileOf(
        '{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"\\u0061":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}',
        4,
      ),
      'f, a: found twice',
    ],
    [
      'metadata of numbers',
      fileOf({ __metadata__: { a: 1 } }, 0),
      'f, __metadata__.a: found number',
    ],
    ['metadata in a list', fileOf({ __metadata__: [] }, 0), 'f, __metadata__: want an object'],
  ])('%s', (_, bytes, message) => {
    expect(() => readSafetensors(bytes, 'f')).toThrow(message);
    expect(() => readSafetensors(bytes, 'f')).toThrow(ParseError);
  });

  it('a header that is not UTF-8', () => {
    const bytes = fileOf('{"a":"?"}', 0);
    bytes[14] = 0xff;
    expect(() => readSafetensors(bytes, 'f')).toThrow('f, header: not UTF-8');
  });

  it('every cut of a file, with nothing but a ParseError', () => {
    const bytes = writeSafetensors(new Map([['a', storedTensor(new Float32Array(9), [3, 3])]]));
    for (let length = 0; length < bytes.length; length++)
      expect(() => readSafetensors(bytes.subarray(0, length), 'cut')).toThrow(ParseError);
  });

  it('no more than a ParseError on a damaged header', () => {
    const whole = writeSafetensors(new Map([['a', storedTensor(new Float32Array(2), [2])]]));
    fc.assert(
      fc.property(fc.nat({ max: whole.length - 1 }), fc.nat({ max: 255 }), (at, value) => {
        const bytes = whole.slice();
        bytes[at] = value;
        try {
          const { tensors: read } = readSafetensors(bytes, 'f');
          expect(read.size).toBeLessThanOrEqual(1);
        } catch (error) {
          expect(error).toBeInstanceOf(ParseError);
        }
      }),
    );
  });
});

describe('what the writer refuses', () => {
  it.each(['', '__proto__', '__metadata__'])('the name %j', (key) => {
    const one = new Map([[key, storedTensor(Float32Array.of(1), [1])]]);
    expect(() => writeSafetensors(one)).toThrow('forbidden name');
  });

  it('values that do not fill the shape', () => {
    expect(() => storedTensor(Float32Array.of(1), [2])).toThrow('found 1 values, want shape [2]');
    const short = new Map([['a', { dtype: 'F32', shape: [2], bytes: new Uint8Array(4) } as const]]);
    expect(() => writeSafetensors(short)).toThrow('a has 4 bytes, want F32 [2]');
  });
});
