import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bitext, Corpus, DataFile, Utterance } from '../data';
import { localLocks } from './locks';
import { MemoryDisk } from './memoryTesting';
import { shardBytes } from './shardFormat';
import { ShardStore } from './shardStore';
import type { ShardAbout, ShardContent } from './types';

const row = (id: string, language: string, text: string): Utterance => ({
  ...{ id, language, text, intent: 'CREATE_ALARM', domain: 'alarm' },
  slots: [{ name: 'DATE_TIME', start: 0, end: Math.min(3, text.length) }],
  parse: `[IN:CREATE_ALARM ${text} ]`,
});
const corpusOf = (test: readonly Utterance[], name = 'MTOP'): ShardContent => ({
  kind: 'corpus',
  corpus: { name, synthetic: true, topic: 'intent', splits: { train: [], dev: [], test } },
});
const corpus = corpusOf([row('1', 'en', 'set an alarm'), row('1', 'de', 'stell einen Wecker')]);
const about: ShardAbout = {
  sources: [{ path: 'mtop.zip', sha256: 'a'.repeat(64), rows: 2 }],
  problems: [{ file: 'mtop.zip', line: 3, field: 'text', message: 'it is empty' }],
  ...{ licence: 'CC BY-SA 4.0', added: 1000 },
};
const only = (disk: MemoryDisk) => [...disk.contents.keys()];

