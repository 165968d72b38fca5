import { describe, expect, it } from 'vitest';
import { parseErrorFrom } from '../collections/testing';
import { readCorpus } from '../readCorpus';
import { textFile } from '../testing';
import { csv, eightColumns, MADE, type MadeRow } from './testing';

const NAMES = 'id intent slot utterance domain locale dcp_form tokens'.split(' ');
const [row] = MADE as readonly [MadeRow];
const rowOf = (changes: Record<string, unknown> = {}) => ({
  ...Object.fromEntries(NAMES.map((name, k) => [name, eightColumns(row)[k]])),
  ...changes,
});
const read = (path: string, ...rows: Record<string, unknown>[]) =>
  readCorpus([textFile(path, rows.map((one) => JSON.stringify(one)).join('\n'))]);
const messages = async (...rows: Record<string, unknown>[]) =>
  (await read('data/test_en.jsonl', ...rows)).problems.map(({ message }) => message);

describe('readWillHeld', () => {
  it('reads columns that are there with a leading space alone', async () => {
    const entries = Object.entries(rowOf());
    const spaced = Object.fromEntries(
      entries.map(([name, value]) => [name === 'id' ? name : ` ${name}`, value]),
    );
    const want = await read('data/test_en.jsonl', rowOf());
    expect((await read('data/test_en.jsonl', spaced)).corpus).toEqual(want.corpus);
    const table = await readCorpus([textFile('data/test_en.csv', csv([spaced]))]);
    expect(table.corpus).toEqual(want.corpus);
  });

  it('takes the filled one of two, and of two that differ the one without the space', async () => {
    const filled = { ...rowOf({ utterance: null }), ' utterance': rowOf().utterance };
    expect(await messages(filled)).toEqual([]);
    expect(await messages({ ...rowOf(), ' utterance': null })).toEqual([]);
    const { corpus, problems } = await read('data/test_en.jsonl', {
      ' domain': 'other',
      ...rowOf(),
    });
    expect(corpus.splits.test[0]?.domain).toBe('alarm');
    const later = await read('data/test_en.jsonl', { ...rowOf(), ' domain': 'other' });
    expect(later.corpus).toEqual(corpus);
    expect(problems.map(({ message }) => message)).toEqual([
      '1 row whose columns "domain" and " domain" differ; the first is believed, first in line 1',
    ]);
  });

  it('refuses an id that JSON has rounded', async () => {
    const big = { ...rowOf(), id: 2 ** 58 };
    const { badRows, problems } = await read('data/test_en.jsonl', rowOf({ id: 1 }), big);
    expect(badRows).toBe(1);
    expect(problems[0]?.message).toMatch(/^found 288230376151711740, wanted a whole number below/);
  });

  it('finds slots by their words where the slot column is empty', async () => {
    const { corpus, problems } = await read('data/test_en.jsonl', rowOf({ slot: null }));
    expect(corpus.splits.test[0]?.slots).toEqual([{ name: 'TIME', start: 8, end: 15 }]);
    expect(problems[0]).toMatchObject({ field: 'slot' });
  });

  it('believes the row where the file says another language', async () => {
    const { corpus, problems } = await read('data/test_de.jsonl', rowOf());
    expect(corpus.splits.test[0]?.language).toBe('en');
    expect(problems[0]?.message).toBe(
      '1 row of en in a file of de; the row is believed, first in line 1',
    );
  });

  it('wants a split', async () => {
    expect(await parseErrorFrom(read('data/mtop.jsonl', rowOf()))).toContain(
      'no split: wanted train, validation (or eval, dev) or test in the name of the file',
    );
  });

  it('reads the parts of a split, and says which are missing', async () => {
    const part = (k: number, id: string) =>
      textFile(`data/test_en-0000${k}-of-00003.jsonl`, JSON.stringify(rowOf({ id })));
    const { corpus, problems } = await readCorpus([part(0, '1'), part(2, '2')]);
    expect(corpus.splits.test.map(({ id }) => id)).toEqual(['1', '2']);
    expect(problems.map(({ message }) => message)).toEqual([
      'found 2 of the 3 parts of this split',
    ]);
    expect(
      await parseErrorFrom(
        readCorpus([
          part(0, '1'),
          textFile('x/test_en-00000-of-00001.jsonl', JSON.stringify(rowOf())),
        ]),
      ),
    ).toContain('is en test already; give one of them');
  });
});

describe('slots of the official columns', () => {
  it('reads a tree inside a slot as that slot', async () => {
    const dcp_form = '[IN:SET_ALARM [SL:TIME [IN:GET_TIME [SL:HOUR at nine ] ] ] ]';
    const { corpus, problems } = await read('data/test_en.jsonl', rowOf({ dcp_form }));
    expect(corpus.splits.test[0]?.slots).toEqual([{ name: 'TIME', start: 8, end: 15 }]);
    expect(problems).toEqual([]);
    const inner = rowOf({ dcp_form, slot: '8:15:SL:TIME,8:15:SL:HOUR' });
    expect(await messages(inner)).toEqual([]);
  });

  it('counts rows whose two annotations differ, and keeps both', async () => {
    const dcp_form = '[IN:SET_ALARM [SL:TIME nine ] ]';
    const { corpus, problems } = await read('data/test_en.jsonl', rowOf({ dcp_form }));
    expect(corpus.splits.test[0]).toMatchObject({
      parse: dcp_form,
      slots: [{ name: 'TIME', start: 8, end: 15 }],
    });
    expect(problems.map(({ message }) => message)).toEqual([
      '1 row whose slots are not those of the parse; both are kept, first in line 1',
    ]);
    const lacking = '[IN:SET_ALARM [SL:TIME at nine ] [SL:WHO me ] ]';
    expect(await messages(rowOf({ dcp_form: lacking }))).toHaveLength(1);
  });

  it('counts offsets that do not begin and end where tokens do', async () => {
    const torn = rowOf({ slot: '9:15:SL:TIME' });
    expect(await messages(torn)).toEqual([
      '1 row with a slot that does not begin and end where tokens do, first in line 1',
      '1 row whose slots are not those of the parse; both are kept, first in line 1',
    ]);
    const unknown = rowOf({ slot: '9:15:SL:TIME', tokens: '{"tokens":["wake","me"]}' });
    expect(await messages(unknown)).toHaveLength(1);
  });
});
