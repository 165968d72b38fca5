import fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { parseErrorFrom, streamed } from '../collections/testing';
import { selectParallelIds } from '../parallel';
import { readCorpus } from '../readCorpus';
import { textFile } from '../testing';
import type { NamedBytes, Utterance } from '../types';
import {
  DOMAIN,
  formOf,
  INTENT,
  MADE,
  type MadeRow,
  MTEB_PACK,
  MTEB_PARQUET,
  PACKS,
  spansOf,
  textOf,
} from './testing';

const wanted = (row: MadeRow): Utterance => ({
  ...{ id: row.id, language: row.language, text: textOf(row), intent: INTENT, domain: DOMAIN },
  ...{ slots: spansOf(row), parse: formOf(row) },
});
const key = (row: { language: string; id: string }) => `${row.language} ${row.id}`;
const sorted = <T extends { language: string; id: string }>(rows: readonly T[]) =>
  [...rows].sort((a, b) => (key(a) < key(b) ? -1 : 1));
// xSID has the domain in the intent's name alone.
const domainIn = (name: string) => (name.startsWith('xSID') ? '' : DOMAIN);

describe.each(Object.entries(PACKS))('%s', (name, pack) => {
  it('gives the rows that were packed, and says nothing', async () => {
    const { corpus, problems, badRows, records } = await readCorpus(pack(MADE));
    const rows = sorted(MADE).map((row) => ({ ...wanted(row), domain: domainIn(name) }));
    expect(sorted(corpus.splits.test)).toEqual(rows);
    expect([problems, badRows]).toEqual([[], 0]);
    expect(records.reduce((sum, { rows: count }) => sum + count, 0)).toBe(MADE.length);
  });

  it('gives the same from streams and from a zip', async () => {
    const files = pack(MADE);
    const whole = await readCorpus(files);
    const read = await readCorpus(files.map((file) => streamed(file, 7)));
    expect(read).toEqual(whole);
    const entries = Object.fromEntries(files.map(({ path, bytes }) => [path, bytes]));
    const zip = await readCorpus([{ path: 'c.zip', bytes: zipSync(entries) }]);
    expect(zip.corpus).toEqual(whole.corpus);
    expect(zip.records).toEqual([{ path: 'c.zip', rows: MADE.length }]);
  });

  it('keeps the first of rows with one id, counts the other, and pairs what is parallel', async () => {
    const [first] = MADE;
    const again = { ...first!, words: ['again', 'at', 'the', 'tenth'] };
    const isByKey = name === 'XSemPLR JSON';
    const files = isByKey ? twice(pack) : pack([...MADE, again]);
    const { corpus, badRows, parallel } = await readCorpus(files);
    expect(corpus.splits.test).toHaveLength(MADE.length);
    expect(badRows).toBe(isByKey ? MADE.length : 1);
    expect(corpus.splits.test.find((row) => key(row) === 'en 100101')?.text).toBe(textOf(first!));
    expect(selectParallelIds(corpus, 'test', ['en', 'de', 'th'])).toEqual(['100102']);
    const [{ languages }] = parallel as [(typeof parallel)[0]];
    expect(
      languages.map((one) => [one.language, one.rows, one.parallelWithEnglish, one.lacksOfEnglish]),
    ).toEqual(
      expect.arrayContaining([
        ['en', 2, 2, 0],
        ['de', 2, 2, 0],
        ['th', 1, 1, 1],
      ]),
    );
  });

  it('counts a row that cannot be read, and keeps the others', async () => {
    const empty = { id: '100103', language: 'de', words: [], slots: [] };
    const { corpus, badRows, problems } = await readCorpus(pack([empty, ...MADE]));
    expect(corpus.splits.test).toHaveLength(MADE.length);
    expect(badRows).toBe(1);
    expect(problems.map(({ line, message }) => [line > 0, message])).toEqual([
      [true, expect.stringMatching(/^found (nothing|""), wanted/)],
    ]);
  });

  it('gives back any words as they were', async () => {
    const word = fc.stringMatching(/^[a-zก-ฮअ-ह語𐍈😀']{1,6}$/u);
    const row = fc
      .tuple(fc.uniqueArray(word, { minLength: 1, maxLength: 6 }), fc.nat(), fc.nat())
      .map(([words, a, b]) => {
        const from = a % words.length;
        const to = from + 1 + (b % (words.length - from));
        return { words, slots: [{ name: 'S', from, to }] };
      });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 4 }), async (items) => {
        const made = items.map((item, k) => ({ ...item, id: `${100_000 + k}`, language: 'th' }));
        const { corpus, badRows } = await readCorpus(pack(made));
        const rows = made.map((one) => ({ ...wanted(one), domain: domainIn(name) }));
        expect(corpus.splits.test).toEqual(rows);
        expect(badRows).toBe(0);
      }),
      { numRuns: 30 },
    );
  });
});

