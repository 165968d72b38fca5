import { describe, expect, it } from 'vitest';
import { corpusPlace, isNamedPlace } from './corpusPlace';

describe('corpusPlace', () => {
  it.each([
    ['mtop/de/eval.txt', 'txt', 'de', 'dev'],
    ['C:\\data\\en\\test.txt', 'txt', 'en', 'test'],
    ['de/mtop/test.txt', 'txt', undefined, 'test'],
    ['de/mtop/test.tsv', 'tsv', 'de', 'test'],
    ['mtop/de/eval.txt.csv', 'csv', 'de', 'dev'],
    ['data/eval_de-00000-of-00001-09bf44ae9c5fcc3b.parquet', 'parquet', 'de', 'dev'],
    ['default/train_th/0000.parquet', 'parquet', 'th', 'train'],
    ['mtop/mtop-validation.parquet', 'parquet', undefined, 'dev'],
    ['mtop_intent/de/test.jsonl', 'jsonl', 'de', 'test'],
    ['de/test/0000.parquet', 'parquet', 'de', 'test'],
    ['mtop_intent-pt_BR-test.jsonl', 'jsonl', 'pt', 'test'],
    ['1.1/data/zh-TW.jsonl', 'jsonl', 'zh-Hant', undefined],
    ['xSID/de.test.conll', 'conll', 'de', 'test'],
    ['xSID/de-st.valid.conll', 'conll', 'bar-IT', 'dev'],
    ['xSID/nap.valid.conll', 'conll', 'nap', 'dev'],
    ['xSID/ja.projectedTrain.conll.fixed', 'conll', 'ja', 'train'],
    ['x/dev.json', 'json', undefined, 'dev'],
    ['mtop.csv', 'csv', undefined, undefined],
    // "my" is Burmese, but no one means it here.
    ['my_data.csv', 'csv', undefined, undefined],
    ['a/test.NDJSON', 'jsonl', undefined, 'test'],
  ])('reads %s as %s of %s, %s', (path, ending, language, split) => {
    const place = corpusPlace(path);
    expect(place).toMatchObject({ ending, language, split });
    expect(isNamedPlace(place)).toBe(language !== undefined || split !== undefined);
  });

  it.each(['README.md', 'eng.txt', 'document_ids.tsv', 'dataset_infos.json', 'test.py', 'x', ''])(
    'has no place for %s',
    (path) => expect(corpusPlace(path)).toBeUndefined(),
  );

  it('tells the parts of one split', () => {
    expect(corpusPlace('train-00001-of-00003.parquet')?.shard).toEqual({ number: 1, of: 3 });
    expect(corpusPlace('en/train/0002.parquet')?.shard).toEqual({ number: 2, of: undefined });
    expect(corpusPlace('en/train.parquet')?.shard).toBeUndefined();
  });
});
