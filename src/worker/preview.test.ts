import { describe, expect, it } from 'vitest';
import type { Utterance } from '../data';
import type { StudyInput } from '../study';
import { Preview } from './preview';

const row = (id: string, language: string, text: string, intent = 'GET_WEATHER'): Utterance => ({
  ...{ id, language, text, intent, domain: 'weather', parse: '' },
  slots: [{ name: 'LOCATION', start: 0, end: 2 }],
});
const input: StudyInput = {
  corpus: {
    ...{ name: 'MTOP', synthetic: false, topic: 'intent' },
    splits: {
      train: [],
      dev: [],
      test: [
        row('1', 'en', 'Rain in Paris'),
        row('1', 'de', 'Regen in Straßburg'),
        row('2', 'en', 'rain in paris', 'CREATE_ALARM'),
      ],
    },
  },
  bitext: [
    { name: 'NTREX', language: 'de', pairs: [{ english: 'a b', foreign: 'ä' }] },
    { name: 'x.en-th', language: 'th', pairs: [{ english: 'a', foreign: 'ก' }] },
  ],
  records: [],
};
const numbers = async (preview: Preview, query: Parameters<Preview['rows']>[0]) =>
  (await preview.rows(query, 0, 100)).rows.map(({ number }) => number);

describe('Preview', () => {
  const preview = new Preview(input);

  it('names the tables that have rows', () => {
    expect(preview.parts().map(({ id, label, rows }) => [id, label, rows])).toEqual([
      ['test', 'test', 3],
      ['bitext:0', 'bitext NTREX (de)', 1],
      ['bitext:1', 'bitext x.en-th', 1],
    ]);
    expect(preview.parts()[0]!.languages).toEqual([
      { language: 'en', rows: 2 },
      { language: 'de', rows: 1 },
    ]);
  });

  it('gives pages of what a language and a search choose', async () => {
    expect(await preview.rows({ part: 'test' }, 1, 1)).toEqual({
      ...{ total: 3, start: 1 },
      rows: [
        {
          ...{ kind: 'utterance', number: 2, id: '1', language: 'de', text: 'Regen in Straßburg' },
          ...{ intent: 'GET_WEATHER', domain: 'weather' },
          slots: [{ name: 'LOCATION', start: 0, end: 2 }],
        },
      ],
    });
    expect(await numbers(preview, { part: 'test', language: 'en' })).toEqual([1, 3]);
    expect(await numbers(preview, { part: 'test', search: ' ＰＡＲＩＳ ' })).toEqual([1, 3]);
    expect(await numbers(preview, { part: 'test', search: 'alarm' })).toEqual([3]);
    expect(await numbers(preview, { part: 'test', search: 'location', language: 'de' })).toEqual([
      2,
    ]);
    expect(await numbers(preview, { part: 'test', search: '__proto__' })).toEqual([]);
    expect(await numbers(preview, { part: 'bitext:1', search: 'ก' })).toEqual([1]);
    expect((await preview.rows({ part: 'test' }, 99, 5)).rows).toEqual([]);
  });

  it('gives bitext with its score, or none', async () => {
    expect((await preview.rows({ part: 'bitext:0' }, 0, 1)).rows[0]).toEqual({
      ...{ kind: 'pair', number: 1, language: 'de', english: 'a b', foreign: 'ä', score: null },
    });
  });

  it('refuses a table that is not there and a place that is none', async () => {
    await expect(preview.rows({ part: 'bitext:7' }, 0, 1)).rejects.toThrow(
      'bitext:7 is not loaded',
    );
    await expect(preview.rows({ part: 'test' }, -1, 1)).rejects.toThrow('from 0, got -1');
  });

  it('shows no more than 500 rows at once, and searches large tables', async () => {
    const pairs = Array.from({ length: 12_000 }, (_, k) => ({ english: `e${k}`, foreign: 'f' }));
    const large = new Preview({ ...input, bitext: [{ name: 'x', language: 'de', pairs }] });
    expect((await large.rows({ part: 'bitext:0' }, 0, 1e9)).rows).toHaveLength(500);
    expect(await numbers(large, { part: 'bitext:0', search: 'e11999' })).toEqual([12_000]);
  });

  it('counts what the texts of each language are like', async () => {
    const counts = await preview.statistics();
    expect(
      counts.map(({ table, language, rows, missing }) => [table, language, rows, missing]),
    ).toEqual([
      ['utterances', 'en', 2, 0],
      ['utterances', 'de', 1, 1],
      ['bitext', 'en', 1, null],
      ['bitext', 'de', 1, null],
      ['bitext', 'en', 1, null],
      ['bitext', 'th', 1, null],
    ]);
    expect(counts.at(-1)!.scripts).toEqual([{ script: 'Thai', share: 1 }]);
  });

  it('stops counting when it is closed', async () => {
    const pairs = Array.from({ length: 20_000 }, () => ({ english: 'a', foreign: 'b' }));
    const large = new Preview({ ...input, bitext: [{ name: 'x', language: 'de', pairs }] });
    const counting = large.statistics();
    large.close();
    await expect(counting).rejects.toMatchObject({ name: 'AbortError' });
  });
});
