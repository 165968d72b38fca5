import { ParseError } from '../../lib';
import { decodeId } from '../decodeId';
import { findLanguage, KNOWN_CODES } from '../languages';
import { parseTree, type TreeNode, topSlots } from '../parseTree';
import type { Language, SlotSpan, Utterance } from '../types';
import type { CorpusRows } from './corpusRows';
import { locateSlots } from './locateSlots';
import { parseTokens } from './parseTokens';
import { agreesWithTree, resolveSpans, type TokenSpan } from './slotSpans';

/** MTOP's eight columns, whoever packed them. */
export interface MtopCells {
  readonly id: string;
  readonly intent: string;
  readonly slots: string;
  readonly text: string;
  readonly domain: string;
  readonly locale: string;
  readonly parse: string;
  /** Undefined in packagings without them. */
  readonly tokens: string | undefined;
}

/** Where a row of MTOP stands. */
export interface MtopContext {
  readonly file: string;
  readonly line: number;
  /** What the packaging calls the columns, for error messages. */
  readonly names: Readonly<Record<keyof MtopCells, string>>;
  /** The language that the file's place says; undefined where the locale column says it. */
  readonly language: Language | undefined;
  readonly rows: CorpusRows;
}

/**
 * Gives the utterance of a row of MTOP.
 *
 * Ids in hexadecimal are decoded; a quote token that breaks the token JSON is repaired; slot offsets in bytes or
 * code points become UTF-16 ({@link resolveSpans}). A locale of another language, a second root intent, slots that are
 * not the parse's or not tokens' are remarks.
 *
 * @throws ParseError for an empty required column, a parse that does not parse, a slot span that is malformed or
 *   outside the utterance, token JSON beyond repair, a locale of no known language where that decides.
 * @see Li et al. 2021, MTOP: A Comprehensive Multilingual Task-Oriented Semantic Parsing Benchmark
 */
export function readMtopRow(cells: MtopCells, context: MtopContext): Utterance {
  const { text, domain, parse } = cells;
  const intent = required(context, 'intent', cells.intent.replace(/^IN:/, ''), 'IN:NAME');
  required(context, 'id', cells.id, 'an id');
  required(context, 'text', text, 'a text');
  required(context, 'domain', domain, 'a domain, e.g. alarm');
  required(context, 'locale', cells.locale, 'a locale, e.g. en_XX');
  required(context, 'parse', parse, '[IN:NAME … ]');
  const tokens = cells.tokens === undefined ? [] : readTokens(context, cells.tokens);
  const language = languageOf(context, cells.locale);
  const tree = readTree(context, parse, intent);
  const slots = readSlots(context, cells.slots, { text, tree, tokens });
  return { id: decodeId(cells.id.trim()), language, text, intent, domain, slots, parse };
}

function required(context: MtopContext, cell: keyof MtopCells, value: string, wanted: string) {
  if (value.trim() !== '') return value;
  throw fail(context, cell, `found nothing, wanted ${wanted}`);
}

function fail({ file, line, names }: MtopContext, cell: keyof MtopCells, detail: string) {
  return new ParseError(file, line, names[cell], detail);
}

function readTokens(context: MtopContext, text: string): readonly TokenSpan[] {
  required(context, 'tokens', text, 'JSON like {"tokens":["at","7"]}');
  const { file, line, names, rows } = context;
  const { tokens, repaired } = parseTokens(text, { file, line, field: names.tokens });
  if (repaired) rows.remark(line, names.tokens, 'whose token JSON has """, repaired');
  return tokens;
}

function languageOf(context: MtopContext, locale: string): Language {
  const { language, line, names, rows } = context;
  const found = findLanguage(locale)?.code;
  if (language === undefined) {
    if (found !== undefined) return found;
    throw fail(context, 'locale', `unknown language ${locale}; known: ${KNOWN_CODES}`);
  }
  if (found !== language)
    rows.remark(line, names.locale, `of ${locale} in a file of ${language}; the file is believed`);
  return language;
}

function readTree({ file, line, names, rows }: MtopContext, parse: string, intent: string) {
  const tree = parseTree(parse, { file, line, field: names.parse });
  if (tree.label !== intent)
    rows.remark(line, names.parse, 'with another root than the intent column, which is believed');
  return tree;
}

function readSlots(
  context: MtopContext,
  column: string,
  row: { text: string; tree: TreeNode; tokens: readonly TokenSpan[] },
): readonly SlotSpan[] {
  const { line, names, rows } = context;
  const items = column.split(',').filter((item) => item.trim() !== '');
  const wanted = `wanted start:end:SL:NAME inside the utterance (${row.text.length} characters)`;
  if (items.length === 0 && topSlots(row.tree).length > 0) {
    rows.remark(
      line,
      names.slots,
      'without spans for the slots of the parse, found by their words',
    );
    return locateSlots(row.text, row.tree).slots;
  }
  const spans = items.map((item) => {
    const match = /^\s*(\d{1,9}):(\d{1,9}):SL:(\S+)\s*$/.exec(item);
    if (!match) throw fail(context, 'slots', `found ${shortened(item)}, ${wanted}`);
    return { name: match[3] ?? '', start: Number(match[1]), end: Number(match[2]) };
  });
  const resolved = resolveSpans(spans, row);
  if (!resolved) throw fail(context, 'slots', `found ${shortened(column)}, ${wanted}`);
  if (resolved.torn.length > 0)
    rows.remark(line, names.slots, 'with a slot that does not begin and end where tokens do');
  if (!agreesWithTree(resolved.spans, row.text, row.tree))
    rows.remark(line, names.slots, 'whose slots are not those of the parse; both are kept');
  return resolved.spans;
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
