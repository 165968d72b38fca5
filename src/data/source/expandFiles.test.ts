import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { parseErrorFrom, streamed } from '../collections/testing';
import { computed, textFile } from '../testing';
import type { DataFile, NamedBytes } from '../types';
import { blobFile } from './blobFile';
import { crc32 } from './crc32';
import { expandFiles } from './expandFiles';
import { chunksOf, wholeFile } from './readFile';
import { UNPACK_LIMITS, type UnpackLimits } from './unpackLimits';
import { watchFile } from './watchFile';
import { type MadeEntry, makeZip } from './zipTesting';

const all = () => true;
const zip = (entries: readonly MadeEntry[], end = {}) => ({
  path: 'a.zip',
  bytes: makeZip(entries, end),
});
const one = (changes: Partial<MadeEntry> = {}): MadeEntry => ({
  name: 'a.txt',
  data: strToU8('hello '.repeat(9)),
  ...changes,
});
const NOISE = Uint8Array.from({ length: 700_000 }, (_, i) => (i * 2654435761) >>> 24);

/** Path to text of every file, unpacked. */
async function textsOf(files: readonly DataFile[], limits?: UnpackLimits, wanted = all) {
  const texts: [string, string][] = [];
  for (const file of await expandFiles(files, wanted, limits))
    texts.push([file.path, Buffer.from((await wholeFile(file, 2 ** 30)).bytes).toString()]);
  return texts;
}

/** Reads to the end without holding what comes. */
async function sizesOf(files: readonly DataFile[], limits?: UnpackLimits): Promise<number[]> {
  const sizes: number[] = [];
  for (const file of await expandFiles(files, all, limits)) {
    let size = 0;
    for await (const chunk of chunksOf(file)) size += chunk.length;
    sizes.push(size);
  }
  return sizes;
}

describe('crc32', () => {
  it('is that of the standard, in one piece or several', () => {
    // The check value of CRC-32/ISO-HDLC in Williams (1993), A painless guide to CRC error detection algorithms.
    expect(crc32(strToU8('123456789'))).toBe(0xcbf43926);
    for (let at = 0; at <= 9; at++)
      expect(crc32(strToU8('123456789'.slice(at)), crc32(strToU8('123456789'.slice(0, at))))).toBe(
        0xcbf43926,
      );
  });
});

