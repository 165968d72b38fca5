import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTranslations } from './readTranslations';

const brief = (path: string, text: string) => {
  const { rows, problems } = readTranslations(path, text);
  return {
    rows: rows.map(({ id, language, text: english }) => `${id} ${language} ${english}`),
    problems: problems.map(({ line, field, message }) => `${line} ${field}: ${message}`),
  };
};

describe('readTranslations', () => {
  it('reads three columns, with or without names, ids and languages in any spelling', () => {
    const text =
      'ID\tlanguage\ttext\r\n22365872\tde\tcall "Camilla\r\n\n3232333635383732\tswa\tcall\n';
    expect(brief('all.tsv', text)).toEqual({
      rows: ['22365872 de call "Camilla', '22365872 sw call'],
      problems: [],
    });
  });

  it.each(['de.tsv', 'a/b.fr/DE.tsv', 'nmt.de.tsv', 'c:\\x\\deu.txt', 'nmt.de_DE.tsv'])(
    'takes the language of two columns from the name %s',
    (path) =>
      expect(brief(path, 'id\ttext\n1\thello\n')).toEqual({ rows: ['1 de hello'], problems: [] }),
  );

  it('keeps good rows and names each bad one', () => {
    const text = [
      '1\tde\tone',
      'two columns\tonly',
      'none',
      'a\tb\tc\td',
      '2\txx\ttwo',
      '2\ten\ttwo',
      '\tde\tthree',
      '4\tde\t ',
      '1\tde\tagain',
      '1\tfr\tone',
      `${'9'.repeat(50)}\t${'q'.repeat(50)}\tlong`,
    ];
    const wanted =
      'id TAB language TAB text, or id TAB text in a file named by its language such as de.tsv';
    expect(brief('all.tsv', text.join('\n'))).toEqual({
      rows: ['1 de one', '1 fr one'],
      problems: [
        `2 : found 2 columns between tabs, wanted ${wanted}`,
        `3 : found 1 column between tabs, wanted ${wanted}`,
        `4 : found 4 columns between tabs, wanted ${wanted}`,
        '5 language: found "xx", wanted a language code such as de',
        '6 language: found en, wanted the language of the query',
        '7 id: found nothing, wanted the id of a query',
        '8 text: found nothing, wanted the translation',
        '9 id: "1" has a de translation in line 1 already',
        `11 language: found "${'q'.repeat(40)}…", wanted a language code such as de`,
      ],
    });
    expect(brief('de.tsv', '1\tone\n1\tfr\tone\n2\tde\ttwo').problems).toEqual([
      '2 language: found fr, but the file name says de',
    ]);
  });

  it('refuses a file of which nothing can be used, and says why', () => {
    const read = (path: string, text: string) => () => readTranslations(path, text);
    expect(read('x.tsv', ' \n')).toThrow('x.tsv: the file is empty, wanted rows');
    expect(read('x.tsv', 'id\ttext\n')).toThrow('x.tsv: found no rows, wanted id TAB language');
    expect(read('x.tsv', '\n7\thello\n8\tworld')).toThrow(
      'x.tsv, line 2: found 2 columns between tabs, wanted id TAB language TAB text, or id TAB text',
    );
    expect(read('en.tsv', '7\thello')).toThrow(
      'found en, wanted the language of the query; no row',
    );
    expect(read('x.tsv', '7\ten\thello')).toThrow('x.tsv, line 1, language: found en');
  });

  it('accounts for every line that is not empty', () => {
    const field = fc.oneof(
      fc.constantFrom('1', '2', 'de', 'fr', '', '__proto__', 'constructor', '\ud800'),
      fc.string({ unit: 'binary' }),
    );
    const lines = fc.array(
      fc.array(field, { minLength: 1, maxLength: 4 }).map((fields) => fields.join('\t')),
    );
    fc.assert(
      fc.property(lines, (texts) => {
        const text = ['start\tde\tyes', ...texts].join('\n');
        const { rows, problems } = readTranslations('x.tsv', text);
        const used = text.split('\n').filter((line) => line.trim() !== '').length;
        expect(rows.length + problems.length).toBe(used);
        expect(new Set(rows.map(({ id, language }) => `${language} ${id}`)).size).toBe(rows.length);
      }),
    );
  });
});
