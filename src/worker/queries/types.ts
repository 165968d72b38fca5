import type { ResolvedGroups, SystemDisparity } from '../../eval';
import type { LanguageGroups, Method, StudyConfig, TaskId } from '../../report';

/** Per-query results of a run, as `queries.csv` holds them. */
export interface QueryFile {
  /** Id of the run; a file of the same id is read once. */
  readonly run: string;
  readonly file: Blob;
}

/** What a `queries.csv` holds. */
export interface QueryFacts {
  readonly rows: number;
  readonly tasks: readonly string[];
  readonly methods: readonly string[];
  readonly languages: readonly string[];
  readonly seeds: readonly number[];
  /** MAP over queries and seeds, to tell whether the file is of a report. */
  readonly maps: readonly {
    readonly task: string;
    readonly method: string;
    readonly language: string;
    readonly map: number;
  }[];
}

interface Resampling {
  readonly task: TaskId;
  readonly groups: LanguageGroups;
  readonly bootstrap: StudyConfig['bootstrap'];
}

export interface QueryGapsJob extends QueryFile, Resampling {
  /** What changes are measured from; null for none. */
  readonly baseline: Method | null;
}

/** Groups and gaps of every method, with intervals of the paired bootstrap. */
export interface QueryGaps {
  readonly groups: ResolvedGroups;
  readonly systems: readonly SystemDisparity[];
  /** What was drawn with replacement. */
  readonly drawn: 'seeds and queries' | 'queries';
}

/** One side of a comparison. */
export interface QuerySide extends QueryFile {
  readonly method: Method;
}

export interface QueryPairsJob extends Resampling {
  readonly a: QuerySide;
  readonly b: QuerySide;
}

type Interval = readonly [number, number];

/** A value and its 95 % interval, null with too few queries. */
export interface QueryEstimate {
  readonly value: number;
  readonly ci: Interval | null;
}

/** Average precision of two sides on the queries that both answered; means over seeds. */
export interface QueryPairs {
  readonly languages: readonly {
    readonly language: string;
    readonly queries: number;
    readonly a: QueryEstimate;
    readonly b: QueryEstimate;
    /** b - a, paired by query. */
    readonly difference: QueryEstimate;
  }[];
  readonly drawn: QueryGaps['drawn'];
  /** One entry a query and language. */
  readonly rows: {
    readonly ids: readonly string[];
    readonly topics: readonly string[];
    readonly domains: readonly string[];
    readonly languages: readonly string[];
    readonly a: Float64Array;
    readonly b: Float64Array;
  };
}

export interface QueryRanksJob extends QueryFile {
  readonly task: TaskId;
  /** Level of the tests, after Holm. */
  readonly alpha: number;
}

/** Pairs of methods whose difference is resolved in a language. */
export interface QueryRanks {
  readonly language: string;
  readonly better: readonly { readonly method: Method; readonly than: Method }[];
}

/** The engine's methods about per-query results; need no device and no corpus. */
export interface QueriesApi {
  /** @throws ParseError that names the line. */
  queryFacts(file: QueryFile): Promise<QueryFacts>;
  /** Gaps between any groups, by the bootstrap that the study itself uses. */
  queryGaps(job: QueryGapsJob): Promise<QueryGaps>;
  /** Two methods of one run, or of two runs, query by query. */
  queryPairs(job: QueryPairsJob): Promise<QueryPairs>;
  /** Paired t-tests of all pairs of methods, corrected by Holm over the pairs of a language. */
  queryRanks(job: QueryRanksJob): Promise<readonly QueryRanks[]>;
}
