import fc from 'fast-check';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { parseErrorFrom, streamed } from '../../collections/testing';
import { blobFile } from '../../source/blobFile';
import { watchFile } from '../../source/watchFile';
import { computed, textFile } from '../../testing';
import type { DataFile, NamedBytes } from '../../types';
import { tableOf } from '../testing';
import { FIXTURES, parquetFile } from './parquetTesting';
import { readParquet } from './readParquet';
import { readThrift, type ThriftStruct, type ThriftValue, writeThrift } from './thrift';

/** Rows as plain objects, bytes as in the fixtures. */
async function rowsOf(file: DataFile, most?: number): Promise<unknown[]> {
  const rows: unknown[] = [];
  for await (const batch of readParquet(file, most))
    for (const { line, fields } of batch) {
      expect(line).toBe(rows.length + 1);
      rows.push(Object.fromEntries([...fields].map(([name, value]) => [name, shownBytes(value)])));
    }
  return rows;
}

function shownBytes(value: unknown): unknown {
  if (value instanceof Uint8Array) return { bytes: [...value] };
  // Structs have no prototype, those of the fixtures have one.
  return JSON.parse(JSON.stringify(value));
}

function written(columns: Readonly<Record<string, unknown[]>>, options = {}): NamedBytes {
  const columnData = Object.entries(columns).map(([name, data]) => ({ name, data }));
  return {
    path: 'f.parquet',
    bytes: new Uint8Array(parquetWriteBuffer({ columnData, ...options } as never)),
  };
}