describe('zips', () => {
  const entries: MadeEntry[] = [
    { name: 'en/test.txt', data: strToU8('one') },
    { name: 'stored', data: NOISE, method: 0 },
    { name: 'packed', data: NOISE },
    { name: 'läuft\\über.txt', data: strToU8('two'), descriptor: true },
    { name: 'wide', data: strToU8('three'), zip64: true },
    { name: 'wide later', data: strToU8('four'), zip64: true, descriptor: true, method: 0 },
    { name: 'empty', data: new Uint8Array() },
  ];
  const file = zip(entries);

  it.each([
    ['memory', file],
    ['a blob', blobFile('a.zip', new Blob([file.bytes as Uint8Array<ArrayBuffer>]))],
    ['a source without ranges', streamed(file, 1000)],
    ['a watched file', watchFile(file, {})],
    ['zip64', zip(entries, { zip64: true })],
  ])('give their entries beside plain files, from %s', async (_, source: DataFile) => {
    const got = await expandFiles([textFile('x.txt', 'plain'), source], all);
    expect(got.map(({ path, source }) => `${source} ${path}`)).toEqual([
      'x.txt x.txt',
      'a.zip a.zip/en/test.txt',
      'a.zip a.zip/stored',
      'a.zip a.zip/packed',
      'a.zip a.zip/läuft/über.txt',
      'a.zip a.zip/wide',
      'a.zip a.zip/wide later',
      'a.zip a.zip/empty',
    ]);
    // Twice, because a reader looks at the head first.
    for (let time = 0; time < 2; time++)
      for (const [at, { data }] of entries.entries()) {
        const { bytes } = await wholeFile(got[at + 1]!, 2 ** 20);
        expect(Buffer.compare(bytes, data)).toBe(0);
      }
  });

  it('are read as other archivers write them', async () => {
    const bytes = zipSync({
      'b.txt': strToU8('x'.repeat(99)),
      'c/d': [strToU8('y'), { level: 0 }],
    });
    expect(await textsOf([{ path: 'a.ZIP', bytes }])).toEqual([
      ['a.ZIP/b.txt', 'x'.repeat(99)],
      ['a.ZIP/c/d', 'y'],
    ]);
  });

  it('list but do not unpack what is not wanted, and hide what a desktop adds', async () => {
    const names = ['README', '.DS_Store', '__MACOSX/._a', 'b/.hidden/c', 'en/', 'inner.zip'];
    const made = zip(names.map((name) => one({ name, flags: 1 })));
    const got = await expandFiles([made], () => false);
    expect(got.map((entry) => [entry.path, 'bytes' in entry && entry.bytes.length])).toEqual([
      ['a.zip/README', 0],
      ['a.zip/inner.zip', 0],
    ]);
  });

  it('are known by their first bytes where the name has no ending, and are left whole as other formats', async () => {
    const { bytes } = zip([one()]);
    const names = ['mtop', 'b.npz', 'c.xlsx'].map((path) => ({ path, bytes }));
    const got = await expandFiles(names, all);
    expect(got.map(({ path }) => path)).toEqual(['mtop/a.txt', 'b.npz', 'c.xlsx']);
  });

  it('are not opened inside a zip', async () => {
    const inner = { name: 'b.zip', data: zip([one()]).bytes };
    expect((await expandFiles([zip([inner])], all)).map(({ path }) => path)).toEqual([
      'a.zip/b.zip',
    ]);
  });

  it('are read by range: the directory, then only the entry that is asked for', async () => {
    let read = 0;
    const watched = watchFile(file, { onBytes: (more) => (read += more) });
    // The end is looked for in the last 64 KiB.
    const headless = {
      ...watched,
      chunks: () => chunksOf({ path: 'a.zip', bytes: file.bytes.slice(0, 4) }),
    };
    const got = await expandFiles([headless], all);
    expect(read).toBeLessThan(80_000);
    read = 0;
    await wholeFile(got[4]!, 100);
    expect(read).toBeLessThan(200);
    for await (const _ of chunksOf(got[1]!)) break;
    expect(read).toBeLessThan(300_000);
  });

  it('pass on a cancel and a failing source as they are', async () => {
    const stop = new AbortController();
    const got = await expandFiles([watchFile(file, { signal: stop.signal })], all);
    stop.abort(new Error('stopped'));
    for (const entry of got)
      if (entry.path !== 'a.zip/empty')
        await expect(wholeFile(entry, 2 ** 20)).rejects.toThrow(/^stopped$/);
    await expect(expandFiles([watchFile(file, { signal: stop.signal })], all)).rejects.toThrow(
      /^stopped$/,
    );
  });

  it('may have so many entries, not one more', async () => {
    const many = zip(Array.from({ length: 501 }, (_, i) => one({ name: `${i}`, method: 0 })));
    const limited = (entries: number) => expandFiles([many], all, { ...UNPACK_LIMITS, entries });
    expect((await limited(501)).length).toBe(501);
    expect(await parseErrorFrom(limited(500))).toBe('a.zip: more than 500 entries');
    expect(UNPACK_LIMITS.entries).toBe(10_000);
  });

  it.each([
    ['../x', 'a.zip, ../x: the entry points outside the zip'],
    ['en/../../x', 'a.zip, en/../../x: the entry points outside the zip'],
    ['..\\x', 'a.zip, ../x: the entry points outside the zip'],
    ['/etc/passwd', 'a.zip, /etc/passwd: the entry points outside the zip'],
    ['\\\\server\\x', 'a.zip, //server/x: the entry points outside the zip'],
    ['C:\\x', 'a.zip, C:/x: the entry points outside the zip'],
  ])('refuse the name %s', async (name, message) => {
    expect(await parseErrorFrom(expandFiles([zip([one({ name })])], all))).toBe(message);
  });

  const data = strToU8('hello '.repeat(9));
  it.each<[string, NamedBytes, string | RegExp]>([
    ['a name twice', zip([one(), one()]), 'a.zip, a.txt: two entries have this name'],
    [
      'a name twice after \\',
      zip([one({ name: 'a/b' }), one({ name: 'a\\b' })]),
      'a.zip, a/b: two entries have this name',
    ],
    [
      'encrypted',
      zip([one({ flags: 1 })]),
      'a.zip, a.txt: the entry is encrypted; unpack it first',
    ],
    [
      'another method',
      zip([one({ method: 93 })]),
      'a.zip, a.txt: compression method 93, wanted 0 (stored) or 8 (deflate)',
    ],
    [
      'a wrong sum',
      zip([one({ local: { crc: 7 }, central: { crc: 7 } })]),
      'a.zip, a.txt: the CRC-32 is not the declared one; the zip is damaged',
    ],
    [
      'more than declared',
      zip([one({ local: { size: 53 }, central: { size: 53 } })]),
      'a.zip, a.txt: unpacks to more than the 53 bytes it declares',
    ],
    [
      'less than declared',
      zip([one({ local: { size: 55 }, central: { size: 55 } })]),
      'a.zip, a.txt: ends after 54 of the 55 bytes it declares',
    ],
    [
      'stored in another size',
      zip([one({ method: 0, central: { size: 53 } })]),
      'a.zip, a.txt: the entry is stored in 54 bytes but declares 53',
    ],
    [
      'a local size that differs',
      zip([one({ local: { size: 1 } })]),
      'a.zip, a.txt: the local header and the central directory disagree',
    ],
    [
      'a local name that differs',
      zip([one({ local: { name: 'b.txt' } })]),
      'a.zip, a.txt: the local header and the central directory disagree',
    ],
    [
      'a local method that differs',
      zip([one({ local: { method: 0 } })]),
      'a.zip, a.txt: the local header and the central directory disagree',
    ],
    [
      'data beyond the file',
      zip([one({ method: 0, central: { packed: 10 ** 6, size: 10 ** 6 } })]),
      'a.zip, a.txt: the entry overlaps the central directory',
    ],
    ['an offset beyond the file', zip([one({ central: { offset: 10 ** 6 } })]), /^a.zip/],
    [
      '2^63 bytes',
      zip([one({ zip64: true, central: { size: 2n ** 63n, packed: 2n ** 63n } })]),
      /^a.zip: the zip is damaged or incomplete: 64-bit value/,
    ],
    [
      '2^52 bytes',
      zip([one({ zip64: true, central: { size: 2 ** 52, packed: 2 ** 52 } })]),
      'a.zip, a.txt: the entry overlaps the central directory',
    ],
    [
      '10^9 entries',
      zip([one()], { zip64: true, count: 10 ** 9 }),
      /^a.zip: the zip is damaged or incomplete: Central directory/,
    ],
    [
      'fewer entries than there are',
      zip([one(), one({ name: 'b' })], { count: 1 }),
      /^a.zip: the zip is damaged or incomplete: Ambiguous/,
    ],
    ['no zip', textFile('a.zip', 'no'), 'a.zip: is no zip, wanted one that begins with PK'],
    ['an empty file', textFile('a.zip', ''), 'a.zip: is no zip, wanted one that begins with PK'],
    [
      'cut in the middle',
      { path: 'a.zip', bytes: zip([one()]).bytes.slice(0, 60) },
      /^a.zip: the zip is damaged or incomplete: /,
    ],
    [
      'broken data',
      zip([
        {
          name: 'b',
          data: Buffer.from([7, 7, 7]),
          method: 0,
          local: { method: 8, size: 9 },
          central: { method: 8, size: 9 },
        },
      ]),
      /^a.zip, b: the entry is damaged: /,
    ],
    [
      'a stream that ends early',
      zip([
        {
          name: 'b',
          data: Buffer.from([0xcb, 0x48, 0xcd]),
          method: 0,
          local: { method: 8, size: 54 },
          central: { method: 8, size: 54 },
        },
      ]),
      /^a.zip, b: (the entry is damaged|ends after)/,
    ],
    // Fifield (2019): one kernel for many entries; the first quotes the header of the second.
    [
      'one kernel twice',
      zip([one(), one({ name: 'b.txt', central: { offset: 0 } })]),
      /^a.zip, [ab].txt: the entry overlaps [ab].txt$/,
    ],
    [
      'a quoted header',
      zip([
        { name: 'a.txt', data: makeZip([one({ name: 'b.txt' })]).slice(0, 50), method: 0 },
        one({ name: 'b.txt', data, central: { offset: 35 } }),
      ]),
      /^a.zip, a.txt: the entry overlaps b.txt$/,
    ],
  ])('refuse %s', async (_, file, message) => {
    const start = computed();
    const found = await parseErrorFrom(sizesOf([file]));
    if (typeof message === 'string') expect(found).toBe(message);
    else expect(found).toMatch(message);
    expect(computed() - start).toBeLessThan(1000);
  });

  it('throw nothing but ParseError when patched or cut', async () => {
    const { bytes } = zip([
      one(),
      one({ name: 'b', method: 0 }),
      one({ name: 'c', descriptor: true }),
      one({ name: 'd', zip64: true }),
    ]);
    const patch = fc.record({ at: fc.nat(bytes.length - 1), value: fc.nat(255) });
    const check = (bytes: Uint8Array) =>
      sizesOf([{ path: 'a.zip', bytes }]).catch((error: Error) =>
        expect(error.name).toBe('ParseError'),
      );
    await fc.assert(
      fc.asyncProperty(
        fc.array(patch, { maxLength: 6 }),
        fc.nat(bytes.length),
        async (patches, end) => {
          const damaged = Uint8Array.from(bytes);
          for (const { at, value } of patches) damaged[at] = value;
          await check(damaged);
          await check(bytes.slice(0, end));
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('bombs', () => {
  const zeros = new Uint8Array(10 * 2 ** 20);
  it.each<[string, NamedBytes, RegExp]>([
    [
      '10 MiB in 10 kB',
      zip([{ name: 'a', data: zeros }]),
      /^a.zip, a: unpacks to more than 100 times its size; a decompression bomb\?$/,
    ],
    [
      '10 MiB that declare 5',
      zip([{ name: 'a', data: zeros, local: { size: 5 }, central: { size: 5 } }]),
      /^a.zip, a: unpacks to more than the 5 bytes it declares$/,
    ],
    [
      'many entries below the floor, as in 42.zip',
      zip(
        Array.from({ length: 17 }, (_, i) => ({
          name: `${i}`,
          data: zeros.subarray(0, 4 * 2 ** 20),
        })),
      ),
      /^a.zip, \d+: the file unpacks to more than 100 times its size; a decompression bomb\?$/,
    ],
    [
      'gzip',
      { path: 'a.gz', bytes: gzipSync(zeros, { level: 9 }) },
      /^a.gz: unpacks to more than 100 times its size; a decompression bomb\?$/,
    ],
  ])('are refused within a second: %s', async (_, file, message) => {
    expect(file.bytes.length).toBeLessThan(100_000);
    const start = computed();
    expect(await parseErrorFrom(sizesOf([file]))).toMatch(message);
    expect(computed() - start).toBeLessThan(1000);
  });

  it.each<[Partial<UnpackLimits>, string]>([
    [{ entryBytes: 299_999 }, 'a.zip, a: unpacks to more than 299999 bytes'],
    [{ totalBytes: 599_999 }, 'a.zip, b: the file unpacks to more than 599999 bytes'],
    [
      { ratioFloorBytes: 100_000 },
      'a.zip, a: unpacks to more than 100 times its size; a decompression bomb?',
    ],
  ])('are refused at the limit %j', async (change, message) => {
    const data = new Uint8Array(300_000);
    const file = zip([
      { name: 'a', data },
      { name: 'b', data },
    ]);
    expect(await sizesOf([file])).toEqual([300_000, 300_000]);
    expect(await parseErrorFrom(sizesOf([file], { ...UNPACK_LIMITS, ...change }))).toBe(message);
  });

  it('are not seen in text that is read twice', async () => {
    const limits = { ...UNPACK_LIMITS, totalBytes: 54 };
    const [entry] = await expandFiles([zip([one()])], all, limits);
    for (let time = 0; time < 3; time++)
      expect((await wholeFile(entry!, 54)).bytes.length).toBe(54);
  });
});

describe('gzip', () => {
  const members = [strToU8('one\n'), NOISE.subarray(0, 99_999), new Uint8Array(), strToU8('two')];
  const bytes = Buffer.concat(members.map((member) => gzipSync(member)));

  it('gives what it packs, all members, however the bytes arrive, without its ending', async () => {
    for (const size of [17, 1000, 2 ** 20]) {
      const [file] = await expandFiles([streamed({ path: 'x.tsv.GZ', bytes }, size)], all);
      expect([file?.path, file?.source]).toEqual(['x.tsv', 'x.tsv.GZ']);
      for (let time = 0; time < 2; time++) {
        const whole = await wholeFile(file!, 2 ** 20);
        expect(Buffer.compare(whole.bytes, Buffer.concat(members))).toBe(0);
      }
    }
  });

  it('reads a header with a long name that arrives byte by byte', async () => {
    const plain = gzipSync('text');
    const named = Buffer.concat([
      plain.subarray(0, 3),
      Buffer.from([8]),
      plain.subarray(4, 10),
      Buffer.from(`${'n'.repeat(5000)}\0`),
      plain.subarray(10),
    ]);
    const file = streamed({ path: 'a.gz', bytes: Buffer.concat([plain, named]) }, 1);
    expect(await textsOf([file])).toEqual([['a', 'texttext']]);
  });

  it('is refused wherever it is cut', async () => {
    const two = Buffer.concat([gzipSync('one'), gzipSync('two')]);
    const whole = gzipSync('one').length;
    for (let end = 0; end < two.length; end++) {
      // A file may end with its first member.
      if (end === whole) continue;
      expect(await parseErrorFrom(textsOf([{ path: 'a.gz', bytes: two.slice(0, end) }]))).toMatch(
        /^a.gz: /,
      );
    }
  });

  it.each<[string, Uint8Array, string | RegExp]>([
    [
      'other bytes',
      strToU8('this is no gzip file'),
      'a.gz: the file is damaged or incomplete: invalid gzip data',
    ],
    [
      'a wrong sum',
      Buffer.concat([gzipSync('one').subarray(0, -8), Buffer.alloc(4), Buffer.from([3, 0, 0, 0])]),
      'a.gz: CRC-32 or length are not the declared ones; the file is damaged or incomplete',
    ],
    [
      'a wrong sum of the first member',
      Buffer.concat([gzipSync('one').subarray(0, -8), Buffer.alloc(8), gzipSync('two')]),
      'a.gz: CRC-32 or length are not the declared ones; the file is damaged or incomplete',
    ],
    [
      'something after it',
      Buffer.concat([gzipSync('one'), strToU8('and something else')]),
      'a.gz: the file is damaged or incomplete: invalid gzip data',
    ],
    [
      'a header without end',
      Buffer.concat([Buffer.from([31, 139, 8, 8, 0, 0, 0, 0, 0, 0]), Buffer.alloc(2 ** 21, 0x61)]),
      'a.gz: nothing comes out of 1048576 bytes',
    ],
  ])('refuses %s', async (_, bytes, message) => {
    expect(await parseErrorFrom(textsOf([{ path: 'a.gz', bytes }]))).toBe(message);
  });

  it('passes on a cancel as it is', async () => {
    const stop = new AbortController();
    const [file] = await expandFiles(
      [watchFile({ path: 'a.gz', bytes }, { signal: stop.signal })],
      all,
    );
    stop.abort(new Error('stopped'));
    await expect(wholeFile(file!, 2 ** 20)).rejects.toThrow(/^stopped$/);
  });
});
