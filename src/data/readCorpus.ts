import { ParseError } from '../lib';
import { alignedPlace, looksAligned } from './alignedFiles';
import { corpusPlace, isNamedPlace } from './corpora/corpusPlace';
import { CorpusRows } from './corpora/corpusRows';
import { readMassive } from './corpora/massive';
import { readMteb } from './corpora/mteb';
import { readTasksource, readWillHeld } from './corpora/mtopTable';
import { readMtopTsv } from './corpora/mtopTsv';
import { noUsableRow } from './corpora/noUsableRow';
import { placeFiles } from './corpora/placeFiles';
import type {
  CorpusFile,
  CorpusOptions,
  CorpusReader,
  CorpusReading,
  Packaging,
} from './corpora/types';
import { readXsemplr } from './corpora/xsemplr';
import { readXsid } from './corpora/xsid';
import { countParallel, findSplitLeaks, summarise } from './corpusSummary';
import { Problems } from './problems';
import { alignFiles } from './readAligned';
import { expandFiles, type SourceFile } from './source/expandFiles';
import { pauseOf } from './source/readFile';
import { SourceCount } from './sourceRows';
import type { Corpus, DataFile } from './types';

export type { CorpusOptions, CorpusReading };

/** Packagings by the name shown. */
const PACKAGINGS: Readonly<Record<Packaging, { readonly name: string; read: CorpusReader }>> = {
  MTOP: { name: 'MTOP', read: readMtopTsv },
  XSemPLR: { name: 'MTOP (XSemPLR)', read: readXsemplr },
  WillHeld: { name: 'MTOP (WillHeld)', read: readWillHeld },
  tasksource: { name: 'MTOP (tasksource)', read: readTasksource },
  MTEB: { name: 'MTOP (MTEB)', read: readMteb },
  MASSIVE: { name: 'MASSIVE', read: readMassive },
  xSID: { name: 'xSID', read: readXsid },
};

/**
 * Gives the corpus in a set of files, or in a zip that holds them: MTOP as its authors, XSemPLR, WillHeld, tasksource or
 * MTEB packed it, MASSIVE, xSID, or line-aligned files with document ids ({@link readAligned}). Path and content together
 * tell which. Files are read in the order of their paths, whatever the picker's; others are reported as ignored. Rows
 * that cannot be read are problems, and counted.
 *
 * @throws ParseError if nothing is recognised (naming what was found), two packagings are, a folder is no known
 *   language, two files claim one split, a file has no usable row, a zip is refused, or a file cannot be read.
 */
export async function readCorpus(
  files: readonly DataFile[],
  options: CorpusOptions = {},
): Promise<CorpusReading> {
  const isWanted = (path: string) => (corpusPlace(path) ?? alignedPlace(path)) !== undefined;
  const all = await expandFiles(files, isWanted);
  if (isAligned(all)) return alignFiles(all, options);
  const problems = new Problems();
  const placed = await placeFiles(files, all, problems);
  const rows = new CorpusRows(problems);
  const count = new SourceCount();
  for (const one of placed) count.add(one.file.source, await readFile(one, rows, options));
  const splits = rows.splits();
  // Each of these goes through all rows: a cancel is heard between them.
  const pause = () => pauseOf(placed[0]!.file);
  await pause();
  for (const { file, message, field } of findSplitLeaks(splits))
    problems.note(file, message, field);
  const packaging = PACKAGINGS[placed[0]!.packaging];
  const { name = packaging.name, synthetic = false } = options;
  const corpus: Corpus = { name, synthetic, topic: 'intent', splits };
  await pause();
  const summary = summarise(corpus);
  await pause();
  const parallel = countParallel(corpus);
  return {
    ...{ corpus, summary, parallel },
    problems: problems.list(),
    records: count.records(),
    badRows: problems.badRows,
  };
}

/** Gives the rows that a file added. */
async function readFile(one: CorpusFile, rows: CorpusRows, options: CorpusOptions) {
  const before = rows.size;
  await PACKAGINGS[one.packaging].read(one, rows, options);
  rows.endFile(one.file.path);
  if (rows.size === before) throw noUsableRow(one.file.path, rows.problems);
  return rows.size - before;
}

/** Line-aligned, and no other corpus beside it. */
function isAligned(all: readonly SourceFile[]): boolean {
  const paths = all.map((file) => file.path);
  const other = paths.find((path) => isNamedPlace(corpusPlace(path)));
  if (other === undefined) return looksAligned(paths);
  const ids = paths.find((path) => alignedPlace(path)?.part === 'ids');
  if (ids === undefined || !looksAligned(paths)) return false;
  throw new ParseError(ids, 0, '', `line-aligned files beside ${other}; give one of them`);
}
