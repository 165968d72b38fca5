import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkHybridRuns } from './hybridRuns';
import { checkPages } from './pages';
import { readThrift, type ThriftValue, writeThrift } from './thrift';
import type { LeafColumn } from './types';

const TEXTS: LeafColumn = {
  path: ['a'],
  type: 'BYTE_ARRAY',
  typeLength: 0,
  definition: 0,
  repetition: 0,
};
const OPTIONAL = { ...TEXTS, definition: 1 };
const LISTED = { ...TEXTS, definition: 2, repetition: 1 };
const NUMBERS = { ...TEXTS, type: 'INT32' };

type Fields = readonly (readonly [number, ThriftValue])[];

function page(
  type: number,
  field: number,
  inner: Fields,
  body: readonly number[],
  size = body.length,
): number[] {
  const fields: Fields = [
    [1, type],
    [2, size],
    [3, body.length],
    [field, new Map(inner)],
  ];
  return [...writeThrift(new Map(fields)), ...body];
}
const data = (values: number, encoding: number, body: readonly number[], size?: number) =>
  page(
    0,
    5,
    [
      [1, values],
      [2, encoding],
      [3, 3],
      [4, 3],
    ],
    body,
    size,
  );
const dataV2 = (
  values: number,
  nulls: number,
  rows: number,
  levels: readonly [number, number],
  body: readonly number[],
) =>
  page(
    3,
    8,
    [
      [1, values],
      [2, nulls],
      [3, rows],
      [4, 0],
      [5, levels[0]],
      [6, levels[1]],
    ],
    body,
  );
const dictionary = (entries: number, body: readonly number[]) =>
  page(
    2,
    7,
    [
      [1, entries],
      [2, 0],
    ],
    body,
  );

const X = [1, 0, 0, 0, 0x78];
const copy = (packed: Uint8Array) => packed;
const check = (bytes: readonly number[], column = TEXTS, most = 100, room = 1000, unpack = copy) =>
  drained(checkPages(Uint8Array.from(bytes), column, unpack, room, most));

function drained<Result>(work: Generator<unknown, Result>): Result {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value as Result;
  }
}

