import fc from 'fast-check';
import { strToU8, type Zippable, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { expandZips, ZIP_LIMITS } from './expandZips';
import { onlyParseErrors, parseErrorOf, textFile } from './testing';

const zip = (entries: Zippable, path = 'a.zip') => ({ path, bytes: zipSync(entries) });
const all = () => true;
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

describe('expandZips', () => {
  it('gives the entries of a zip beside plain files', () => {
    const noise = Uint8Array.from({ length: 200_000 }, (_, i) => (i * 2654435761) >>> 24);
    const files = [
      textFile('x.txt', 'plain'),
      zip({
        'en/test.txt': strToU8('one'),
        stored: [noise, { level: 0 }],
        packed: [noise, { level: 9 }],
        empty: strToU8(''),
      }),
    ];
    const got = expandZips(files, all);
    expect(got.map((file) => `${file.source} ${file.path} ${file.bytes.length}`)).toEqual([
      'x.txt x.txt 5',
      'a.zip a.zip/en/test.txt 3',
      'a.zip a.zip/stored 200000',
      'a.zip a.zip/packed 200000',
      'a.zip a.zip/empty 0',
    ]);
    expect(text(got[1]?.bytes ?? noise)).toBe('one');
    // Compared at once: element by element takes seconds here.
    for (const file of got.slice(2, 4)) expect(Buffer.compare(file.bytes, noise)).toBe(0);
  });

  it('lists but does not inflate what is not wanted, and hides what a desktop adds', () => {
    const entries = {
      README: strToU8('r'),
      '.DS_Store': strToU8('d'),
      '__MACOSX/._a': strToU8('m'),
      'en/': strToU8(''),
    };
    const got = expandZips([zip(entries)], () => false);
    expect(got.map((file) => [file.path, file.bytes.length])).toEqual([['a.zip/README', 0]]);
  });

  it('knows a zip by its first bytes, whatever its name', () => {
    expect(expandZips([zip({ a: strToU8('x') }, 'mtop')], all)[0]?.path).toBe('mtop/a');
  });

  it('opens 10,000 entries without overflowing the stack, and refuses one more', () => {
    const names = Array.from({ length: 10_000 }, (_, i) => [`${i}`, new Uint8Array()]);
    const many = zip(Object.fromEntries(names));
    expect(expandZips([many], all).length).toBe(10_000);
    const limits = { ...ZIP_LIMITS, entries: 9_999 };
    expect(parseErrorOf(() => expandZips([many], all, limits))).toBe(
      'a.zip: more than 9999 entries',
    );
    expect(ZIP_LIMITS.entries).toBe(10_000);
  });

  it.each([
    ['../x', 'a.zip, ../x: the entry points outside the zip'],
    ['en/../../x', 'a.zip, en/../../x: the entry points outside the zip'],
    ['..\\x', 'a.zip, ../x: the entry points outside the zip'],
    ['/etc/passwd', 'a.zip, /etc/passwd: the entry points outside the zip'],
    ['C:\\x', 'a.zip, C:/x: the entry points outside the zip'],
  ])('refuses the name %s', (name, message) => {
    expect(parseErrorOf(() => expandZips([zip({ [name]: strToU8('x') })], all))).toBe(message);
  });

  it('refuses a name that two entries have', () => {
    const { bytes } = zip({ 'aa.txt': strToU8('x'), 'ab.txt': strToU8('y') });
    const patched = Buffer.from(bytes).toString('latin1').replaceAll('ab.txt', 'aa.txt');
    const file = { path: 'a.zip', bytes: new Uint8Array(Buffer.from(patched, 'latin1')) };
    expect(parseErrorOf(() => expandZips([file], all))).toBe(
      'a.zip, aa.txt: two entries have this name',
    );
  });

  const bomb = zip({ 'a.txt': new Uint8Array(300_000), 'b.txt': new Uint8Array(300_000) });
  it.each([
    [{ entryBytes: 299_999 }, 'a.zip, a.txt: the entry unpacks to more than 299999 bytes'],
    [{ totalBytes: 599_999 }, 'a.zip, b.txt: the zip unpacks to more than 599999 bytes'],
    [{ ratioFloorBytes: 100_000 }, 'a.zip, a.txt: the zip unpacks to more than 100 times its size'],
  ])('stops at the limit %j, counting what comes out', (change, message) => {
    const limits = { ...ZIP_LIMITS, ...change };
    expect(parseErrorOf(() => expandZips([bomb], all, limits))).toBe(message);
  });

  it('stops although the header declares a small size', () => {
    const lying = bomb.bytes.slice();
    new DataView(lying.buffer).setUint32(22, 10, true);
    const limits = { ...ZIP_LIMITS, entryBytes: 100_000 };
    expect(parseErrorOf(() => expandZips([{ ...bomb, bytes: lying }], all, limits))).toBe(
      'a.zip, a.txt: the entry unpacks to more than 100000 bytes',
    );
  });

  it('refuses another compression method', () => {
    const bytes = bomb.bytes.slice();
    new DataView(bytes.buffer).setUint16(8, 93, true);
    expect(parseErrorOf(() => expandZips([{ ...bomb, bytes }], all))).toBe(
      'a.zip, a.txt: compression method 93, wanted 0 (stored) or 8 (deflate)',
    );
  });

  it('refuses damaged, truncated and false zips', () => {
    const { bytes } = zip({ 'a.txt': strToU8('hello hello hello hello') });
    const broken = bytes.slice();
    broken[35] = 0xff;
    expect(parseErrorOf(() => expandZips([{ path: 'a.zip', bytes: broken }], all))).toBe(
      'a.zip, a.txt: the entry is damaged or encrypted: invalid block type',
    );
    expect(
      parseErrorOf(() => expandZips([{ path: 'a.zip', bytes: bytes.slice(0, 40) }], all)),
    ).toBe('a.zip: the zip is damaged: Error: invalid zip data');
    expect(parseErrorOf(() => expandZips([textFile('a.zip', 'no')], all))).toBe(
      'a.zip: is no zip, wanted one that begins with PK',
    );
  });

  it('throws nothing but ParseError on patched zips', () => {
    const { bytes } = zip({
      'en/test.txt': strToU8('hello hello hello'),
      b: [strToU8('xyz'), { level: 0 }],
    });
    const patch = fc.record({ at: fc.nat(bytes.length - 1), value: fc.nat(255) });
    fc.assert(
      fc.property(fc.array(patch, { maxLength: 6 }), fc.nat(bytes.length), (patches, end) => {
        const damaged = bytes.slice();
        for (const { at, value } of patches) damaged[at] = value;
        onlyParseErrors(() => expandZips([{ path: 'a.zip', bytes: damaged }], all));
        onlyParseErrors(() => expandZips([{ path: 'a.zip', bytes: bytes.slice(0, end) }], all));
      }),
    );
  });
});