/** XSemPLR's items hold all languages: every item twice. */
function twice(pack: (rows: readonly MadeRow[]) => NamedBytes[]): NamedBytes[] {
  return pack(MADE).map(({ path, bytes }) => {
    const items = JSON.parse(new TextDecoder().decode(bytes)) as unknown[];
    return textFile(path, JSON.stringify([...items, ...items]));
  });
}

describe('MTEB', () => {
  const files = MTEB_PACK(MADE);

  it('pairs nothing by ids that no one promises, and says so', async () => {
    const { corpus, parallel, problems, summary, badRows } = await readCorpus(files);
    expect(corpus.splits.test).toHaveLength(MADE.length);
    expect(corpus.splits.test[0]).toEqual({
      ...{ id: 'de:test:1', language: 'de', text: 'weck mich um neun', intent: INTENT },
      ...{ domain: 'alarm', slots: [], parse: '' },
    });
    expect(summary[0]?.parallelIds).toBe(0);
    expect(parallel[0]?.languages.map((one) => one.parallelWithEnglish)).toEqual([0, 2, 0]);
    expect(selectParallelIds(corpus, 'test', ['en', 'de'])).toEqual([]);
    expect(problems.map(({ field, message }) => [field, message.slice(0, 41)])).toEqual(
      files.map(() => ['id', 'ids are not said to be those of translati']),
    );
    expect(badRows).toBe(0);
  });

  it('reads Parquet alike', async () => {
    const { corpus } = await readCorpus(MTEB_PARQUET(MADE));
    expect(corpus).toEqual((await readCorpus(files)).corpus);
    const trusting = await readCorpus(MTEB_PARQUET(MADE), { trustIds: true });
    expect(selectParallelIds(trusting.corpus, 'test', ['en', 'de'])).toEqual(['100101', '100102']);
  });

  it('pairs equal ids where they shall be trusted', async () => {
    const { corpus, problems } = await readCorpus(files, { trustIds: true });
    expect(selectParallelIds(corpus, 'test', ['en', 'de'])).toEqual(['100101', '100102']);
    expect(problems).toEqual([]);
    const without = [textFile('en/test.jsonl', '{"text": "a", "label_text": "X"}')];
    expect(await parseErrorFrom(readCorpus(without, { trustIds: true }))).toContain(
      'line 1, id: no usable row; the first problem: found nothing, wanted an id, since ids shall be',
    );
  });

  it('has no intent where the labels are domains', async () => {
    const row = '{"text": "a", "label": 3, "label_text": "weather"}';
    const { corpus, problems } = await readCorpus([textFile('mtop_domain/en/test.jsonl', row)]);
    expect(corpus.splits.test[0]).toMatchObject({ intent: '', domain: 'weather' });
    expect(problems[0]?.message).toBe('has domains, no intents: nothing is relevant in T2 and T3');
  });

  it('wants to know the language', async () => {
    const row = '{"text": "a", "label_text": "X"}';
    expect(await parseErrorFrom(readCorpus([textFile('mtop/test.jsonl', row)]))).toBe(
      'mtop/test.jsonl, line 1: no usable row; the first problem: no language: wanted it as the folder, e.g. de/test.jsonl, or in a column lang',
    );
  });
});
