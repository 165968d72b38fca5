import { ParseError } from '../lib';
import { alignedPlace, looksAligned } from './alignedFiles';
import { type CorpusPlace, corpusPlace, WANTED_CORPUS } from './corpusFiles';
import { findSplitLeaks, summarise } from './corpusSummary';
import { decodeUtf8 } from './decodeUtf8';
import { expandZips, type SourceFile } from './expandZips';
import { parseMtopTsv } from './parseMtopTsv';
import { parseXsemplrJson } from './parseXsemplrJson';
import { type AlignedOptions, type AlignedReading, alignFiles } from './readAligned';
import { listNames, SourceCount } from './sourceRows';
import type { Corpus, NamedBytes, ReadProblem, Split, Utterance } from './types';

/** A corpus with all that its reader has to say; rows of its records are utterances. */
export type CorpusReading = AlignedReading;

/** What the files themselves do not say; share and seed are for line-aligned files, which no one has split. */
export type CorpusOptions = AlignedOptions;

/** Packagings by the name shown. */
const NAMES = { MTOP: 'MTOP', XSemPLR: 'MTOP (XSemPLR)' } as const;

/**
 * Gives the corpus in a set of files: official MTOP (folder `de/eval.txt` …), XSemPLR (`dev.json` …), line-aligned
 * files with document ids (`eng.txt`, …, {@link readAligned}), or a zip that holds any of them. Files are read in the
 * order of their paths, whatever the picker's; others are reported as ignored.
 *
 * @throws ParseError if nothing is recognised (naming what was found), two packagings are, a folder is no known
 *   language, two files claim one split, a zip is refused, or a file cannot be read.
 */
export function readCorpus(
  files: readonly NamedBytes[],
  options: CorpusOptions = {},
): CorpusReading {
  const all = expandZips(files, (path) => (corpusPlace(path) ?? alignedPlace(path)) !== undefined);
  if (isAligned(all)) return alignFiles(all, options);
  const { name, synthetic = false } = options;
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
  const title = name ?? NAMES[packaging];
  const corpus: Corpus = { name: title, synthetic, topic: 'intent', splits };
  return { corpus, problems, records: count.records(), summary: summarise(corpus) };
}

/** Line-aligned, and no packaging of MTOP beside it. */
function isAligned(all: readonly SourceFile[]): boolean {
  const paths = all.map((file) => file.path);
  const other = paths.find((path) => corpusPlace(path) !== undefined);
  if (other === undefined) return looksAligned(paths);
  const ids = paths.find((path) => alignedPlace(path)?.part === 'ids');
  if (ids === undefined || !looksAligned(paths)) return false;
  throw new ParseError(ids, 0, '', `line-aligned files beside ${other}; give one of them`);
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
    `no corpus inside: found ${listNames(names)}; wanted ${WANTED_CORPUS}`,
  );
}