describe('readParquet', () => {
  it.each(Object.keys(FIXTURES.files).filter((name) => name !== 'deltaByteArray'))(
    'reads what pyarrow reads: %s',
    async (name) => {
      expect(await rowsOf(parquetFile(name))).toEqual(FIXTURES.rows);
    },
  );

  it('reads by range, from a blob, and whole where the source has no ranges', async () => {
    const { path, bytes } = parquetFile('groups');
    const blob = blobFile(path, new Blob([bytes as Uint8Array<ArrayBuffer>]));
    const unread = {
      ...blob,
      chunks: () => {
        throw new Error('read in order');
      },
    };
    expect(await rowsOf(unread)).toEqual(FIXTURES.rows);
    expect(await rowsOf(streamed({ path, bytes }, 100))).toEqual(FIXTURES.rows);
    expect((await tableOf({ path, bytes })).rows.length).toBe(FIXTURES.rows.length);
  });

  it('gives structs without prototype and 64 bits exactly', async () => {
    for await (const [row] of readParquet(parquetFile('zstd'))) {
      expect(Object.getPrototypeOf(row?.fields.get('translation'))).toBe(null);
      expect(row?.fields.get('big')).toBe('1152921504606846976');
      expect(row?.fields.get('id')).toBe(0);
      expect([...(row?.fields.keys() ?? [])].slice(0, 2)).toEqual(['id', ' text']);
    }
  });

  it.each([1, 3, 16])('gives the same rows where %i are decoded together', async (most) => {
    for (const name of ['groups', 'v2', 'delta'])
      expect(await rowsOf(parquetFile(name), most)).toEqual(FIXTURES.rows);
  });

  it('reads rows of several windows in order', async () => {
    const count = 70_000;
    const text = Array.from({ length: count }, (_, at) => `row ${at % 1000}`);
    const number = Array.from({ length: count }, (_, at) => at);
    const file = written({ text, number }, { rowGroupSize: 68_000, pageSize: 20_000 });
    let at = 0;
    for await (const batch of readParquet(file)) {
      expect(batch.length).toBeLessThanOrEqual(4096);
      for (const { line, fields } of batch) {
        if (line !== at + 1 || fields.get('text') !== text[at] || fields.get('number') !== at)
          throw new Error(`row ${at}: ${line} ${fields.get('text')} ${fields.get('number')}`);
        at++;
      }
    }
    expect(at).toBe(count);
  });

  it('passes on a cancel as it is', async () => {
    const stop = new AbortController();
    const reading = async () => {
      for await (const _ of readParquet(watchFile(parquetFile('groups'), { signal: stop.signal })))
        stop.abort(new Error('stopped'));
    };
    await expect(reading()).rejects.toThrow(/^stopped$/);
  });

  const whole = (text: string) => ({ ...textFile('f.parquet', text) });
  it.each<[string, NamedBytes, RegExp]>([
    ['text', whole('not a parquet file at all'), /found no PAR1 at its end$/],
    ['nothing', whole(''), /found no PAR1 at its end$/],
    ['an encrypted file', whole('PARE....PARE'), /found an encrypted file$/],
    [
      'a footer beyond the file',
      whole('PAR1\x00\x00\x00\x7fPAR1'),
      /found a footer of 2130706432 bytes in a file of 12$/,
    ],
    [
      'DELTA_BYTE_ARRAY',
      parquetFile('deltaByteArray'),
      /found the encoding DELTA_BYTE_ARRAY, which is not read$/,
    ],
    [
      'a column named __proto__',
      written(
        Object.fromEntries(
          [
            ['a', ['x']],
            ['__proto__', ['y']],
          ].reverse(),
        ),
      ),
      /found a column named __proto__$/,
    ],
    [
      'two columns of one name',
      {
        path: 'f.parquet',
        bytes: new Uint8Array(
          parquetWriteBuffer({
            columnData: [
              { name: 'a', data: ['x'] },
              { name: 'a', data: ['y'] },
            ],
          }),
        ),
      },
      /found two columns named "a"$/,
    ],
    [
      'no rows',
      written(
        { a: [] },
        {
          schema: [
            { name: 'root', num_children: 1 },
            { name: 'a', type: 'INT32', repetition_type: 'REQUIRED' },
          ],
        },
      ),
      /^f.parquet: the file is empty, wanted rows$/,
    ],
  ])('refuses %s', async (_, file, message) => {
    expect(await parseErrorFrom(rowsOf(file))).toMatch(message);
  });

  it('gives rows or a ParseError wherever it is cut', async () => {
    const { path, bytes } = parquetFile('groups');
    for (let end = 0; end < bytes.length; end += 7)
      expect(await parseErrorFrom(rowsOf({ path, bytes: bytes.slice(0, end) }))).toMatch(
        /^groups.parquet: /,
      );
  });

  it.each(['groups', 'plain', 'v2', 'delta', 'zstd', 'gzip', 'lz4', 'brotli'])(
    'gives as many rows or a ParseError, quickly, whatever bits are flipped: %s',
    async (name) => {
      const { path, bytes } = parquetFile(name);
      const flip = fc.record({ at: fc.nat(bytes.length - 1), value: fc.nat(255) });
      await fc.assert(
        fc.asyncProperty(fc.array(flip, { minLength: 1, maxLength: 3 }), async (flips) => {
          const damaged = Uint8Array.from(bytes);
          for (const { at, value } of flips) damaged[at] = value;
          const start = computed();
          let rows = 0;
          try {
            for await (const batch of readParquet({ path, bytes: damaged })) rows += batch.length;
            expect(rows).toBeLessThanOrEqual(2 ** 20);
          } catch (error) {
            expect((error as Error).name).toBe('ParseError');
          }
          expect(computed() - start).toBeLessThan(2000);
        }),
        { numRuns: name === 'brotli' ? 8 : 25 },
      );
    },
  );
});

