import { ParseError } from '../lib';
import { decodeId } from './decodeId';
import { domainOfIntent } from './intentDomains';
import { findLanguage, KNOWN_CODES } from './languages';
import { locateSlots } from './locateSlots';
import { repeatedIds } from './parseMtopTsv';
import { parseTree } from './parseTree';
import type { Language, ReadProblem, ReadRows, Utterance } from './types';

/**
 * Gives the utterances of XSemPLR's MTOP packaging, an array of
 * `{id, question: {lang: text}, mr: {slot_intent: {lang: decoupled form}}}`; rows are grouped by language in the
 * order in which languages first occur, each group in file order.
 *
 * The intent is the parse's root. The packaging has no domain: it is the one that the intent's name says, or `''`.
 * It has no slot offsets: see {@link locateSlots}; each slot not found is a problem.
 *
 * @throws ParseError with a path like `[12].mr.slot_intent.th` for broken JSON, another shape, an empty text, a
 *   language that is unknown or stands on one side only, a parse that does not parse.
 * @see Zhang et al. 2023, XSemPLR
 */
export function parseXsemplrJson(file: string, text: string): ReadRows<Utterance> {
  const problems: ReadProblem[] = [];
  const byLanguage = new Map<Language, Map<string, Utterance>>();
  const repeated: string[] = [];
  parseArray(file, text).forEach((item, i) => {
    for (const utterance of readItem(file, `[${i}]`, item, problems)) {
      const rows = byLanguage.get(utterance.language) ?? new Map<string, Utterance>();
      byLanguage.set(utterance.language, rows);
      if (rows.has(utterance.id)) repeated.push(utterance.id);
      else rows.set(utterance.id, utterance);
    }
  });
  if (repeated.length > 0) problems.push(repeatedIds(file, repeated));
  return { rows: [...byLanguage.values()].flatMap((rows) => [...rows.values()]), problems };
}

function parseArray(file: string, text: string): unknown[] {
  if (text.trim() === '') throw new ParseError(file, 0, '', 'the file is empty, wanted rows');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    // Only some engines name the position; without it the whole file is named.
    const at = /position (\d+)/.exec(String(error))?.[1];
    const line = at === undefined ? 0 : text.slice(0, Number(at)).split('\n').length;
    throw new ParseError(file, line, '', 'found text that is not JSON, wanted a JSON array');
  }
  if (!Array.isArray(value) || value.length === 0)
    throw new ParseError(
      file,
      0,
      '',
      'wanted a JSON array of {id, question, mr} with at least one row',
    );
  return value;
}

function readItem(file: string, path: string, item: unknown, problems: ReadProblem[]): Utterance[] {
  const { id, question, mr } = record(file, path, item, '{id, question, mr}');
  const texts = record(file, `${path}.question`, question, 'texts by language');
  const form = record(file, `${path}.mr`, mr, '{slot_intent}');
  const parses = record(file, `${path}.mr.slot_intent`, form.slot_intent, 'parses by language');
  if ((typeof id !== 'string' && typeof id !== 'number') || String(id).trim() === '')
    throw new ParseError(file, 0, `${path}.id`, `found ${shown(id)}, wanted an id`);
  // Both sides are asked, so that a language on one side only is found whichever side lacks it.
  return [...new Set([...Object.keys(texts), ...Object.keys(parses)])].map((key) => {
    const language = languageOf(file, `${path}.question.${key}`, key);
    const textPath = `${path}.question.${key}`;
    const parsePath = `${path}.mr.slot_intent.${key}`;
    const text = wantedString(file, textPath, texts[key], 'a text');
    const parse = wantedString(file, parsePath, parses[key], 'a decoupled form');
    const tree = parseTree(parse, { file, line: 0, field: parsePath });
    const { slots, missing } = locateSlots(text, tree);
    for (const { name, words, places } of missing) {
      const found = places === 0 ? 'not found in the text' : `found at ${places} places`;
      problems.push({ file, line: 0, field: parsePath, message: `${name} "${words}" ${found}` });
    }
    const intent = tree.label;
    const domain = domainOfIntent(intent);
    return { id: decodeId(String(id).trim()), language, text, intent, domain, slots, parse };
  });
}

function languageOf(file: string, path: string, key: string): Language {
  const info = findLanguage(key);
  if (info) return info.code;
  throw new ParseError(file, 0, path, `unknown language ${key}; known: ${KNOWN_CODES}`);
}

/** The own properties of an object, so that a key named `__proto__` or `constructor` is just a key. */
function record(
  file: string,
  path: string,
  value: unknown,
  wanted: string,
): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return Object.assign(Object.create(null) as Record<string, unknown>, value);
  throw new ParseError(file, 0, path, `found ${shown(value)}, wanted ${wanted}`);
}

function wantedString(file: string, path: string, value: unknown, wanted: string): string {
  if (typeof value === 'string' && value.trim() !== '') return value;
  throw new ParseError(file, 0, path, `found ${shown(value)}, wanted ${wanted}`);
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  // Only scalars are printed: a hostile depth would overflow JSON.stringify.
  if (typeof value === 'object' && value !== null)
    return Array.isArray(value) ? 'an array' : 'an object';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
