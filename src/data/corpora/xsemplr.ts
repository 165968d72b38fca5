import { ParseError } from '../../lib';
import { decodeId } from '../decodeId';
import { decodeUtf8 } from '../decodeUtf8';
import { findLanguage, KNOWN_CODES } from '../languages';
import { parseTree } from '../parseTree';
import { Problems } from '../problems';
import { pauseOf, wholeFile } from '../source/readFile';
import type { Language, ReadRows, Split, Utterance } from '../types';
import { CorpusRows } from './corpusRows';
import { domainOfIntent } from './intentDomains';
import { locateSlots } from './locateSlots';
import { noUsableRow } from './noUsableRow';
import type { CorpusFile } from './types';

/** Ten times XSemPLR's own train.json; text and values take several times as much. */
const MOST_BYTES = 2 ** 28;

/**
 * Gives the utterances of XSemPLR's MTOP packaging, an array of
 * `{id, question: {lang: text}, mr: {slot_intent: {lang: decoupled form}}}`; rows are grouped by language in the
 * order in which languages first occur, each group in file order.
 *
 * The intent is the parse's root. The packaging has no domain: it is the one that the intent's name says, or `''`.
 * It has no slot offsets: see {@link locateSlots}; each slot not found is a problem. An item of another shape, and a
 * language of it with an empty text, an unknown code, one side only or a parse that does not parse, is a bad row,
 * with the 1-based item as its line and a field like `[12].mr.slot_intent.th`.
 *
 * @throws ParseError for broken JSON, another shape, no usable row.
 * @see Zhang et al. 2023, XSemPLR
 */
export function parseXsemplrJson(file: string, text: string): ReadRows<Utterance> {
  const problems = new Problems();
  const rows = new CorpusRows(problems);
  for (const _ of addItems(file, text, 'test', rows));
  if (rows.size === 0) throw noUsableRow(file, problems);
  return { rows: rows.splits().test, problems: problems.list() };
}

/** Utterances between two pauses: some 20 ms. */
const PAUSE_ROWS = 1024;

/** As {@link parseXsemplrJson}. */
export async function readXsemplr({ file, place }: CorpusFile, rows: CorpusRows): Promise<void> {
  const { path, bytes } = await wholeFile(file, MOST_BYTES);
  if (place.split === undefined)
    throw new ParseError(path, 0, '', 'wanted train.json, dev.json or test.json');
  for (const _ of addItems(path, decodeUtf8(path, bytes), place.split, rows)) await pauseOf(file);
}

/** Adds the items and yields now and then: JSON.parse goes in one go, the work after it need not. */
function* addItems(file: string, text: string, split: Split, rows: CorpusRows): Generator<void> {
  let unheard = 0;
  for (const [i, item] of parseArray(file, text).entries()) {
    if (unheard >= PAUSE_ROWS || i === 0) {
      unheard = 0;
      yield;
    }
    unheard += addItem(file, i, item, split, rows);
  }
}

/** Gives the number of its languages, at least 1. */
function addItem(file: string, i: number, item: unknown, split: Split, rows: CorpusRows): number {
  const path = `[${i}]`;
  let sides: Sides;
  try {
    sides = sidesOf(file, path, item);
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    rows.problems.badRow(file, i + 1, error.field, error.detail);
    return 1;
  }
  for (const key of sides.keys)
    rows.read(file, i + 1, () => ({ split, row: readSide(file, path, key, sides, rows) }));
  return sides.keys.length;
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
  if (Array.isArray(value) && value.length > 0) return value;
  const detail = 'wanted a JSON array of {id, question, mr} with at least one row';
  throw new ParseError(file, 0, '', detail);
}

interface Sides {
  readonly id: string;
  readonly texts: Readonly<Record<string, unknown>>;
  readonly parses: Readonly<Record<string, unknown>>;
  /** Both sides are asked, so that a language on one side only is found whichever side lacks it. */
  readonly keys: readonly string[];
}

function sidesOf(file: string, path: string, item: unknown): Sides {
  const { id, question, mr } = record(file, path, item, '{id, question, mr}');
  const texts = record(file, `${path}.question`, question, 'texts by language');
  const form = record(file, `${path}.mr`, mr, '{slot_intent}');
  const parses = record(file, `${path}.mr.slot_intent`, form.slot_intent, 'parses by language');
  const keys = [...new Set([...Object.keys(texts), ...Object.keys(parses)])];
  if ((typeof id !== 'string' && typeof id !== 'number') || String(id).trim() === '')
    throw new ParseError(file, 0, `${path}.id`, `found ${shown(id)}, wanted an id`);
  if (keys.length === 0)
    throw new ParseError(file, 0, `${path}.question`, 'found no language, wanted texts');
  return { id: decodeId(String(id).trim()), texts, parses, keys };
}

function readSide(file: string, path: string, key: string, sides: Sides, rows: CorpusRows) {
  const textPath = `${path}.question.${key}`;
  const parsePath = `${path}.mr.slot_intent.${key}`;
  const language = languageOf(file, textPath, key);
  const text = wantedString(file, textPath, sides.texts[key], 'a text');
  const parse = wantedString(file, parsePath, sides.parses[key], 'a decoupled form');
  const tree = parseTree(parse, { file, line: 0, field: parsePath });
  const { slots, missing } = locateSlots(text, tree);
  for (const { name, words, places } of missing) {
    const found = places === 0 ? 'not found in the text' : `found at ${places} places`;
    rows.problems.note(file, `${name} "${words}" ${found}`, parsePath);
  }
  const intent = tree.label;
  return { id: sides.id, language, text, intent, domain: domainOfIntent(intent), slots, parse };
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
