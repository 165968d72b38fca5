import { ParseError } from '../lib';
import { decodeId } from './decodeId';
import { findLanguage } from './languages';
import { parseTokens } from './parseTokens';
import { parseTree, type TextOrigin, type TreeNode } from './parseTree';
import { resolveSpans, type TokenSpan } from './slotSpans';
import { splitLines } from './splitLines';
import type { Language, ReadProblem, ReadRows, SlotSpan, Utterance } from './types';

/** What a file's folder says about its rows. */
export interface MtopFile {
  readonly language: Language;
}

const COLUMNS = 'id, intent, slots, utterance, domain, locale, decoupled form, tokens';

interface RowContext extends MtopFile {
  readonly file: string;
  readonly line: number;
  readonly problems: ReadProblem[];
}

/**
 * Gives the utterances of one official MTOP file: 8 columns between tabs, no header, no quoting rule.
 *
 * Ids in hexadecimal are decoded; a quote token that breaks the token JSON is repaired; slot offsets in bytes or
 * code points become UTF-16 ({@link resolveSpans}). A locale of another language, a second root intent, a parse
 * that does not parse (row left out) and a repeated id (first row kept) are problems, not errors.
 *
 * @throws ParseError for another number of columns, an empty required column, a slot span that is malformed or
 *   outside the utterance, token JSON beyond repair, an empty file, a file without one usable row.
 * @see Li et al. 2021, MTOP: A Comprehensive Multilingual Task-Oriented Semantic Parsing Benchmark
 */
export function parseMtopTsv(file: string, text: string, place: MtopFile): ReadRows<Utterance> {
  const problems: ReadProblem[] = [];
  const rows = new Map<string, Utterance>();
  const repeated: string[] = [];
  splitLines(file, text).forEach((row, i) => {
    if (row.trim() === '') return;
    const utterance = readRow(row, { ...place, file, line: i + 1, problems });
    if (!utterance) return;
    if (rows.has(utterance.id)) repeated.push(utterance.id);
    else rows.set(utterance.id, utterance);
  });
  if (repeated.length > 0) problems.push(repeatedIds(file, repeated));
  if (rows.size === 0)
    throw new ParseError(file, 0, '', `no usable row; first problem: ${problems[0]?.message}`);
  return { rows: [...rows.values()], problems };
}

/** The problem of ids that a file repeats; shared by the readers of both packagings. */
export function repeatedIds(file: string, ids: readonly string[]): ReadProblem {
  const message = `${ids.length} rows repeat an earlier id and are left out, first ${ids[0]}`;
  return { file, line: 0, field: 'id', message };
}

function readRow(row: string, context: RowContext): Utterance | undefined {
  const columns = row.split('\t');
  if (columns.length !== 8) {
    const detail = `found ${columns.length} column${columns.length === 1 ? '' : 's'}, wanted 8 between tabs: ${COLUMNS}`;
    throw new ParseError(context.file, context.line, '', detail);
  }
  const [id, intentLabel, slots, text, domain, locale, parse, tokenJson] = columns as EightColumns;
  const intent = required(context, 'intent', intentLabel.replace(/^IN:/, ''), 'IN:NAME');
  required(context, 'id', id, 'an id');
  required(context, 'utterance', text, 'a text');
  required(context, 'domain', domain, 'a domain, e.g. alarm');
  required(context, 'locale', locale, 'a locale, e.g. en_XX');
  required(context, 'decoupled form', parse, '[IN:NAME … ]');
  required(context, 'tokens', tokenJson, 'JSON like {"tokens":["at","7"]}');
  const tokens = checkedTokens(context, tokenJson);
  checkLocale(context, locale);
  const tree = checkedTree(context, parse, intent);
  const spans = readSlots(context, slots, { text, tree, tokens });
  if (!tree) return undefined;
  const { language } = context;
  return { id: decodeId(id.trim()), language, text, intent, domain, slots: spans, parse };
}

type EightColumns = [string, string, string, string, string, string, string, string];

function originOf({ file, line }: RowContext, field: string): TextOrigin {
  return { file, line, field };
}

function required(context: RowContext, field: string, value: string, wanted: string): string {
  if (value.trim() !== '') return value;
  throw new ParseError(context.file, context.line, field, `found nothing, wanted ${wanted}`);
}

function checkedTokens(context: RowContext, text: string): readonly TokenSpan[] {
  const origin = originOf(context, 'tokens');
  const { tokens, repaired } = parseTokens(text, origin);
  if (repaired) context.problems.push({ ...origin, message: 'repaired """ in the token JSON' });
  return tokens;
}

function checkLocale(context: RowContext, locale: string): void {
  if (findLanguage(locale)?.code === context.language) return;
  const message = `found ${locale} in a file of ${context.language}; the file's place is believed`;
  context.problems.push({ ...originOf(context, 'locale'), message });
}

function checkedTree(context: RowContext, parse: string, intent: string): TreeNode | undefined {
  const origin = originOf(context, 'decoupled form');
  try {
    const tree = parseTree(parse, origin);
    if (tree.label !== intent) {
      const message = `found root ${tree.label} where the intent column says ${intent}; the column is believed`;
      context.problems.push({ ...origin, message });
    }
    return tree;
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    context.problems.push({ ...origin, message: `row left out, ${error.detail}` });
    return undefined;
  }
}

function readSlots(
  context: RowContext,
  column: string,
  row: { text: string; tree: TreeNode | undefined; tokens: readonly TokenSpan[] },
): SlotSpan[] {
  const items = column.split(',').filter((item) => item.trim() !== '');
  const wanted = `wanted start:end:SL:NAME inside the utterance (${row.text.length} characters)`;
  const spans = items.map((item) => {
    const match = /^\s*(\d{1,9}):(\d{1,9}):SL:(\S+)\s*$/.exec(item);
    if (!match)
      throw new ParseError(context.file, context.line, 'slots', `found ${item}, ${wanted}`);
    return { name: match[3] ?? '', start: Number(match[1]), end: Number(match[2]) };
  });
  const resolved = resolveSpans(spans, row);
  if (resolved) return resolved;
  throw new ParseError(context.file, context.line, 'slots', `found ${column}, ${wanted}`);
}
