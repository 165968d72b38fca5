import type { StudyReport } from '../../report';
import type {
  QueryFacts,
  QueryGaps,
  QueryGapsJob,
  QueryPairs,
  QueryPairsJob,
  QueryRanks,
  QueryRanksJob,
} from '../../worker';
import type { DataCommands } from '../dataCommands';
import type { Engine } from '../engine';
import type { LocalFile } from '../localFiles';
import type { RunCommands } from '../runs/runCommands';
import { type DataState, reportWithId } from '../state';
import type { AppStore } from '../store';

/** File of a run that holds the average precision of every query. */
export const QUERIES = 'queries.csv';

/** Rows that one question to the engine gets. */
const PAGE = 500;
/** Texts that are held for the table of queries. */
const MOST_TEXTS = 200_000;

/** Names a query's text. */
export function textKey(language: string, id: string): string {
  return `${language}\n${id}`;
}

/** Whether a report's queries are rows of what is loaded: ids of another corpus name other texts. */
export function isOfLoaded(
  { corpus }: Pick<StudyReport, 'corpus'>,
  { summary }: Pick<DataState, 'summary'>,
): boolean {
  return summary?.corpus === corpus;
}

type Side = QueryPairsJob['a'];
type WithoutFile<Job> = Omit<Job, 'file'>;

/** What the Gap screen asks for; everything about queries needs `queries.csv` of its run. */
export interface GapCommands {
  gaps(job: WithoutFile<QueryGapsJob>): Promise<QueryGaps>;
  pairs(
    job: Omit<QueryPairsJob, 'a' | 'b'> & { a: WithoutFile<Side>; b: WithoutFile<Side> },
  ): Promise<QueryPairs>;
  ranks(job: WithoutFile<QueryRanksJob>): Promise<readonly QueryRanks[]>;
  /**
   * Texts of the queries of a report, by `textKey`; null unless its corpus is the one that is loaded, since ids of
   * another one name other texts.
   */
  texts(report: StudyReport): Promise<ReadonlyMap<string, string> | null>;
  /** Keeps a `queries.csv` with a run, once it is sound. @throws ParseError that names the line. */
  attach(run: string, file: LocalFile): Promise<void>;
}

interface Rooms {
  readonly runs: RunCommands;
  readonly data: DataCommands;
}

export function gapCommands(store: AppStore, engine: Engine, { runs, data }: Rooms): GapCommands {
  let given = 0;
  const open = async (run: string) => {
    const file = await runs.file(run, QUERIES);
    if (!file) throw new Error(`The run ${run} has no ${QUERIES}.`);
    return { run, file };
  };
  return {
    gaps: async (job) => engine.queryGaps({ ...job, ...(await open(job.run)) }),
    pairs: async (job) => {
      const [a, b] = await Promise.all([open(job.a.run), open(job.b.run)]);
      return engine.queryPairs({ ...job, a: { ...job.a, ...a }, b: { ...job.b, ...b } });
    },
    ranks: async (job) => engine.queryRanks({ ...job, ...(await open(job.run)) }),
    texts: async ({ corpus, config }) => {
      if (!isOfLoaded({ corpus }, store.getState().data)) return null;
      const wanted = [config.evaluationSplit, 'queries'];
      const part = (await data.parts()).find(({ id }) => wanted.includes(id));
      if (!part || part.rows > MOST_TEXTS) return null;
      const texts = new Map<string, string>();
      for (let start = 0; start < part.rows; start += PAGE) {
        const { rows } = await data.rows({ part: part.id }, start, PAGE);
        for (const row of rows)
          if (row.kind === 'utterance' || row.kind === 'text')
            texts.set(textKey(row.language, row.id), row.text);
      }
      return texts;
    },
    attach: async (run, { blob }) => {
      // A name of its own: what was given before may have been another file.
      const facts = await engine.queryFacts({ run: `${run}, file ${++given}`, file: blob });
      const report = reportWithId(store.getState().runs, run);
      if (report) assertOf(report, facts);
      await runs.attach(run, [{ name: QUERIES, content: blob }]);
    },
  };
}

/** MAPs are means of the same numbers in another order. */
const SAME = 1e-9;

/** @throws Error where the file's MAPs are not the report's: its intervals would be of other numbers. */
function assertOf({ results }: StudyReport, { maps }: QueryFacts): void {
  let found = 0;
  for (const { task, method, language, map } of maps) {
    const own = results.filter(
      (row) => row.task === task && row.method === method && row.language === language,
    );
    const row = own.find(({ seed }) => seed === null) ?? (own.length === 1 ? own[0] : undefined);
    if (!row) continue;
    found++;
    if (Math.abs(row.map - map) > SAME)
      throw new Error(
        `This ${QUERIES} is of another run: its MAP of ${method} in ${language}, ${task}, is ${map}, the report has ${row.map}.`,
      );
  }
  if (found === 0)
    throw new Error(`This ${QUERIES} is of another run: it has none of the report’s results.`);
}
