import { ParseError } from '../../lib';
import { cutIds, type GoldAlignment, type GoldLinks, linesOf } from './goldLinks';
import type { Link } from './matrix';
import { type PharaohLink, parsePharaoh } from './pharaoh';
import type { ScoredAlignment } from './thresholdCurve';

/** Links to be judged: one sentence pair a line, in order. */
export interface GivenLinks {
  readonly file: string;
  readonly first: 0 | 1;
  readonly lines: readonly {
    /** Where the file has SimAlign's `sentence_id TAB`. */
    readonly id?: string;
    /** 1-based. */
    readonly line: number;
    readonly links: readonly PharaohLink[];
  }[];
}

/** Words of a sentence pair. */
export interface WordCounts {
  readonly source: number;
  readonly target: number;
}

export interface JudgeOptions {
  /** Of each line of the links; links beyond are refused. Default: those of the gold file, where it has texts. */
  readonly words?: readonly WordCounts[];
  /**
   * As SimAlign's script: gold sentences that the links lack cost recall alone, links of sentences that the gold lacks
   * are not read. Default: neither may be.
   */
  readonly lenient?: boolean;
}

/** Links beside their gold links. */
export interface JudgedLinks {
  readonly pairs: readonly ScoredAlignment[];
  /** Gold sentences without a line of links; 0 unless `lenient`. */
  readonly missing: number;
  /** Lines of links that are not in `pairs` for want of gold; 0 unless `lenient`. */
  readonly skipped: number;
  /** Sentences without a line in a NAACL file: judged as pairs without gold links. */
  readonly unlisted: number;
}

/**
 * Reads links in the Pharaoh format, with or without scores and SimAlign's `sentence_id TAB`.
 *
 * @throws ParseError naming file, line and field for what is no link.
 */
export function parseLinks(file: string, text: string, first: 0 | 1 = 0): GivenLinks {
  const lines = cutIds(file, linesOf(text)).map(({ id, rest }, at) => ({
    ...(id !== undefined && { id }),
    line: at + 1,
    links: parsePharaoh(rest, { file, line: at + 1 }, { first }),
  }));
  return { file, first, lines };
}

/**
 * Puts links beside their gold links: by sentence id where both files have ids (NAACL's are the numbers of the lines),
 * by line otherwise.
 *
 * @throws ParseError naming the file and line where numbers of lines differ, a sentence is missing on one side, or a
 *   link lies outside its sentence.
 */
export function judgeLinks(
  given: GivenLinks,
  gold: GoldLinks,
  { words, lenient = false }: JudgeOptions = {},
): JudgedLinks {
  const { givenKeys, goldKeys } = keysOf(given, gold, lenient);
  const wanted = new Map(gold.alignments.map((one, at) => [goldKeys[at]!, one]));
  const pairs: ScoredAlignment[] = [];
  const count = { skipped: 0, unlisted: 0 };
  given.lines.forEach(({ line, links }, at) => {
    const key = givenKeys[at]!;
    const found = wanted.get(key);
    wanted.delete(key);
    checkWords(given, line, links, words?.[at] ?? found?.words);
    if (found) {
      checkGold(gold, found, words?.[at]);
      pairs.push({ links, sure: found.sure, possible: found.possible });
    } else if (lenient) count.skipped++;
    else if (gold.format === 'naacl') {
      count.unlisted++;
      pairs.push({ links, sure: [] });
    } else throw new ParseError(given.file, line, 'sentence id', `${key} is not in ${gold.file}`);
  });
  const missing = [...wanted.values()];
  if (missing[0] && !lenient) throw missingError(missing[0], given, gold);
  for (const { sure, possible } of missing) pairs.push({ links: [], sure, possible });
  return { pairs, missing: missing.length, ...count };
}

/** What the lines of both files are known by: their ids or their places. */
function keysOf(given: GivenLinks, gold: GoldLinks, lenient: boolean) {
  const named = given.lines.some(({ id }) => id !== undefined);
  const naacl = gold.format === 'naacl';
  const byId = naacl || (named && gold.alignments[0]?.id !== undefined);
  if (named && !byId)
    throw new ParseError(given.file, 1, 'sentence id', `found ids, but ${gold.file} has none`);
  if (!byId && !lenient) checkCount(given, gold);
  const keyOf = ({ id }: { readonly id?: string }, at: number) => {
    if (!byId) return String(at);
    return naacl ? plainId(id ?? String(at + 1)) : id!;
  };
  return { givenKeys: given.lines.map(keyOf), goldKeys: gold.alignments.map(keyOf) };
}

function missingError({ line, id }: GoldAlignment, { file, lines }: GivenLinks, gold: GoldLinks) {
  const detail = `${id} is not in ${file}, which has ${lines.length} lines`;
  return new ParseError(gold.file, line, 'sentence id', detail);
}

function plainId(id: string): string {
  return /^\d+$/.test(id) ? String(Number(id)) : id;
}

function checkCount({ file, lines }: GivenLinks, gold: GoldLinks): void {
  const [found, wanted] = [gold.alignments.length, lines.length];
  if (found === wanted) return;
  const detail = `found ${found} lines, wanted ${wanted}, as many as ${file} has`;
  throw new ParseError(gold.file, Math.min(found, wanted) + 1, '', detail);
}

function checkGold(gold: GoldLinks, found: GoldAlignment, words: WordCounts | undefined): void {
  const own = found.words;
  if (own && words && (own.source !== words.source || own.target !== words.target)) {
    const show = ({ source, target }: WordCounts) => `${source} and ${target} words`;
    const detail = `found ${show(own)}, but ${show(words)} were aligned; wanted the same texts`;
    throw new ParseError(gold.file, found.line, '', detail);
  }
  checkWords(gold, found.line, [...found.sure, ...found.possible], words ?? own);
}

function checkWords(
  { file, first }: { readonly file: string; readonly first: 0 | 1 },
  line: number,
  links: readonly Link[],
  words: WordCounts | undefined,
): void {
  if (!words) return;
  for (const { i, j } of links) {
    const side = i >= words.source ? 'source' : j >= words.target ? 'target' : undefined;
    if (!side) continue;
    const link = `link ${i + first}-${j + first}`;
    const detail = `found ${side} word ${(side === 'source' ? i : j) + first}, wanted ${first} to ${words[side] - 1 + first}`;
    const none = `found a link, but the ${side} has no words`;
    throw new ParseError(file, line, link, words[side] === 0 ? none : detail);
  }
}