describe('a hostile Parquet file', () => {
  /** The file with the footer changed. */
  function forged(
    { path, bytes }: NamedBytes,
    change: (footer: Map<number, ThriftValue>) => void,
  ): NamedBytes {
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    const length = view.getUint32(bytes.length - 8, true);
    const footer = new Map(readThrift(bytes, bytes.length - 8 - length).value);
    change(footer);
    const made = Uint8Array.from(writeAny(footer));
    const tail = new Uint8Array(8);
    new DataView(tail.buffer).setUint32(0, made.length, true);
    tail.set([0x50, 0x41, 0x52, 0x31], 4);
    return { path, bytes: Buffer.concat([bytes.slice(0, bytes.length - 8 - length), made, tail]) };
  }

  /** As `writeThrift`, with lists and bytes. */
  function writeAny(fields: ThriftStruct): number[] {
    const out: number[] = [];
    let before = 0;
    const varint = (value: number) => [...writeThrift(new Map([[1, value]]))].slice(1, -1);
    const plain = (value: number): number[] =>
      value < 128 ? [value] : [(value % 128) + 128, ...plain(Math.floor(value / 128))];
    const itemOf = (value: ThriftValue): [number, number[]] => {
      if (typeof value === 'number') return [6, varint(value)];
      if (value instanceof Uint8Array) return [8, [...plain(value.length), ...value]];
      if (Array.isArray(value)) {
        const items = value.map(itemOf);
        return [
          9,
          [
            0xf0 | (items[0]?.[0] ?? 6),
            ...plain(items.length),
            ...items.flatMap(([, bytes]) => bytes),
          ],
        ];
      }
      return [12, writeAny(value as ThriftStruct)];
    };
    for (const [id, value] of fields) {
      if (typeof value === 'boolean') out.push(((id - before) << 4) | (value ? 1 : 2));
      else {
        const [type, bytes] = itemOf(value);
        out.push(((id - before) << 4) | type, ...bytes);
      }
      before = id;
    }
    return [...out, 0];
  }

  type Row = Map<number, ThriftValue>;
  const groupOf = (footer: Row) => (footer.get(4) as Row[])[0]!;
  const columnOf = (footer: Row) => (groupOf(footer).get(1) as Row[])[0]!.get(3) as Row;
  const honest = written({ a: ['x', 'y', 'x'] });

  it('is read where the forger changes nothing', async () => {
    expect(await rowsOf(forged(honest, () => undefined))).toEqual([
      { a: 'x' },
      { a: 'y' },
      { a: 'x' },
    ]);
  });

  it.each<[string, (footer: Row) => void, RegExp]>([
    [
      '10^12 rows',
      (footer) => groupOf(footer).set(3, 1e12),
      /found a row group of 1000000000000 rows in \d+ bytes$/,
    ],
    [
      'a million rows',
      (footer) => groupOf(footer).set(3, 1e6),
      /found a column of 3 values in 1000000 rows$/,
    ],
    [
      'a million values',
      (footer) => {
        groupOf(footer).set(3, 1e6);
        columnOf(footer).set(5, 1e6);
      },
      /found a column of 3 values, declared are 1000000$/,
    ],
    ['fewer rows', (footer) => groupOf(footer).set(3, 2), /found a column of 3 values in 2 rows$/],
    [
      'data beyond the file',
      (footer) => columnOf(footer).set(7, 1e9),
      /found a column of 1000000000 bytes at 4, wanted it before/,
    ],
    [
      'data before the file',
      (footer) => columnOf(footer).set(9, -5).delete(11),
      /found a column of \d+ bytes at -5/,
    ],
    [
      'an unknown codec',
      (footer) => columnOf(footer).set(4, 3),
      /found the compression LZO, which is not read$/,
    ],
    [
      'no columns',
      (footer) => groupOf(footer).set(1, []),
      /found a row group of 0 columns, the schema has 1$/,
    ],
  ])('is refused: %s', async (_, change, message) => {
    const start = computed();
    expect(await parseErrorFrom(rowsOf(forged(honest, change)))).toMatch(message);
    expect(computed() - start).toBeLessThan(1000);
  });
});

describe('thrift', () => {
  it('refuses lists of more than there is, deep nesting and endless numbers', () => {
    const refuse = (bytes: number[], message: RegExp) =>
      expect(() => readThrift(Uint8Array.from(bytes))).toThrow(message);
    refuse([0x19, 0xf3, 0xff, 0xff, 0xff, 0x7f], /a list of 268435455 in 0 bytes/);
    refuse(new Array(100).fill(0x1c), /nested deeper/);
    refuse(new Array(100).fill(0x19), /nested deeper|a list of/);
    refuse([0x15, ...new Array(20).fill(0xff)], /more than ten bytes/);
    refuse([0x18, 0x05, 1], /ends early/);
    refuse([0x1b, 0], /unknown type 11/);
  });

  it('reads what it writes', () => {
    const inner = new Map<number, ThriftValue>([
      [1, -3],
      [4, 2 ** 40],
      [9, false],
    ]);
    const fields = new Map<number, ThriftValue>([
      [1, 0],
      [2, 300],
      [5, inner],
      [6, true],
    ]);
    const bytes = writeThrift(fields);
    expect(readThrift(Uint8Array.from([7, ...bytes, 7]), 1)).toEqual({
      value: fields,
      end: bytes.length + 1,
    });
  });
});
