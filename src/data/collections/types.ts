import type { Language, ReadProblem, SourceRows } from '../types';

/** A query or a document. The same id in two languages is the same text translated, judged alike. */
export interface CollectionText {
  readonly id: string;
  readonly language: Language;
  /** Well-formed Unicode; a document's may be empty, a query's has text. */
  readonly text: string;
}

/** How relevant a document is to a query, in whatever language either is. */
export interface Judgement {
  readonly query: string;
  readonly document: string;
  /** A whole number from -127 to 127; below 1 is not relevant. */
  readonly grade: number;
}

/** Queries, documents and judgements that belong together: every judgement names a query and a document in it. */
export interface RankingCollection {
  readonly name: string;
  readonly queries: readonly CollectionText[];
  readonly documents: readonly CollectionText[];
  readonly qrels: readonly Judgement[];
}

/** The packagings that are told apart. */
export type CollectionFormat =
  | 'BEIR'
  | 'TREC'
  | 'CLIRMatrix'
  | 'mMARCO'
  | 'WikiCLIR'
  | 'Wikipedia links';

/** What the files themselves do not say. */
export interface CollectionOptions {
  /** Default: the packaging's name. */
  readonly name?: string;
  /** Which of `train`, `dev`, `test`, … to read where a part is there for several; default `test`. */
  readonly split?: string;
  /** Language of queries whose file does not name it; default `en`. */
  readonly queryLanguage?: Language;
  /** Language of documents whose file does not name it; default `en`. */
  readonly documentLanguage?: Language;
  /** Documents to read whether judged or not, such as those of a run to re-rank. */
  readonly keep?: ReadonlySet<string>;
  /** How many other documents to read, at random but the same ids in every language; default all, or 200,000 of more. */
  readonly others?: number;
  /** How many rows of triples to read, at random; default all, or 500,000 of more. */
  readonly triples?: number;
  /** Of `others` and `triples`; default 1. */
  readonly seed?: number;
}

/** What was left out or changed, in numbers. */
export interface CollectionCounts {
  /** Rows that could not be read. */
  readonly badRows: number;
  /** Judgements left out because no file has their query. */
  readonly unknownQueries: number;
  /** Judgements left out because no file has their document. */
  readonly unknownDocuments: number;
  /** Judgements below 0, kept as not relevant. */
  readonly negative: number;
  /** Judgements that stand in the files again, with the same grade. */
  readonly repeated: number;
  /** Queries left out because nothing judges them. */
  readonly unjudgedQueries: number;
  /** Queries that are kept, judged, and have no relevant document. */
  readonly withoutRelevant: number;
  /** Documents left out by `others`. */
  readonly unreadDocuments: number;
}

/** A collection with all that its reader has to say. */
export interface CollectionReading {
  readonly collection: RankingCollection;
  readonly format: CollectionFormat;
  readonly counts: CollectionCounts;
  readonly problems: readonly ReadProblem[];
  /** One per handed-in file that gave rows: texts kept, and judgements read. */
  readonly records: readonly SourceRows[];
}
