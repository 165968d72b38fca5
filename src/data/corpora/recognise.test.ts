import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { parseErrorFrom } from '../collections/testing';
import { readCorpus } from '../readCorpus';
import { textFile } from '../testing';
import { MADE, MTEB_PACK, PACKS } from './testing';

const failure = (path: string, text: string) => parseErrorFrom(readCorpus([textFile(path, text)]));
const massive = PACKS['MASSIVE JSONL']!;

describe('recognise', () => {
  it('tells files of one name by what is in them', async () => {
    const bytesOf = (pack: typeof massive) => pack(MADE)[0]!.bytes;
    const names = [];
    for (const pack of [massive, MTEB_PACK, PACKS['tasksource JSONL']!, PACKS['WillHeld JSONL']!]) {
      const { corpus } = await readCorpus([{ path: 'en/test.jsonl', bytes: bytesOf(pack) }]);
      names.push(corpus.name);
    }
    expect(names).toEqual(['MASSIVE', 'MTOP (MTEB)', 'MTOP (tasksource)', 'MTOP (WillHeld)']);
  });

  it('knows a table whose path says nothing, and passes over others', async () => {
    const files = [
      { path: 'massive.jsonl', bytes: massive(MADE)[0]!.bytes },
      textFile('glossary.csv', 'term,meaning\na,b\n'),
    ];
    const { corpus, problems } = await readCorpus(files);
    expect(corpus.splits.test).toHaveLength(2);
    expect(problems).toMatchObject([
      {
        file: 'glossary.csv',
        message: expect.stringMatching(/^ignored: found the columns term, m/),
      },
    ]);
  });

  it('names found and wanted columns of another data set', async () => {
    expect(await failure('en/train.csv', 'sentence,score\na,1\n')).toMatch(
      /^en\/train\.csv: found the columns sentence, score; wanted id, intent, slot, .* \(WillHeld\); or /,
    );
    expect(await failure('some.jsonl', '{"error": "gated"}')).toMatch(
      /^some\.jsonl: found the columns error; /,
    );
  });

  it('does not pass over a file whose name promises a corpus', async () => {
    const files = [...massive(MADE), textFile('1.1/data/fr-FR.jsonl', '{"a": 1}')];
    expect(await parseErrorFrom(readCorpus(files))).toMatch(
      /^1\.1\/data\/fr-FR\.jsonl: found the c/,
    );
  });

  it('refuses the columns of two packagings, naming both', async () => {
    const row = { text: 'a', label_text: 'b', id: '1', locale: 'en-US', intent: 'c', utt: 'd' };
    expect(await failure('en/test.jsonl', JSON.stringify({ ...row, annot_utt: 'd' }))).toBe(
      'en/test.jsonl: has the columns of MTEB and of MASSIVE, wanted those of one',
    );
  });

  it.each(['en/test.jsonl', 'en/test.txt', 'test.json', 'en.test.conll', 'en/test.csv'])(
    'says that %s is a web page or a pointer',
    async (path) => {
      expect(await failure(path, '\ufeff \n<!DOCTYPE html>\n<html>404</html>')).toBe(
        `${path}: found an HTML or XML page, wanted data: perhaps a download that failed`,
      );
      expect(await failure(path, 'version https://git-lfs.github.com/spec/v1\noid x\n')).toBe(
        `${path}: found a Git LFS pointer, wanted the file itself: run git lfs pull`,
      );
    },
  );

  it('says what no table is', async () => {
    expect(await failure('en/test.jsonl', 'Access denied\n')).toMatch(
      /^en\/test\.jsonl, line 1: no usable row; the first problem: found "Access denied", wanted JSON$/,
    );
    expect(await failure('de.test.conll', 'x y z\n')).toBe(
      'de.test.conll: no # text, # intent or B- tags (xSID)',
    );
  });

  it('refuses two packagings at once, and a folder without a language', async () => {
    const files = [...massive(MADE), ...MTEB_PACK(MADE)];
    expect(await parseErrorFrom(readCorpus(files))).toMatch(
      /^mtop_intent\/de\/test\.jsonl: MTEB beside 1\.1\/data\/de\.jsonl \(MASSIVE\); give one/,
    );
    const zip = zipSync({ 'mtop/train.txt': strToU8('x') });
    expect(await parseErrorFrom(readCorpus([{ path: 'm.zip', bytes: zip }]))).toMatch(
      /^m\.zip\/mtop\/train\.txt: unknown language folder mtop, wanted en\/train\.txt, de\/…/,
    );
  });
});
