import { ParseError } from '../lib';
import { type BitextPlace, bitextPlace, WANTED_BITEXT } from './bitextFiles';
import { decodeUtf8 } from './decodeUtf8';
import { expandZips, type SourceFile } from './expandZips';
import { pairLines, parseBitextTsv } from './pairLines';
import { listNames, SourceCount } from './sourceRows';
import type { Bitext, NamedBytes, ReadProblem, SourceRows } from './types';

/** Bitext with all that its reader has to say. */
export interface BitextReading {
  /** By path; several for one language stay apart. */
  readonly bitexts: readonly Bitext[];
  readonly problems: readonly ReadProblem[];
  /** One per handed-in file that gave pairs; rows are pairs; an English side counts once, by its longest partner. */
  readonly records: readonly SourceRows[];
}

type LinesPlace = Extract<BitextPlace, { shape: 'lines' }>;
type TsvPlace = Extract<BitextPlace, { shape: 'tsv' }>;

interface Placed<P> {
  readonly file: SourceFile;
  readonly place: P;
}

interface Output {
  readonly bitexts: Bitext[];
  readonly problems: ReadProblem[];
  readonly count: SourceCount;
}

/**
 * Gives the translation pairs in a set of files or zips: Moses pairs (`x.en-sw.en` + `x.en-sw.sw`, `x.en` + `x.sw`),
 * a folder of files named by language (`eng.txt`, `swa.txt`), TSV (`x.en-sw.tsv`, `x.sw.tsv`). Others are reported
 * as ignored.
 *
 * @throws ParseError if nothing is recognised (naming what was found), a language is unknown, a side has no
 *   partner, line counts differ, or a file is empty, invalid UTF-8 or has a line with one column.
 */
export function readBitext(files: readonly NamedBytes[]): BitextReading {
  const all = expandZips(files, (path) => bitextPlace(path) !== undefined);
  const output: Output = { bitexts: [], problems: [], count: new SourceCount() };
  const groups = new Map<string, Placed<LinesPlace>[]>();
  for (const file of [...all].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const place = bitextPlace(file.path);
    if (!place) {
      output.problems.push({ file: file.path, line: 0, field: '', message: 'ignored: no bitext' });
    } else if (place.shape === 'tsv') addTsv(output, { file, place });
    else {
      const group = groups.get(place.group) ?? [];
      group.push({ file, place });
      groups.set(place.group, group);
    }
  }
  for (const group of groups.values()) addGroup(output, group);
  if (output.bitexts.length === 0) throw nothingFound(files, all);
  const { bitexts, problems, count } = output;
  return { bitexts, problems, records: count.records() };
}

function addTsv({ bitexts, problems, count }: Output, { file, place }: Placed<TsvPlace>): void {
  const read = parseBitextTsv(file.path, decodeUtf8(file.path, file.bytes), place.english);
  bitexts.push({ name: place.name, language: place.language, pairs: read.rows });
  problems.push(...read.problems);
  count.add(file.source, read.rows.length);
}

function addGroup(
  { bitexts, problems, count }: Output,
  group: readonly Placed<LinesPlace>[],
): void {
  const { english, foreign } = sides(group);
  const left = { file: english.file.path, text: decodeUtf8(english.file.path, english.file.bytes) };
  let mostPairs = 0;
  for (const { file, place } of foreign) {
    const read = pairLines(left, { file: file.path, text: decodeUtf8(file.path, file.bytes) });
    bitexts.push({ name: place.name, language: place.language, pairs: read.rows });
    problems.push(...read.problems);
    count.add(file.source, read.rows.length);
    mostPairs = Math.max(mostPairs, read.rows.length);
  }
  const shared = foreign.some(({ file }) => file.source === english.file.source);
  if (!shared) count.add(english.file.source, mostPairs);
}

/** One English side, at least one other, no language twice. */
function sides(group: readonly Placed<LinesPlace>[]): {
  english: Placed<LinesPlace>;
  foreign: readonly Placed<LinesPlace>[];
} {
  const byLanguage = new Map<string, Placed<LinesPlace>>();
  for (const side of group) {
    const { language } = side.place;
    const other = byLanguage.get(language)?.file.path;
    if (other !== undefined)
      throw new ParseError(
        side.file.path,
        0,
        '',
        `${other} is ${language} already; give one of them`,
      );
    byLanguage.set(language, side);
  }
  const english = byLanguage.get('en');
  const foreign = group.filter((side) => side.place.language !== 'en');
  const lonely = (english ? group[0] : foreign[0])?.file.path ?? '';
  if (!english)
    throw new ParseError(lonely, 0, '', `no English side beside it; wanted ${WANTED_BITEXT}`);
  if (foreign.length === 0)
    throw new ParseError(lonely, 0, '', `no second language beside it; wanted ${WANTED_BITEXT}`);
  return { english, foreign };
}

function nothingFound(given: readonly NamedBytes[], all: readonly SourceFile[]): ParseError {
  const names = all.map((file) => file.path);
  const file = given.length === 1 ? (given[0]?.path ?? '') : `${given.length} files`;
  return new ParseError(
    file,
    0,
    '',
    `no bitext inside: found ${listNames(names)}; wanted ${WANTED_BITEXT}`,
  );
}
