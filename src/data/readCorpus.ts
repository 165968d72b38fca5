import { ParseError } from '../lib';
import { type CorpusPlace, corpusPlace, WANTED_CORPUS } from './corpusFiles';
import { findSplitLeaks, type SplitSummary, summarise } from './corpusSummary';
import { decodeUtf8 } from './decodeUtf8';
import { expandZips, type SourceFile } from './expandZips';
import { parseMtopTsv } from './parseMtopTsv';
import { parseXsemplrJson } from './parseXsemplrJson';
import { listNames, SourceCount } from './sourceRows';
import type { Corpus, NamedBytes, ReadProblem, SourceRows, Split, Utterance } from './types';

/** A corpus with all that its reader has to say. */
export interface CorpusReading {
  readonly corpus: Corpus;
  readonly problems: readonly ReadProblem[];
  /** One per handed-in file that gave rows; rows are utterances. */
  readonly records: readonly SourceRows[];
  readonly summary: readonly SplitSummary[];
}

/** What the files themselves do not say. */
export interface CorpusOptions {
  /** Default: the packaging's name. */
  readonly name?: string;
  /** Default false. */
  readonly synthetic?: boolean;
}

/** Packagings by the name shown. */
const NAMES = { MTOP: 'MTOP', XSemPLR: 'MTOP (XSemPLR)' } as const;

/**
 * Gives the corpus in a set of files: official MTOP (folder `de/eval.txt` …), XSemPLR (`dev.json` …), or a zip that
 * holds either. Files are read in the order of their paths, whatever the picker's; others are reported as ignored.
 *
 * @throws ParseError if nothing is recognised (naming what was found), both packagings are, a folder is no known
 *   language, two files claim one split, a zip is refused, or a file cannot be read.
 */
export function readCorpus(
  files: readonly NamedBytes[],
  { name, synthetic = false }: CorpusOptions = {},
): CorpusReading {
  const all = expandZips(files, (path) => corpusPlace(path) !== undefined);
  const problems: ReadProblem[] = [];
  const placed = placeFiles(files, all, problems);
  const splits: Record<Split, Utterance[]> = { train: [], dev: [], test: [] };
  const count = new SourceCount();
  for (const { file, place } of placed) {
    const text = decodeUtf8(file.path, file.bytes);
    const read =
      place.packaging === 'MTOP'
        ? parseMtopTsv(file.path, text, place)
        : parseXsemplrJson(file.path, text);
    count.add(file.source, read.rows.length);
    problems.push(...read.problems);
    for (const row of read.rows) splits[place.split].push(row);
  }
  problems.push(...findSplitLeaks(splits));
  const packaging = placed[0]?.place.packaging ?? 'MTOP';
  const corpus = { name: name ?? NAMES[packaging], synthetic, topic: 'intent' as const, splits };
  return { corpus, problems, records: count.records(), summary: summarise(corpus) };
}

interface PlacedFile {
  readonly file: SourceFile;
  readonly place: CorpusPlace;
}

function placeFiles(
  given: readonly NamedBytes[],
  all: readonly SourceFile[],
  problems: ReadProblem[],
): PlacedFile[] {
  const placed: PlacedFile[] = [];
  const claimed = new Map<string, string>();
  for (const file of [...all].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const place = corpusPlace(file.path);
    if (!place) {
      problems.push({
        file: file.path,
        line: 0,
        field: '',
        message: 'ignored: no file of a corpus',
      });
      continue;
    }
    const claim = `${place.packaging === 'MTOP' ? place.language : 'all'} ${place.split}`;
    const other = claimed.get(claim);
    if (other !== undefined)
      throw new ParseError(file.path, 0, '', `${other} is ${claim} already; give one of them`);
    claimed.set(claim, file.path);
    placed.push({ file, place });
  }
  const first = placed[0];
  if (!first) throw nothingFound(given, all);
  const stranger = placed.find(({ place }) => place.packaging !== first.place.packaging);
  if (stranger) {
    const detail = `${stranger.place.packaging} beside ${first.file.path} (${first.place.packaging}); give one of them`;
    throw new ParseError(stranger.file.path, 0, '', detail);
  }
  return placed;
}

function nothingFound(given: readonly NamedBytes[], all: readonly SourceFile[]): ParseError {
  const names = all.map((file) => file.path);
  const file = given.length === 1 ? (given[0]?.path ?? '') : `${given.length} files`;
  return new ParseError(
    file,
    0,
    '',
    `no MTOP inside: found ${listNames(names)}; wanted ${WANTED_CORPUS}`,
  );
}