describe('checkPages', () => {
  it('counts values and rows and rewrites pages as uncompressed', () => {
    const doubled = (packed: Uint8Array) => Uint8Array.from([...packed, ...packed]);
    const chunk = check([...dictionary(1, X), ...data(2, 8, [1, 4, 0])], TEXTS);
    expect([chunk.values, chunk.rows]).toEqual([2, 2]);
    const packed = check(data(2, 0, X, 10), TEXTS, 2, 1000, doubled);
    const { value, end } = readThrift(packed.pages[0]?.head ?? new Uint8Array());
    expect([value.get(2), value.get(3), end]).toEqual([10, 10, packed.pages[0]?.head.length]);
    expect([...(packed.pages[0]?.body ?? [])]).toEqual([...X, ...X]);
    expect(packed.size).toBe(end + 10);
  });

  it('counts rows of lists by their repetition levels, in both versions', () => {
    // Three values in two rows: levels 0 1 0, all present.
    const levels = [
      [3, 0b010],
      [6, 2],
    ];
    const lengths = levels.map((bytes) => [2, 0, 0, 0, ...bytes]);
    expect(check(data(3, 0, [...lengths.flat(), ...X, ...X, ...X]), LISTED).rows).toBe(2);
    expect(check(dataV2(3, 0, 2, [2, 2], [...levels.flat(), ...X, ...X, ...X]), LISTED).rows).toBe(
      2,
    );
  });

  it.each<[string, () => unknown, RegExp]>([
    [
      'more bytes than the group may have',
      () => check(data(1, 0, X, 2000)),
      /2000 bytes in a page, wanted at most 1000/,
    ],
    [
      'more bytes than a page may have',
      () => check(data(1, 0, X, 2 ** 27 + 1), TEXTS, 1, 2 ** 30),
      /wanted at most 134217728/,
    ],
    ['a page of another size', () => check(data(1, 0, X, 6)), /a page of 5 bytes, declared are 6/],
    ['more values than declared', () => check(data(101, 0, X)), /101 values, wanted at most 100/],
    ['a negative count', () => check(data(-1, 0, X)), /-1 values/],
    [
      'a page that ends early',
      () => check(data(1, 0, X).slice(0, -1)),
      /5 packed bytes, wanted at most 4/,
    ],
    ['no header', () => check(page(0, 6, [], X)), /a page without its header/],
    [
      'a text beyond its page',
      () => check(data(1, 0, [9, 0, 0, 0, 0x78])),
      /9 bytes where 1 are left/,
    ],
    [
      'more texts than values',
      () => check(data(1, 0, [...X, ...X])),
      /10 bytes of texts, wanted 5/,
    ],
    [
      'fewer numbers than values',
      () => check(data(2, 0, [1, 0, 0, 0]), NUMBERS),
      /4 bytes of values, wanted 8/,
    ],
    [
      'an index beyond the dictionary',
      () => check([...dictionary(1, X), ...data(1, 8, [1, 2, 1])]),
      /the value 1, wanted at most 0/,
    ],
    [
      'indices without a dictionary',
      () => check(data(1, 8, [1, 2, 0])),
      /the value 0, wanted at most -1/,
    ],
    [
      'indices of 33 bits',
      () => check([...dictionary(1, X), ...data(1, 8, [33, 2, 0])]),
      /values of 33 bits/,
    ],
    ['entries beyond their page', () => check(dictionary(2, X)), /ends early/],
    [
      'a run of 2^27 levels',
      () => check(data(1, 0, [6, 0, 0, 0, 0x80, 0x80, 0x80, 0x80, 1, 1, ...X]), OPTIONAL),
      /a run of 134217728 values, wanted at most 1/,
    ],
    [
      '2^30 packed levels',
      () => check(data(1, 0, [6, 0, 0, 0, 0x81, 0x80, 0x80, 0x80, 1, 1, ...X]), OPTIONAL),
      /a run of 1073741824 values/,
    ],
    [
      'fewer levels than values',
      () => check(data(2, 0, [2, 0, 0, 0, 2, 1, ...X, ...X]), OPTIONAL),
      /fewer values than declared/,
    ],
    [
      'a level beyond the greatest',
      () => check(data(1, 0, [2, 0, 0, 0, 2, 2, ...X]), OPTIONAL),
      /the value 2, wanted at most 1/,
    ],
    [
      'bit-packed levels of old',
      () =>
        check(
          page(
            0,
            5,
            [
              [1, 1],
              [2, 0],
              [3, 4],
              [4, 4],
            ],
            [2, 0, 0, 0, 2, 1, ...X],
          ),
          OPTIONAL,
        ),
      /another encoding than RLE/,
    ],
    [
      'other rows than there are',
      () => check(dataV2(2, 0, 1, [0, 0], [...X, ...X])),
      /other rows or nulls/,
    ],
    [
      'other nulls than there are',
      () => check(dataV2(1, 1, 1, [2, 0], [2, 1, ...X]), OPTIONAL),
      /other rows or nulls/,
    ],
    ['levels beyond their page', () => check(dataV2(1, 0, 1, [4, 4], X)), /levels beyond the end/],
    ['DELTA_BYTE_ARRAY', () => check(data(1, 7, X)), /DELTA_BYTE_ARRAY, which is not read/],
  ])('refuses %s', (_, read, message) => {
    expect(read).toThrow(RangeError);
    expect(read).toThrow(message);
  });
});

describe('checkHybridRuns', () => {
  /** Runs of one value, or packed groups of eight; padded with zeros. */
  function encode(values: readonly number[], width: number, packed: boolean): number[] {
    if (!packed) {
      const bytes = Math.ceil(width / 8);
      return values.flatMap((value) => [
        2,
        ...Array.from({ length: bytes }, (_, at) => Math.floor(value / 256 ** at) % 256),
      ]);
    }
    const groups = Math.ceil(values.length / 8);
    const bits = Array.from({ length: groups * 8 }, (_, at) => values[at] ?? 0).flatMap((value) =>
      Array.from({ length: width }, (_, bit) => Math.floor(value / 2 ** bit) % 2),
    );
    const bytes = Array.from({ length: groups * width }, (_, at) =>
      bits.slice(at * 8, at * 8 + 8).reduce((sum, bit, place) => sum + bit * 2 ** place, 0),
    );
    return [groups * 2 + 1, ...bytes];
  }

  it('counts the least and the greatest value, of any width', () => {
    const runs = fc
      .record({ width: fc.integer({ min: 1, max: 32 }), packed: fc.boolean() })
      .chain(({ width, packed }) =>
        fc
          .array(fc.integer({ min: 0, max: 2 ** width - 1 }), { minLength: 1, maxLength: 40 })
          .map((values) => ({ width, packed, values })),
      );
    fc.assert(
      fc.property(runs, ({ width, packed, values }) => {
        const bytes = Uint8Array.from(encode(values, width, packed));
        const top = Math.max(...values);
        expect(checkHybridRuns(bytes, width, values.length, top)).toEqual({
          zeros: values.filter((value) => value === 0).length,
          tops: values.filter((value) => value === top).length,
        });
        if (top > 0)
          expect(() => checkHybridRuns(bytes, width, values.length, top - 1)).toThrow(RangeError);
      }),
    );
  });
});
