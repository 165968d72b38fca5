import { describe, expect, it } from 'vitest';
import { parseErrorFrom } from '../collections/testing';
import { readCorpus } from '../readCorpus';
import { textFile } from '../testing';

const ROW = {
  id: '7',
  locale: 'ja-JP',
  partition: 'dev',
  scenario: 'alarm',
  intent: 'alarm_set',
  utt: '今週の五時に起こして',
  annot_utt: '[date : 今週] の [time : 五時] に起こして',
};
const read = (...rows: Record<string, unknown>[]) =>
  readCorpus([textFile('1.1/data/ja-JP.jsonl', rows.map((row) => JSON.stringify(row)).join('\n'))]);

describe('readMassive', () => {
  it('places slots in a text whose annotation has other spaces', async () => {
    const { corpus, problems } = await read(ROW);
    const [row] = corpus.splits.dev;
    expect(row).toMatchObject({ id: '7', language: 'ja', intent: 'alarm_set', domain: 'alarm' });
    expect(row?.slots.map(({ name, start, end }) => [name, row.text.slice(start, end)])).toEqual([
      ['date', '今週'],
      ['time', '五時'],
    ]);
    expect(row?.parse).toBe('[IN:alarm_set [SL:date 今週 ] [SL:time 五時 ] ]');
    expect(problems).toEqual([]);
  });

  it('orders the slots of a parse by name, so that translations have one template', async () => {
    const utt = 'wake me at five this week';
    const annot_utt = 'wake me at [time : five] [date : this week]';
    const { corpus } = await read({ ...ROW, utt, annot_utt });
    expect(corpus.splits.dev[0]?.parse).toBe(
      '[IN:alarm_set [SL:date this week ] [SL:time five ] ]',
    );
    expect(corpus.splits.dev[0]?.slots.map(({ name }) => name)).toEqual(['time', 'date']);
  });

  it('places a slot of another text only where its words are once, and counts the rest', async () => {
    const annot_utt = 'up at [time : five] or [time : six] on [date : friday]';
    const { corpus, problems } = await read({ ...ROW, utt: 'five or five, friday', annot_utt });
    expect(corpus.splits.dev[0]?.slots).toEqual([{ name: 'date', start: 14, end: 20 }]);
    expect(problems.map(({ message }) => message)).toEqual([
      '1 row whose annotated text is not that of utt, which is believed, first in line 1',
      '2 rows whose slot time is not found at one place of utt, first in line 1',
    ]);
  });

  it('takes brackets that are none as text', async () => {
    const { corpus, problems } = await read({ ...ROW, utt: 'a [b] c [', annot_utt: 'a [b] c [' });
    expect(corpus.splits.dev[0]?.slots).toEqual([]);
    expect(problems).toEqual([]);
  });

  it('says that a class number is no name', async () => {
    const { corpus, problems } = await read({ ...ROW, intent: 48, scenario: 16 });
    expect(corpus.splits.dev[0]).toMatchObject({ intent: '48', domain: '16' });
    expect(problems[0]?.message).toMatch(/^1 row with the number of a class/);
  });

  it('replaces half a surrogate pair, and says so', async () => {
    const utt = '五\ud83d';
    const { corpus, problems } = await read({ ...ROW, utt, annot_utt: utt });
    expect(corpus.splits.dev[0]?.text).toBe('五\ufffd');
    expect(problems[0]?.message).toBe(
      '1 row with half a surrogate pair, replaced, first in line 1',
    );
  });

  it.each([
    [{ ...ROW, locale: 'xx-XX' }, 'locale', /^unknown language xx-XX; known: af /],
    [{ ...ROW, partition: 'extra' }, 'partition', /^found extra, wanted train, dev/],
    [{ ...ROW, utt: ['a'] }, 'utt', /^found a list, wanted text$/],
    [{ ...ROW, id: '' }, 'id', /^found nothing, wanted an id$/],
    [
      { ...ROW, id: 2 ** 60 },
      'id',
      /^found 1152921504606847000, wanted a whole number below 2\^53/,
    ],
    [{ ...ROW, id: '\ud800' }, 'id', /^found half a surrogate pair, wanted an id$/],
    [{ ...ROW, intent: 'a b' }, 'annot_utt', /^found the label a b, wanted one without spaces/],
    [{ ...ROW, annot_utt: '[t : [IN:X]' }, 'annot_utt', undefined],
  ])('leaves out or keeps a row by its cells, case %#', async (row, field, message) => {
    const { corpus, problems, badRows } = await read({ ...ROW, id: 'other' }, row);
    expect(corpus.splits.dev.length + badRows).toBe(2);
    if (!message) return;
    expect(problems.map((one) => [one.line, one.field])).toEqual([[2, field]]);
    expect(problems[0]?.message).toMatch(message);
  });

  it('names the first problem of a file without a usable row', async () => {
    expect(await parseErrorFrom(read({ ...ROW, utt: null }))).toBe(
      '1.1/data/ja-JP.jsonl, line 1, utt: no usable row; the first problem: found nothing, wanted a text',
    );
  });
});
