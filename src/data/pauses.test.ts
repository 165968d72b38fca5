import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { corpusPlace } from './corpora/corpusPlace';
import { CorpusRows } from './corpora/corpusRows';
import { readXsemplr } from './corpora/xsemplr';
import { Problems } from './problems';
import { readCorpus } from './readCorpus';
import { expandFiles } from './source/expandFiles';
import { watchFile } from './source/watchFile';
import { makeZip } from './source/zipTesting';
import { readTable } from './tables';
import type { DataFile, NamedBytes } from './types';

const ITEMS = 3000;
const LANGUAGES = ['en', 'de', 'th'];

/** A file that counts how often work on it paused. */
function watched(file: NamedBytes, onPause: () => void): DataFile {
  return { ...watchFile(file, {}), pause: async () => onPause() };
}

const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const xsemplr = {
  path: 'mtop/train.json',
  bytes: json(
    Array.from({ length: ITEMS }, (_, at) => ({
      id: `${at}`,
      question: Object.fromEntries(LANGUAGES.map((code) => [code, `text ${at}`])),
      mr: { slot_intent: Object.fromEntries(LANGUAGES.map((code) => [code, '[IN:GET_X ]'])) },
    })),
  ),
};

describe('work between two pauses', () => {
  it('is some hundred rows of XSemPLR, whose JSON is parsed in one go', async () => {
    const rows = new CorpusRows(new Problems());
    const seen: number[] = [];
    const [file] = await expandFiles([watched(xsemplr, () => seen.push(rows.size))], () => true);
    const place = corpusPlace(xsemplr.path)!;
    await readXsemplr({ file: file!, place, packaging: 'XSemPLR' }, rows);
    expect(rows.size).toBe(LANGUAGES.length * ITEMS);
    // The first comes after JSON.parse and before any row.
    expect(seen[0]).toBe(0);
    expect(longestStep([...seen, rows.size])).toBeLessThanOrEqual(1024 + LANGUAGES.length);
  });

  it.each([
    ['.json', json(Array.from({ length: ITEMS }, (_, at) => ({ a: at }))), 256],
    ['.parquet', parquet(), 512],
  ])('is a few hundred rows of a table in %s', async (ending, bytes, most) => {
    const seen: number[] = [];
    let rows = 0;
    const file = watched({ path: `t${ending}`, bytes }, () => seen.push(rows));
    for await (const batch of readTable(file, new Problems())) rows += batch.length;
    expect(rows).toBe(ITEMS);
    expect(seen[0]).toBe(0);
    expect(longestStep([...seen, rows])).toBe(most);
  });

  it('is one pass over all rows once they are read', async () => {
    let read = 0;
    await readCorpus([watched(xsemplr, () => (read += 1))]);
    const rows = new CorpusRows(new Problems());
    let alone = 0;
    const [file] = await expandFiles([watched(xsemplr, () => (alone += 1))], () => true);
    await readXsemplr(
      { file: file!, place: corpusPlace(xsemplr.path)!, packaging: 'XSemPLR' },
      rows,
    );
    expect(read - alone).toBe(3);
  });
});

describe('pauses', () => {
  it('reach entries of a zip and a gzip file', async () => {
    for (const outer of [
      { path: 'a.zip', bytes: makeZip([{ name: 'train.json', data: xsemplr.bytes }]) },
      { path: 'train.json.gz', bytes: gzipSync(xsemplr.bytes) },
    ]) {
      let pauses = 0;
      const [file] = await expandFiles([watched(outer, () => (pauses += 1))], () => true);
      expect(file).toHaveProperty('pause');
      if (file && 'pause' in file) await file.pause?.();
      expect(pauses).toBe(1);
    }
  });

  it('hear a cancel that came meanwhile', async () => {
    const stop = new AbortController();
    const file = watchFile(xsemplr, { signal: stop.signal });
    setTimeout(() => stop.abort(new Error('stopped')), 0);
    await expect(file.pause?.()).rejects.toThrow('stopped');
  });
});

function longestStep(counts: readonly number[]): number {
  return Math.max(...counts.slice(1).map((count, k) => count - counts[k]!));
}

function parquet(): Uint8Array {
  const data = Array.from({ length: ITEMS }, (_, at) => `${at}`);
  return new Uint8Array(parquetWriteBuffer({ columnData: [{ name: 'a', type: 'STRING', data }] }));
}