describe('ShardStore', () => {
  it('gives back the rows, the record and the problems, in a store that is opened anew', async () => {
    const disk = new MemoryDisk();
    const saved = await (await ShardStore.open(disk.parts())).save(corpus, about);
    expect(saved).toMatchObject({
      ...{ kind: 'corpus', name: 'MTOP', synthetic: true, rows: 2, problems: 1, schema: 1 },
      ...{ sources: about.sources, licence: 'CC BY-SA 4.0', added: 1000 },
      languages: [
        { language: 'en', rows: 1 },
        { language: 'de', rows: 1 },
      ],
    });
    expect(only(disk)).toEqual([saved.hash]);
    expect(disk.contents.get(saved.hash)).toHaveLength(saved.bytes);
    const again = await ShardStore.open(disk.parts());
    expect(await again.list()).toEqual([saved]);
    const opened = await again.read(saved.hash);
    expect(opened.content).toEqual(corpus);
    expect(opened.problems).toEqual(about.problems);
  });

  it('names a shard by the SHA-256 of its bytes, which do not depend on when it was added', async () => {
    const saved = await (await ShardStore.open(new MemoryDisk().parts())).save(corpus, about);
    const parts: Uint8Array[] = [];
    for await (const batch of shardBytes(corpus)) parts.push(batch);
    const digest = await crypto.subtle.digest('SHA-256', Buffer.concat(parts));
    expect(saved.hash).toBe(Buffer.from(digest).toString('hex'));
    const header = Buffer.concat(parts).toString().split('\n')[0]!;
    expect(JSON.parse(header)).toMatchObject({ schema: 1, kind: 'corpus', topic: 'intent' });
  });

  it('keeps equal content once, its first record, and a licence that was not stated before', async () => {
    const disk = new MemoryDisk();
    const store = await ShardStore.open(disk.parts());
    const first = await store.save(corpus, { ...about, licence: ' ' });
    expect(first.licence).toBe('not stated');
    const second = await store.save(corpus, { ...about, added: 2000 });
    expect(second).toEqual({ ...first, licence: 'CC BY-SA 4.0' });
    expect(await store.list()).toEqual([second]);
    expect(only(disk)).toEqual([first.hash]);
    expect((await store.save(corpusOf([row('2', 'en', 'a')]), about)).hash).not.toBe(first.hash);
  });

  it('frees the bytes of what is deleted and knows it no more', async () => {
    const disk = new MemoryDisk();
    const store = await ShardStore.open(disk.parts());
    const { hash, bytes } = await store.save(corpus, about);
    expect(await store.bytes()).toBe(bytes);
    expect(await store.delete(hash)).toBe(bytes);
    expect([only(disk), await store.list(), await store.bytes()]).toEqual([[], [], 0]);
    expect(disk.problems.size).toBe(0);
    await expect(store.read(hash)).rejects.toThrow('No stored data');
  });

  it('leaves nothing half written when the quota is spent, and says so', async () => {
    const disk = new MemoryDisk(400);
    const store = await ShardStore.open(disk.parts());
    const saving = store.save(corpusOf([row('1', 'en', 'x'.repeat(500))]), about);
    await expect(saving).rejects.toMatchObject({
      name: 'QuotaExceededError',
      message: expect.stringMatching(/^MTOP does not fit .* nothing was stored\./),
    });
    expect([only(disk), await store.list()]).toEqual([[], []]);
  });

  it.each(['write', 'close', 'rename', 'put'])(
    'leaves no half shard when %s fails',
    async (step) => {
      const disk = new MemoryDisk();
      const store = await ShardStore.open(disk.parts());
      disk.failing.add(step);
      await expect(store.save(corpus, about)).rejects.toThrow(`${step} failed`);
      disk.failing.clear();
      expect([only(disk), await store.list()]).toEqual([[], []]);
      await store.save(corpus, about);
      expect(await store.list()).toHaveLength(1);
    },
  );

  it.each([['write'], ['put']])('sweeps what a crash at %s left', async (step) => {
    const disk = new MemoryDisk();
    const store = await ShardStore.open(disk.parts());
    const kept = await store.save(corpusOf([row('9', 'en', 'kept')]), about);
    // A crash runs no clean-up.
    for (const method of [step, 'remove']) disk.failing.add(method);
    await expect(store.save(corpus, about)).rejects.toThrow();
    disk.failing.clear();
    expect(disk.contents.size).toBe(2);
    const again = await ShardStore.open(disk.parts());
    expect(only(disk)).toEqual([kept.hash]);
    expect(await again.list()).toEqual([kept]);
  });

  it('does not sweep what another tab is writing', async () => {
    const disk = new MemoryDisk();
    const locks = localLocks();
    const store = await ShardStore.open(disk.parts(locks));
    let reach = () => {};
    let release = () => {};
    const reached = new Promise<void>((resolve) => {
      reach = resolve;
    });
    const go = new Promise<void>((resolve) => {
      release = resolve;
    });
    const file: DataFile = {
      path: 'vectors.npz',
      async *chunks() {
        yield new Uint8Array([1, 2]);
        reach();
        await go;
        yield new Uint8Array([3]);
      },
    };
    const saving = store.save({ kind: 'vectors', file, languages: [] }, about);
    await reached;
    const other = await ShardStore.open(disk.parts(locks));
    expect(only(disk)).toHaveLength(1);
    release();
    const { hash, bytes } = await saving;
    expect(bytes).toBe(3);
    const { content } = await other.read(hash);
    expect(content.kind === 'vectors' && content.file.path).toBe('vectors.npz');
  });

  it('is one shard when two tabs store the same rows at once', async () => {
    const disk = new MemoryDisk();
    const locks = localLocks();
    const [a, b] = await Promise.all([
      ShardStore.open(disk.parts(locks)),
      ShardStore.open(disk.parts(locks)),
    ]);
    const [x, y] = await Promise.all([a.save(corpus, about), b.save(corpus, about)]);
    expect(x).toEqual(y);
    expect(only(disk)).toEqual([x.hash]);
  });

  it.each([
    ['a changed byte', (bytes: Uint8Array) => bytes.with(bytes.length - 9, 0x78), /SHA-256 is/],
    ['a lost end', (bytes: Uint8Array) => bytes.slice(0, -20), /it has \d+ of \d+ bytes/],
    ['a lost header', (bytes: Uint8Array) => bytes.with(0, 0x20), /SHA-256 is/],
  ])('puts a shard with %s apart and never gives its rows', async (_, change, why) => {
    const disk = new MemoryDisk();
    const store = await ShardStore.open(disk.parts());
    const { hash } = await store.save(corpus, about);
    disk.contents.set(hash, new Uint8Array(change(disk.contents.get(hash)!)));
    await expect(store.read(hash)).rejects.toThrow(why);
    expect((await store.list())[0]!.damage).toMatch(why);
    expect(only(disk)).toEqual([`damaged-${hash}`]);
    await expect(store.read(hash)).rejects.toThrow('MTOP is damaged and was not opened');
    // Imported again it is whole again.
    expect(await store.save(corpus, about)).not.toHaveProperty('damage');
    expect(only(disk)).toEqual([hash]);
    expect((await store.read(hash)).content).toEqual(corpus);
  });

  it('says at opening that a file was cleared or cut', async () => {
    const disk = new MemoryDisk();
    const store = await ShardStore.open(disk.parts());
    const gone = await store.save(corpus, about);
    const cut = await store.save(corpusOf([row('2', 'en', 'b')]), { ...about, added: 1 });
    disk.contents.delete(gone.hash);
    disk.contents.set(cut.hash, disk.contents.get(cut.hash)!.slice(5));
    const list = await (await ShardStore.open(disk.parts())).list();
    expect(list.map(({ damage }) => damage)).toEqual([
      'its file is gone; the browser may have cleared it',
      `it has ${cut.bytes - 5} of ${cut.bytes} bytes`,
    ]);
    expect(only(disk)).toEqual([`damaged-${cut.hash}`]);
    expect(await store.delete(cut.hash)).toBe(cut.bytes);
    expect(only(disk)).toEqual([]);
  });

  it('refuses a later format and leaves its shard whole', async () => {
    const disk = new MemoryDisk();
    const store = await ShardStore.open(disk.parts());
    const { hash, ...record } = await store.save(corpus, about);
    const text = new TextDecoder()
      .decode(disk.contents.get(hash)!)
      .replace('"schema":1', '"schema":2');
    const bytes = new TextEncoder().encode(text);
    const digest = Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex');
    disk.contents.set(digest, bytes);
    disk.records.set(digest, { ...record, hash: digest });
    await expect(store.read(digest)).rejects.toThrow('written by a later version of the page');
    expect(disk.records.get(digest)).not.toHaveProperty('damage');
    expect(disk.contents.has(digest)).toBe(true);
  });
});

