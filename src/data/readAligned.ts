import { ParseError } from '../lib';
import { alignedPlace, WANTED_ALIGNED } from './alignedFiles';
import type { CorpusReading } from './corpora/types';
import { countParallel, summarise } from './corpusSummary';
import { decodeUtf8 } from './decodeUtf8';
import { KNOWN_CODES } from './languages';
import { expandFiles, type SourceFile } from './source/expandFiles';
import { wholeFile } from './source/readFile';
import { listNames, SourceCount } from './sourceRows';
import { FEWEST_DOCUMENTS, splitDocuments, TRAIN_SHARE } from './splitDocuments';
import { splitLines } from './splitLines';
import type {
  Corpus,
  DataFile,
  Language,
  ReadProblem,
  SourceRows,
  Split,
  Utterance,
} from './types';

/** A line-aligned corpus with all that its reader has to say. */
export type AlignedReading = CorpusReading;

/** A language's file is read whole: sentences of a test set, not a crawl. */
const MOST_BYTES = 2 ** 28;

/** What the files themselves do not say. */
export interface AlignedOptions {
  /** Default: `Line-aligned (documents)`. */
  readonly name?: string;
  /** Default false. */
  readonly synthetic?: boolean;
  /** Share of the documents for train and dev, in [0, 1); default 0.65. 0: all are test. */
  readonly trainShare?: number;
  /** Of the split by document; default 1. */
  readonly seed?: number;
}

interface Lines {
  readonly file: SourceFile;
  readonly lines: readonly string[];
}

interface Side extends Lines {
  readonly language: Language;
}

/**
 * Gives the corpus in line-aligned files such as NTREX-128 (Federmann et al. 2022): `eng.txt`, `swa.txt`, … and
 * `document_ids.txt`, or a zip of these. Line n is the utterance with id `n` (1-based) in every language; its `intent`
 * is the document's id and its `domain` that id up to the first dot. Whole documents go to train, dev or test
 * ({@link splitDocuments}). A line without text in any language or without a document is left out in all of them.
 *
 * @throws ParseError if English, a second language or the document ids are missing, a language or the ids are there
 *   twice, line counts differ, fewer than three documents are left, or a file is empty or invalid UTF-8.
 * @throws RangeError unless 0 <= trainShare < 1.
 */
export async function readAligned(
  files: readonly DataFile[],
  options: AlignedOptions = {},
): Promise<AlignedReading> {
  const all = await expandFiles(files, (path) => alignedPlace(path) !== undefined);
  return alignFiles(all, options);
}

/** As {@link readAligned}, of files whose zips were unpacked. */
export async function alignFiles(
  all: readonly SourceFile[],
  { name, synthetic = false, trainShare = TRAIN_SHARE, seed = 1 }: AlignedOptions = {},
): Promise<AlignedReading> {
  const problems: ReadProblem[] = [];
  const { documents, sides } = await placeFiles(all, problems);
  const kept = keptLines(documents, sides, problems);
  const ids = kept.map((line) => documents.lines[line] ?? '');
  const distinct = new Set(ids).size;
  if (trainShare > 0 && distinct < FEWEST_DOCUMENTS) {
    const detail = `found ${distinct} documents, wanted ${FEWEST_DOCUMENTS} or more: train, dev and test are split by document`;
    throw new ParseError(documents.file.path, 0, '', detail);
  }
  const splitOf = splitDocuments(ids, seed, trainShare);
  const splits: Record<Split, Utterance[]> = { train: [], dev: [], test: [] };
  for (const { language, lines } of sides)
    for (const line of kept) {
      const document = documents.lines[line] ?? '';
      const row = utterance(line, language, lines[line] ?? '', document);
      splits[splitOf.get(document) ?? 'train'].push(row);
    }
  const title = name ?? 'Line-aligned (documents)';
  const corpus: Corpus = { name: title, synthetic, topic: 'document', splits };
  const records = countRows(documents, sides, kept.length);
  const badRows = (documents.lines.length - kept.length) * sides.length;
  const [summary, parallel] = [summarise(corpus), countParallel(corpus)];
  return { corpus, problems, records, summary, parallel, badRows };
}

