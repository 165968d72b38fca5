import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KNOWN_CODES } from '../languages';
import { onlyParseErrors, parseErrorOf } from '../testing';
import { parseXsemplrJson } from './xsemplr';

const ITEM = {
  id: '3232333635383732',
  question: { en: 'call mom', de: 'Ruf Mama an' },
  mr: {
    slot_intent: {
      en: '[IN:CREATE_CALL [SL:CONTACT mom ] ]',
      de: '[IN:CREATE_CALL [SL:CONTACT mama ] ]',
    },
  },
};
const read = (value: unknown) => parseXsemplrJson('dev.json', JSON.stringify(value));

describe('parseXsemplrJson', () => {
  it('reads rows of each language and reports the slot that is not in the text', () => {
    const shared = { id: '22365872', intent: 'CREATE_CALL', domain: 'calling' };
    expect(read([ITEM])).toEqual({
      rows: [
        {
          ...shared,
          language: 'en',
          text: 'call mom',
          slots: [{ name: 'CONTACT', start: 5, end: 8 }],
          parse: ITEM.mr.slot_intent.en,
        },
        {
          ...shared,
          language: 'de',
          text: 'Ruf Mama an',
          slots: [],
          parse: ITEM.mr.slot_intent.de,
        },
      ],
      problems: [
        {
          file: 'dev.json',
          line: 0,
          field: '[0].mr.slot_intent.de',
          message: 'CONTACT "mama" not found in the text',
        },
      ],
    });
  });

  it('counts places of a slot that is ambiguous', () => {
    const question = { en: 'me and me' };
    const mr = { slot_intent: { en: '[IN:X [SL:P me ] ]' } };
    expect(read([{ id: 1, question, mr }]).problems[0]?.message).toBe('P "me" found at 2 places');
  });

  it('leaves the domain open where the intent does not say it', () => {
    const mr = { slot_intent: { en: '[IN:GET_CONTACT ]' } };
    expect(read([{ id: 7, question: { en: 'who' }, mr }]).rows[0]).toMatchObject({
      id: '7',
      domain: '',
    });
  });

  it('keeps __proto__ and constructor as ids, and counts repeated ones', () => {
    const items = ['__proto__', 'constructor', '__proto__'].map((id) => ({ ...ITEM, id }));
    const { rows, problems } = read(items);
    expect(rows.map((row) => `${row.language} ${row.id}`)).toEqual([
      'en __proto__',
      'en constructor',
      'de __proto__',
      'de constructor',
    ]);
    expect(
      problems
        .filter(({ line }) => line > 0)
        .map(({ line, field, message }) => [line, field, message]),
    ).toEqual(
      ['en', 'de'].map((language) => [
        3,
        'id',
        `__proto__ of ${language} in test is in line 1 already; that row is kept`,
      ]),
    );
  });

  it.each([
    ['{}', 'wanted a JSON array of {id, question, mr} with at least one row'],
    ['[]', 'wanted a JSON array of {id, question, mr} with at least one row'],
    [' \n', 'the file is empty, wanted rows'],
    ['[3]', 'line 1, [0]: no usable row; the first problem: found 3, wanted {id, question, mr}'],
  ])('refuses %j', (text, message) => {
    const full = message.startsWith('line') ? `dev.json, ${message}` : `dev.json: ${message}`;
    expect(parseErrorOf(() => parseXsemplrJson('dev.json', text))).toBe(full);
  });

  it('names the line of broken JSON', () => {
    expect(parseErrorOf(() => parseXsemplrJson('dev.json', '[\n{"id": 1},\n{oops}\n]'))).toBe(
      'dev.json, line 3: found text that is not JSON, wanted a JSON array',
    );
  });

  const { en } = ITEM.question;
  const parse = ITEM.mr.slot_intent.en;
  it.each([
    [{ ...ITEM, id: '' }, '[1].id: found "", wanted an id'],
    [{ ...ITEM, id: undefined }, '[1].id: found nothing, wanted an id'],
    [{ ...ITEM, question: [] }, '[1].question: found an array, wanted texts by language'],
    [{ ...ITEM, mr: {} }, '[1].mr.slot_intent: found nothing, wanted parses by language'],
    [
      { id: 1, question: { en, th: 'โทร' }, mr: { slot_intent: { en: parse } } },
      '[1].mr.slot_intent.th: found nothing, wanted a decoupled form',
    ],
    [
      { id: 1, question: { en }, mr: { slot_intent: { en: parse, th: parse } } },
      '[1].question.th: found nothing, wanted a text',
    ],
    [
      { id: 1, question: { en: ' ' }, mr: { slot_intent: { en: parse } } },
      '[1].question.en: found " ", wanted a text',
    ],
    [
      { id: 1, question: { xx: 'a' }, mr: { slot_intent: { xx: parse } } },
      `[1].question.xx: unknown language xx; known: ${KNOWN_CODES}`,
    ],
    [
      { id: 1, question: { en }, mr: { slot_intent: { en: '[IN:A' } } },
      '[1].mr.slot_intent.en: column 6: A is not closed, wanted ]',
    ],
  ])('leaves out a row with its path and keeps the others, case %#', (item, message) => {
    const { rows, problems } = read([ITEM, item]);
    expect(rows.filter(({ id }) => id === '22365872')).toHaveLength(2);
    const found = problems.filter(({ line }) => line > 0);
    expect(found.map((problem) => `${problem.field}: ${problem.message}`)).toEqual([message]);
    expect(found[0]?.line).toBe(2);
  });

  it('refuses nesting of any depth', () => {
    const text = `[${'['.repeat(200_000)}${']'.repeat(200_000)}]`;
    expect(parseErrorOf(() => parseXsemplrJson('dev.json', text))).toMatch(/^dev\.json/);
  });

  it('treats a language named __proto__ as unknown', () => {
    const text = '[{"id":"1","question":{"__proto__":"a"},"mr":{"slot_intent":{}}}]';
    expect(parseErrorOf(() => parseXsemplrJson('dev.json', text))).toBe(
      `dev.json, line 1, [0].question.__proto__: no usable row; the first problem: unknown language __proto__; known: ${KNOWN_CODES}`,
    );
  });

  it('throws nothing but ParseError', () => {
    fc.assert(
      fc.property(fc.string(), (text) => onlyParseErrors(() => parseXsemplrJson('x', text))),
    );
    fc.assert(
      fc.property(fc.json(), (text) => onlyParseErrors(() => parseXsemplrJson('x', `[${text}]`))),
    );
  });
});
