import {
  type CollectionCounts,
  type CollectionOptions,
  type CollectionReading,
  type DataFile,
  type ReadProblem,
  type RunReading,
  readCollection,
  readRun,
  type SourceRows,
} from '../data';
import type { CollectionInput } from '../study';
import type { CollectionLoad } from './types';

/** A collection as a study takes it, and what its readers say. */
export interface StudyCollection {
  readonly input: CollectionInput;
  readonly problems: readonly ReadProblem[];
  readonly records: readonly SourceRows[];
}

/** What the files do not say, and a run to re-rank. */
export interface CollectionAbout extends Omit<CollectionLoad, 'run'> {
  readonly run?: DataFile | undefined;
}

/**
 * Reads a collection; where there is a run to re-rank, of the documents only its own and those that are judged.
 *
 * @throws ParseError as `readCollection` and `readRun`.
 */
export async function readStudyCollection(
  files: readonly DataFile[],
  { run, ...about }: CollectionAbout,
): Promise<StudyCollection> {
  const retrieved = run && (await readRun(run));
  const reading = await readCollection(files, {
    ...given(about),
    ...(retrieved && { keep: idsOf(retrieved), others: 0 }),
  });
  const notes = [
    ...collectionNotes(reading),
    ...(run && retrieved ? runNotes(run.path, retrieved) : []),
  ];
  return {
    input: {
      collection: reading.collection,
      notes,
      ...(run && retrieved && { rerank: { name: run.path, lists: listsOf(retrieved) } }),
    },
    problems: [...reading.problems, ...(retrieved?.problems ?? [])],
    records: [
      ...reading.records,
      ...(run && retrieved ? [{ path: run.path, rows: retrieved.rows }] : []),
    ],
  };
}

/** Without the keys that nobody set. */
function given(about: Omit<CollectionAbout, 'run'>): CollectionOptions {
  return Object.fromEntries(Object.entries(about).filter(([, value]) => value !== undefined));
}

/** Documents of a run, those of one language (`de:421`) by their ids, too. */
function idsOf({ run }: RunReading): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const { docnos } of run.values())
    for (const docno of docnos) {
      ids.add(docno);
      const colon = docno.indexOf(':');
      if (colon > 0) ids.add(docno.slice(colon + 1));
    }
  return ids;
}

function listsOf({ run }: RunReading): ReadonlyMap<string, readonly string[]> {
  return new Map([...run].map(([query, { docnos }]) => [query, docnos]));
}

function runNotes(path: string, { badRows, problems }: RunReading): string[] {
  const [first] = problems;
  if (!first) return [];
  return [
    `${path}: ${badRows} rows could not be read and were left out, the first in line ${first.line}: ${first.message}.`,
  ];
}

const SAID: Readonly<Record<keyof CollectionCounts, (count: number) => string>> = {
  badRows: (n) => `${n} rows could not be read and were left out`,
  unknownQueries: (n) => `${n} judgements were left out, as no file has their query`,
  unknownDocuments: (n) => `${n} judgements were left out, as no file has their document`,
  negative: (n) => `${n} grades are below 0 and count as not relevant`,
  repeated: (n) => `${n} judgements are there again with the same grade`,
  unjudgedQueries: (n) => `${n} queries were left out, as nothing judges them`,
  withoutRelevant: (n) => `${n} queries have no relevant document and are in no mean`,
  unreadDocuments: (n) => `${n} documents are neither judged nor in the run and were not read`,
};

/** Fields of notes that are repeated in the report. */
const FIGURES: ReadonlySet<string> = new Set(['language', 'others', 'triples']);

/** What was left out or changed, in numbers. */
function collectionNotes({ collection, format, counts, problems }: CollectionReading): string[] {
  const about = `${collection.name}${collection.name === format ? '' : ` (${format})`}`;
  const said = (Object.keys(SAID) as (keyof CollectionCounts)[]).flatMap((key) =>
    counts[key] > 0 ? [`${about}: ${SAID[key](counts[key])}.`] : [],
  );
  // A language that was guessed, a sample, and ids that a language lacks change what figures mean.
  const assumed = problems.filter(
    ({ field, line, message }) =>
      (line === 0 && FIGURES.has(field)) || / are not in \S+: /.test(message),
  );
  return [...said, ...assumed.map(({ file, message }) => `${file}: ${message}.`)];
}