function utterance(line: number, language: Language, text: string, document: string): Utterance {
  const domain = document.split('.', 1)[0] ?? '';
  return { id: `${line + 1}`, language, text, intent: document, domain, slots: [], parse: '' };
}

function countRows(documents: Lines, sides: readonly Side[], rows: number): readonly SourceRows[] {
  const count = new SourceCount();
  for (const { file } of sides) count.add(file.source, rows);
  const shared = sides.some(({ file }) => file.source === documents.file.source);
  if (!shared) count.add(documents.file.source, rows);
  return count.records();
}

/** Indices of the lines that have a document, and text in every language; says per file which have not. */
function keptLines(documents: Lines, sides: readonly Side[], problems: ReadProblem[]): number[] {
  const wanted = documents.lines.length;
  const dropped = new Set<number>();
  for (const { file, lines } of [documents, ...sides]) {
    if (lines.length !== wanted) {
      const detail = `found ${lines.length} lines, wanted ${wanted} as in ${documents.file.path}`;
      throw new ParseError(file.path, 0, '', detail);
    }
    const empty = [...lines.keys()].filter((line) => lines[line]?.trim() === '');
    for (const line of empty) dropped.add(line);
    if (empty.length > 0) {
      const what = file === documents.file ? 'document id' : 'text';
      const message = `${empty.length} lines without ${what}, first line ${(empty[0] ?? 0) + 1}: left out in every language`;
      problems.push({ file: file.path, line: 0, field: '', message });
    }
  }
  return [...documents.lines.keys()].filter((line) => !dropped.has(line));
}

async function placeFiles(
  all: readonly SourceFile[],
  problems: ReadProblem[],
): Promise<{ documents: Lines; sides: readonly Side[] }> {
  const byPart = new Map<string, SourceFile>();
  for (const file of [...all].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const place = alignedPlace(file.path);
    if (place?.part === 'side' || place?.part === 'ids') {
      const part = place.part === 'ids' ? 'document ids' : place.language;
      const other = byPart.get(part)?.path;
      if (other !== undefined)
        throw new ParseError(file.path, 0, '', `${other} is ${part} already; give one of them`);
      byPart.set(part, file);
    } else {
      const message = place
        ? `ignored: unknown language ${place.code}; known: ${KNOWN_CODES}`
        : 'ignored: no file of a line-aligned corpus';
      problems.push({ file: file.path, line: 0, field: '', message });
    }
  }
  const documents = byPart.get('document ids');
  byPart.delete('document ids');
  const lack = !documents
    ? 'no document_ids.txt'
    : !byPart.has('en')
      ? 'no English side'
      : byPart.size < 2
        ? 'no second language'
        : undefined;
  if (!documents || lack !== undefined) {
    const found = listNames(all.map(({ path }) => path));
    const where = all.length === 1 ? (all[0]?.path ?? '') : `${all.length} files`;
    throw new ParseError(where, 0, '', `${lack}: found ${found}; wanted ${WANTED_ALIGNED}`);
  }
  const sides: Side[] = [];
  for (const [language, file] of byPart) sides.push({ language, ...(await linesOf(file)) });
  return { documents: trimmed(await linesOf(documents)), sides };
}

async function linesOf(file: SourceFile): Promise<Lines> {
  const { path, bytes } = await wholeFile(file, MOST_BYTES);
  return { file, lines: splitLines(path, decodeUtf8(path, bytes)) };
}

/** A document's id is its name without the white space that an editor may have left. */
function trimmed({ file, lines }: Lines): Lines {
  return { file, lines: lines.map((line) => line.trim()) };
}
