import { ParseError } from '../../lib';
import type { Link } from './matrix';
import { parsePharaoh } from './pharaoh';

/**
 * `pharaoh`: `0-0 1p2`, one sentence pair a line, with or without SimAlign's `sentence_id TAB` before it; `naacl`: a
 * link a line, `sentence source target [S|P]`, all counted from 1; `xlwa`: `source TAB target TAB links`.
 */
export type GoldFormat = 'pharaoh' | 'naacl' | 'xlwa';

export interface GoldOptions {
  /** Default `pharaoh`. */
  readonly format?: GoldFormat;
  /** Number of the first word, 0 or 1; `naacl` always counts from 1. Default 0. */
  readonly first?: 0 | 1;
}

/** The gold links of one sentence pair, counted from 0. */
export interface GoldAlignment {
  /** Where the file has them: SimAlign's as they stand, NAACL's without leading zeros. */
  readonly id?: string;
  /** 1-based; NAACL's first of the sentence. */
  readonly line: number;
  readonly sure: readonly Link[];
  /** Without the sure. */
  readonly possible: readonly Link[];
  /** Numbers of words, where the file has the texts. */
  readonly words?: { readonly source: number; readonly target: number };
}

/** Gold links of a file, in its order. */
export interface GoldLinks {
  readonly file: string;
  readonly format: GoldFormat;
  readonly first: 0 | 1;
  readonly alignments: readonly GoldAlignment[];
  /** NAACL's links to NULL (word 0), which are left out. */
  readonly nulls: number;
}

/**
 * Reads gold links. Scores after a link are not read. An empty line of `pharaoh` is a pair without links.
 *
 * @param text of the whole file.
 * @throws ParseError naming file, line and field for a malformed link or line, an id that is missing or repeated,
 *   or a file without anything.
 * @see Och & Ney 2003, section 5.1 (sure and possible); Mihalcea & Pedersen 2003 (NAACL); Martelli et al. 2023 (XL-WA)
 */
export function parseGold(
  file: string,
  text: string,
  { format = 'pharaoh', first = 0 }: GoldOptions = {},
): GoldLinks {
  const lines = linesOf(text);
  if (lines.every((line) => line.trim() === ''))
    throw new ParseError(file, 0, '', 'found no links, wanted gold links');
  if (format === 'naacl') return { file, format, first: 1, ...readNaacl(file, lines) };
  const read = format === 'xlwa' ? readXlwa : readPharaoh;
  return { file, format, first, alignments: read(file, lines, first), nulls: 0 };
}

/** Lines without their ends; what follows the last end is no line. */
export function linesOf(text: string): string[] {
  const lines = text.split('\n').map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** An id and TAB, not links with a tab between or behind them. */
const HAS_ID = /^(?!\d+[-p]\d)[^\t ]+\t/;

/**
 * Cuts SimAlign's `sentence_id TAB` off each line of a file in which the first line with text has it.
 *
 * @throws ParseError for a line without an id in such a file, or an id that stands twice.
 */
export function cutIds(file: string, lines: readonly string[]): { id?: string; rest: string }[] {
  const hasIds = HAS_ID.test(lines.find((line) => line.trim() !== '') ?? '');
  if (!hasIds) return lines.map((rest) => ({ rest }));
  const seen = new Map<string, number>();
  return lines.map((line, at) => {
    const fail = (detail: string) => new ParseError(file, at + 1, 'sentence id', detail);
    const tab = line.indexOf('\t');
    if (tab < 0) throw fail(`found "${shown(line)}", wanted an id and TAB as in the lines above`);
    const id = line.slice(0, tab).trim();
    if (id === '') throw fail('found nothing before TAB, wanted an id');
    const before = seen.get(id);
    if (before !== undefined) throw fail(`found ${id}, which line ${before} has already`);
    seen.set(id, at + 1);
    return { id, rest: line.slice(tab + 1) };
  });
}

function readPharaoh(file: string, lines: readonly string[], first: 0 | 1): GoldAlignment[] {
  return cutIds(file, lines).map(({ id, rest }, at) => ({
    ...(id !== undefined && { id }),
    ...linksOf(file, at + 1, rest, first),
  }));
}

/** XL-WA's files end some lines in tabs. */
function readXlwa(file: string, lines: readonly string[], first: 0 | 1): GoldAlignment[] {
  return lines.map((line, at) => {
    const columns = line.split('\t');
    // Column by column: an expression for tabs at an end tries every run of tabs to its end.
    while (columns.length > 1 && columns.at(-1) === '') columns.pop();
    const [source = '', target = '', links = ''] = columns;
    if (line.trim() !== '' && (columns.length < 2 || columns.length > 3)) {
      const detail = `found ${columns.length} columns, wanted source TAB target TAB links`;
      throw new ParseError(file, at + 1, '', detail);
    }
    const words = { source: wordCount(source), target: wordCount(target) };
    return { ...linksOf(file, at + 1, links, first), words };
  });
}

function linksOf(file: string, line: number, text: string, first: 0 | 1) {
  const links = parsePharaoh(text, { file, line }, { first });
  return { line, ...split(links) };
}

interface NaaclSentence {
  readonly line: number;
  readonly links: (Link & { readonly possible: boolean })[];
}

const NAACL = /^(\d+)\s+(\d+)\s+(\d+)(?:\s+([SP]))?(?:\s+\d+(?:\.\d+)?)?$/;

function readNaacl(file: string, lines: readonly string[]) {
  const sentences = new Map<number, NaaclSentence>();
  let nulls = 0;
  lines.forEach((line, at) => {
    if (line.trim() === '') return;
    const parts = NAACL.exec(line.trim());
    const [id, source, target] = (parts ?? []).slice(1, 4).map(Number);
    if (id === undefined || !Number.isSafeInteger(id) || id < 1) {
      const detail = `found "${shown(line)}", wanted sentence, source and target word from 1, and S or P`;
      throw new ParseError(file, at + 1, '', detail);
    }
    const sentence = sentences.get(id) ?? { line: at + 1, links: [] };
    sentences.set(id, sentence);
    if (source === 0 || target === 0) nulls++;
    else sentence.links.push({ i: source! - 1, j: target! - 1, possible: parts![4] === 'P' });
  });
  const sorted = [...sentences].sort((one, other) => one[0] - other[0]);
  const alignments = sorted.map(([id, { line, links }]) => ({
    id: String(id),
    line,
    ...split(links),
  }));
  return { alignments, nulls };
}

function split(links: readonly (Link & { readonly possible?: boolean })[]) {
  const bare = (some: typeof links) => some.map(({ i, j }) => ({ i, j }));
  const sure = bare(links.filter(({ possible }) => !possible));
  const certain = new Set(sure.map(({ i, j }) => `${i}-${j}`));
  const possible = bare(
    links.filter((link) => link.possible && !certain.has(`${link.i}-${link.j}`)),
  );
  return { sure, possible };
}

function wordCount(text: string): number {
  return text.split(' ').filter((word) => word !== '').length;
}

function shown(line: string): string {
  return line.length > 60 ? `${line.slice(0, 60)}…` : line;
}