describe('every kind of rows comes back as it was', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', '"', '\\', '\u2028', '\ud800', '語', '\r', '\n', '\u202e', '\0'),
  });
  const key = fc.constantFrom('en', 'th', '__proto__', 'constructor');
  const roundTrip = async (content: ShardContent) => {
    const store = await ShardStore.open(new MemoryDisk().parts());
    const { hash } = await store.save(content, about);
    return (await store.read(hash)).content;
  };
  const utterance = fc.record({
    ...{ id: text, language: key, text, intent: key, domain: text, parse: text },
    slots: fc.array(fc.record({ name: key, start: fc.nat(9), end: fc.nat(9) }), { maxLength: 2 }),
  });
  const rows = fc.array(utterance, { maxLength: 4 });

  it('corpora', () =>
    fc.assert(
      fc.asyncProperty(rows, rows, rows, text, async (train, dev, test, name) => {
        const corpus: Corpus = {
          ...{ name, synthetic: false, topic: 'document' },
          splits: { train, dev, test },
        };
        const content = { kind: 'corpus', corpus } as const;
        expect(await roundTrip(content)).toEqual(content);
      }),
      { numRuns: 60 },
    ));

  it('bitexts, scores too', () => {
    const pair = fc.record(
      { english: text, foreign: text, score: fc.double({ noNaN: true, min: -5, max: 5 }) },
      { requiredKeys: ['english', 'foreign'], noNullPrototype: true },
    );
    const bitext = fc.record({
      name: text,
      language: key,
      pairs: fc.array(pair, { maxLength: 4 }),
    });
    return fc.assert(
      fc.asyncProperty(fc.array(bitext, { maxLength: 3 }), text, async (bitexts, name) => {
        const content = { kind: 'bitext', name, bitexts: bitexts as Bitext[] } as const;
        // Zero has one spelling in JSON.
        expect(JSON.stringify(await roundTrip(content))).toBe(JSON.stringify(content));
      }),
      { numRuns: 60 },
    );
  });

  it('collections, with the run that is re-ranked', () => {
    const texts = fc.array(fc.record({ id: text, language: key, text }), { maxLength: 3 });
    const qrels = fc.array(
      fc.record({ query: text, document: text, grade: fc.integer({ min: -127, max: 127 }) }),
      { maxLength: 3 },
    );
    const lists = fc
      .array(fc.tuple(text, fc.array(text, { maxLength: 3 })), { maxLength: 3 })
      .map((entries) => new Map(entries));
    return fc.assert(
      fc.asyncProperty(texts, texts, qrels, lists, async (queries, documents, judged, run) => {
        const content: ShardContent = {
          ...{ kind: 'collection', notes: ['1 query was left out'] },
          collection: { name: 'BEIR', queries, documents, qrels: judged },
          rerank: { name: 'bm25.run', lists: run },
        };
        expect(await roundTrip(content)).toEqual(content);
      }),
      { numRuns: 60 },
    );
  });
});
