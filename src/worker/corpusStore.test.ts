import { strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { MemoryDisk } from '../store/memoryTesting';
import { ShardStore } from '../store/shardStore';
import { CorpusStore } from './corpusStore';
import { InputFiles } from './inputFiles';
import { addBitext, loadCorpus, loadRanking } from './loadData';

const file = (path: string, text: string) => ({ path, bytes: strToU8(text) });
const line = (id: number, locale: string, text: string) =>
  [
    ...[id, 'IN:GET_WEATHER', '', text, 'weather', locale, `[IN:GET_WEATHER ${text} ]`],
    JSON.stringify({ tokens: text.split(' '), tokenSpans: [] }),
  ].join('\t');
const corpus = [
  file('m/en/test.txt', `${line(1, 'en_XX', 'rain today')}\n${line(2, 'en_XX', 'sun today')}\n`),
  file('m/de/test.txt', `${line(1, 'de_XX', 'Regen heute')}\n${line(1, 'de_XX', 'Regen')}\n`),
  file('m/LICENSE', 'CC BY-SA 4.0'),
];
const bitext = [file('b.en-de.en', 'a\nb\n'), file('b.en-de.de', 'c\nd\n')];
const files = () => new InputFiles(new AbortController().signal);
const about = { licence: 'typed', added: 7 };

const storeOn = (disk: MemoryDisk) => new CorpusStore(() => ShardStore.open(disk.parts()));

describe('CorpusStore', () => {
  it('loads what was kept as it was imported, without the files', async () => {
    const disk = new MemoryDisk();
    const loaded = await loadCorpus(files(), corpus, bitext, { name: 'Mine', synthetic: true });
    const kept = await storeOn(disk).keep(loaded, about);
    expect(kept.map(({ kind, name, rows, licence }) => [kind, name, rows, licence])).toEqual([
      ['corpus', 'Mine', 3, 'CC BY-SA 4.0'],
      ['bitext', 'b.en-de', 2, 'typed'],
    ]);
    expect(kept[0]!.problems).toBeGreaterThan(0);
    const store = storeOn(disk);
    // In whatever order they are chosen.
    const opened = await store.open(kept.map(({ hash }) => hash).reverse());
    expect(opened.input.corpus).toEqual(loaded.input.corpus);
    expect(opened.input.bitext).toEqual(loaded.input.bitext);
    expect(opened.input.records).toEqual(loaded.input.records);
    // What filters left out was said when the files were read.
    const { bitextAbout: _, ...summary } = loaded.summary;
    expect(opened.summary).toEqual(summary);
    // Kept again, it is there once.
    await store.keep(opened, about);
    expect(await store.list()).toHaveLength(2);
  });

  it('keeps a collection with its notes and its run', async () => {
    const given = [
      file('c/queries.en.tsv', 'q1\train\n'),
      file('c/documents.en.tsv', 'd1\train falls\nd2\tsun\n'),
      file('c/qrels.txt', 'q1 0 d1 1\nq9 0 d2 1\n'),
    ];
    const run = file('bm25.run', 'q1 Q0 d1 1 2.0 x\nq1 Q0 d2 2 1.0 x\n');
    const loaded = await loadRanking(files(), given, [], { run });
    const store = storeOn(new MemoryDisk());
    const [{ hash } = { hash: '' }] = await store.keep(loaded, about);
    const opened = await store.open([hash]);
    expect(opened.input.collection).toEqual(loaded.input.collection);
    expect(opened.input.collection!.notes.length).toBeGreaterThan(0);
    // What filters left out was said when the files were read.
    const { bitextAbout: _, ...summary } = loaded.summary;
    expect(opened.summary).toEqual(summary);
  });

  it('takes a collection beside a corpus for what the ranker learns from', async () => {
    const relevance = [
      file('c/queries.en.tsv', 'q1\train\n'),
      file('c/documents.en.tsv', 'd1\train falls\n'),
      file('c/qrels.txt', 'q1 0 d1 1\n'),
    ];
    const loaded = await loadCorpus(files(), corpus, [], { relevance });
    const store = storeOn(new MemoryDisk());
    const kept = await store.keep(loaded, about);
    const opened = await store.open(kept.map(({ hash }) => hash));
    expect(opened.input.relevance).toEqual(loaded.input.relevance);
    expect(opened.input.collection).toBeUndefined();
  });

  it('adds bitext files to what was kept, and refuses what is no study input', async () => {
    const store = storeOn(new MemoryDisk());
    const loaded = await loadCorpus(files(), corpus, [], {});
    const [one] = await store.keep(loaded, about);
    const more = await addBitext(files(), await store.open([one!.hash]), bitext);
    expect(more.input.bitext[0]!.pairs).toHaveLength(2);
    expect(more.summary.bitext).toEqual({ de: 2 });
    const [, pairs] = await store.keep(more, about);
    await expect(store.open([pairs!.hash])).rejects.toThrow('bitext alone has no queries');
    const other = await store.keep(await loadCorpus(files(), corpus, [], { name: 'B' }), about);
    await expect(store.open([one!.hash, other[0]!.hash])).rejects.toThrow('Choose one corpus');
  });

  it('takes a licence that is typed when what was kept without one is kept again', async () => {
    const store = storeOn(new MemoryDisk());
    const loaded = await loadCorpus(files(), corpus.slice(0, 2), bitext, {});
    const kept = await store.keep(loaded, { ...about, licence: '' });
    expect(kept.map(({ licence }) => licence)).toEqual(['not stated', 'not stated']);
    const opened = await store.open(kept.map(({ hash }) => hash));
    const again = await store.keep(opened, about);
    expect(again.map(({ licence }) => licence)).toEqual(['typed', 'typed']);
    expect(await store.list()).toHaveLength(2);
  });

  it('opens the store again after a failure', async () => {
    let times = 0;
    const disk = new MemoryDisk();
    const store = new CorpusStore(async () => {
      times += 1;
      if (times === 1) throw new Error('blocked');
      return ShardStore.open(disk.parts());
    });
    await expect(store.list()).rejects.toThrow('blocked');
    expect(await store.list()).toEqual([]);
  });
});
