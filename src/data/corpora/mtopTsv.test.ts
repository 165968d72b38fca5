import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mtopRow, onlyParseErrors, parseErrorOf } from '../testing';
import type { ReadProblem } from '../types';
import { parseMtopTsv } from './mtopTsv';

const read = (text: string, language = 'en') => parseMtopTsv('en/eval.txt', text, { language });
const wantedColumns =
  'wanted 8 between tabs: id, intent, slots, utterance, domain, locale, decoupled form, tokens';

const placed = ({ line, field, message }: ReadProblem) =>
  `line ${line}${field && `, ${field}`}: ${message}`;

describe('parseMtopTsv', () => {
  it('reads a row', () => {
    expect(read(mtopRow())).toEqual({
      rows: [
        {
          id: '101',
          language: 'en',
          text: 'set an alarm at 7 am',
          intent: 'CREATE_ALARM',
          domain: 'alarm',
          slots: [{ name: 'DATE_TIME', start: 13, end: 20 }],
          parse: '[IN:CREATE_ALARM [SL:DATE_TIME at 7 am ] ]',
        },
      ],
      problems: [],
    });
  });

  it('reads CRLF, a blank last line, and quotes as plain text', () => {
    const text = `${mtopRow()}\r\n${mtopRow({ id: '2', utterance: '"set an alarm at 7 am', slots: '' })}\r\n\r\n`;
    expect(read(text).rows.map((row) => row.text)).toEqual([
      'set an alarm at 7 am',
      '"set an alarm at 7 am',
    ]);
  });

  it('keeps U+2028 and U+0085 inside a row', () => {
    const utterance = 'set\u2028an\u0085alarm at 7 am';
    expect(read(mtopRow({ utterance })).rows[0]?.text).toBe(utterance);
  });

  it('decodes a hexadecimal id', () => {
    expect(read(mtopRow({ id: '3232333635383732' })).rows[0]?.id).toBe('22365872');
  });

  it.each([['30313233'], ['22365872'], ['3232333a35383732'], ['323233363538373']])(
    'leaves the id %s alone',
    (id) => expect(read(mtopRow({ id })).rows[0]?.id).toBe(id),
  );

  it('keeps __proto__ and constructor as ids', () => {
    const text = ['__proto__', 'constructor', 'toString'].map((id) => mtopRow({ id })).join('\n');
    expect(read(text).rows.map((row) => row.id)).toEqual(['__proto__', 'constructor', 'toString']);
  });

  it('repairs a quote token that breaks the token JSON, and says so', () => {
    const row = mtopRow({ tokens: '{"tokens":["say",""","hi","""]}' });
    expect(read(row).problems).toEqual([
      {
        file: 'en/eval.txt',
        line: 0,
        field: 'tokens',
        message: '1 row whose token JSON has """, repaired, first in line 1',
      },
    ]);
  });

  it.each([
    ['7 columns', mtopRow().replace(/\t[^\t]*$/, ''), `line 2: found 7 columns, ${wantedColumns}`],
    ['9 columns', `${mtopRow()}\textra`, `line 2: found 9 columns, ${wantedColumns}`],
    ['spaces for tabs', 'a b c', `line 2: found 1 column, ${wantedColumns}`],
    ['no id', mtopRow({ id: ' ' }), 'line 2, id: found nothing, wanted an id'],
    ['no intent', mtopRow({ intent: 'IN:' }), 'line 2, intent: found nothing, wanted IN:NAME'],
    ['no utterance', mtopRow({ utterance: '' }), 'line 2, utterance: found nothing, wanted a text'],
    [
      'no domain',
      mtopRow({ domain: '' }),
      'line 2, domain: found nothing, wanted a domain, e.g. alarm',
    ],
    [
      'no locale',
      mtopRow({ locale: '' }),
      'line 2, locale: found nothing, wanted a locale, e.g. en_XX',
    ],
    [
      'no parse',
      mtopRow({ parse: '' }),
      'line 2, decoupled form: found nothing, wanted [IN:NAME … ]',
    ],
    [
      'no tokens',
      mtopRow({ tokens: '' }),
      'line 2, tokens: found nothing, wanted JSON like {"tokens":["at","7"]}',
    ],
    [
      'token JSON beyond repair',
      mtopRow({ tokens: '{"tokens":["a"' }),
      'line 2, tokens: found {"tokens":["a", wanted JSON like {"tokens":["at","7"]}',
    ],
    [
      'token JSON of another shape',
      mtopRow({ tokens: '{"tokens":[1]}' }),
      'line 2, tokens: found {"tokens":[1]}, wanted JSON like {"tokens":["at","7"]}',
    ],
    [
      'a slot beyond the utterance',
      mtopRow({ slots: '13:21:SL:DATE_TIME' }),
      'line 2, slots: found 13:21:SL:DATE_TIME, wanted start:end:SL:NAME inside the utterance (20 characters)',
    ],
    [
      'an empty slot',
      mtopRow({ slots: '4:4:SL:X' }),
      'line 2, slots: found 4:4:SL:X, wanted start:end:SL:NAME inside the utterance (20 characters)',
    ],
    [
      'a malformed slot',
      mtopRow({ slots: '0:3:SL:A,-1:3:SL:X' }),
      'line 2, slots: found -1:3:SL:X, wanted start:end:SL:NAME inside the utterance (20 characters)',
    ],
  ])('leaves out a row with %s, and keeps the others', (_, row, message) => {
    const text = `${mtopRow({ id: '1' })}\n${row}\n${mtopRow({ id: '3' })}\n`;
    const { rows, problems } = read(text);
    expect(rows.map(({ id }) => id)).toEqual(['1', '3']);
    expect(problems.map(placed)).toEqual([message]);
    expect(parseErrorOf(() => read(`\n${row}`))).toBe(
      `en/eval.txt, ${message.replace(/: /, ': no usable row; the first problem: ')}`,
    );
  });

  it('refuses an empty file', () => {
    expect(parseErrorOf(() => read(''))).toBe('en/eval.txt: the file is empty, wanted rows');
  });

  it('keeps the first of rows with one id and counts the others', () => {
    const text = [mtopRow(), mtopRow({ domain: 'other' }), mtopRow({ id: '5' }), mtopRow()].join(
      '\n',
    );
    const { rows, problems } = read(text);
    expect(rows.map((row) => [row.id, row.domain])).toEqual([
      ['101', 'alarm'],
      ['5', 'alarm'],
    ]);
    expect(problems.map((problem) => problem.message)).toEqual([
      '101 of en in test is in line 1 already; that row is kept',
      '101 of en in test is in line 1 already; that row is kept',
    ]);
  });

  it('leaves out a row whose parse does not parse, with the position', () => {
    const text = `${mtopRow({ parse: '[IN:CREATE_ALARM' })}\n${mtopRow({ id: '2' })}`;
    const { rows, problems } = read(text);
    expect(rows.map((row) => row.id)).toEqual(['2']);
    expect(problems).toEqual([
      {
        file: 'en/eval.txt',
        line: 1,
        field: 'decoupled form',
        message: 'column 17: CREATE_ALARM is not closed, wanted ]',
      },
    ]);
    expect(parseErrorOf(() => read(mtopRow({ parse: 'x' })))).toBe(
      'en/eval.txt, line 1, decoupled form: no usable row; the first problem: column 1: found x, wanted [IN:',
    );
  });

  it('reports another root intent and another locale, believing column and folder', () => {
    const { rows, problems } = read(mtopRow({ intent: 'IN:GET_ALARM', locale: 'de_XX' }));
    expect(rows[0]).toMatchObject({ intent: 'GET_ALARM', language: 'en' });
    expect(problems.map((problem) => problem.message)).toEqual([
      '1 row of de_XX in a file of en; the file is believed, first in line 1',
      '1 row with another root than the intent column, which is believed, first in line 1',
    ]);
  });

  it('throws nothing but ParseError', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => onlyParseErrors(() => read(text))),
    );
    const cell = fc.string({ unit: 'binary', maxLength: 12 });
    const changes = fc.record(
      { slots: cell, utterance: cell, parse: cell, tokens: cell },
      { requiredKeys: [] },
    );
    fc.assert(fc.property(changes, (changed) => onlyParseErrors(() => read(mtopRow(changed)))));
  });

  it('gives back generated rows', () => {
    const word = fc
      .stringMatching(/^[a-zก-ฮअ-ह😀"'[\]]{1,8}$/u)
      .filter((text) => !/^(\]|\[(IN|SL):)/.test(text));
    const row = fc.record({
      id: fc.uuid(),
      words: fc.array(word, { minLength: 1, maxLength: 6 }),
      at: fc.nat(),
    });
    fc.assert(
      fc.property(fc.uniqueArray(row, { minLength: 1, selector: (item) => item.id }), (items) => {
        const made = items.map(({ id, words, at }) => {
          const utterance = words.join(' ');
          const slot = words[at % words.length] ?? '';
          const start =
            words.slice(0, at % words.length).join(' ').length + (at % words.length > 0 ? 1 : 0);
          const parse = `[IN:X [SL:S ${slot} ] ]`;
          const tokens = JSON.stringify({ tokens: words });
          const slots = `${start}:${start + slot.length}:SL:S`;
          return {
            text: mtopRow({ id, utterance, slots, parse, tokens, intent: 'IN:X' }),
            id,
            utterance,
            slot,
          };
        });
        const { rows } = read(made.map((item) => item.text).join('\n'));
        const got = rows.map(({ id, text, slots }) => [
          id,
          text,
          text.slice(slots[0]?.start, slots[0]?.end),
        ]);
        expect(got).toEqual(made.map(({ id, utterance, slot }) => [id, utterance, slot]));
      }),
    );
  });
});
