import type { SlotSpan, Split, TextStatistics } from '../data';
import type { ShardRecord, StorageState } from '../store';
import type { DataSummary, InputFile, LoadProgress } from './types';

/** Names a table of what is loaded; bitexts are numbered in their order. */
export type PartId = Split | `bitext:${number}` | 'queries' | 'documents' | 'judgements';

/** A table of what is loaded. */
export interface DataPart {
  readonly id: PartId;
  /** For people. */
  readonly label: string;
  readonly rows: number;
  /** Languages that its rows can be chosen by, in the order of their first row. */
  readonly languages: readonly { readonly language: string; readonly rows: number }[];
}

/** Which rows of a table are looked at. */
export interface RowQuery {
  readonly part: PartId;
  readonly language?: string | undefined;
  /** Rows in which some text has these characters, whatever their case or width; ids and labels too. */
  readonly search?: string | undefined;
}

/** A row as the page shows it; `number` is its 1-based place in the table. */
export type PreviewRow =
  | {
      readonly kind: 'utterance';
      readonly number: number;
      readonly id: string;
      readonly language: string;
      readonly text: string;
      readonly intent: string;
      readonly domain: string;
      readonly slots: readonly SlotSpan[];
    }
  | {
      readonly kind: 'pair';
      readonly number: number;
      readonly language: string;
      readonly english: string;
      readonly foreign: string;
      readonly score: number | null;
    }
  | {
      readonly kind: 'text';
      readonly number: number;
      readonly id: string;
      readonly language: string;
      readonly text: string;
    }
  | {
      readonly kind: 'judgement';
      readonly number: number;
      readonly query: string;
      readonly document: string;
      readonly grade: number;
    };

/** Consecutive rows of a query's result. */
export interface RowPage {
  /** Rows of the whole result. */
  readonly total: number;
  readonly start: number;
  readonly rows: readonly PreviewRow[];
}

/** What the texts of one language in one table or pair of tables are like. */
export interface LanguageStatistics extends TextStatistics {
  readonly table: 'utterances' | 'queries' | 'documents' | 'bitext';
  /** Of bitext: its name. */
  readonly name: string;
  readonly language: string;
  /** Ids that other languages of the same splits have; null where rows are not parallel by id. */
  readonly missing: number | null;
}

/** What the page can ask of the data that is loaded, and of what is kept in the browser. */
export interface DataApi {
  /** The tables of what is loaded; none before anything is. */
  parts(): Promise<readonly DataPart[]>;
  /**
   * Gives at most 500 rows of a query's result. Only what is shown leaves the worker.
   *
   * @throws RangeError for a table that is not loaded.
   */
  rows(query: RowQuery, start: number, count: number): Promise<RowPage>;
  /** Statistics of every language, the slow way once; stops with an `AbortError` when other data is loaded. */
  statistics(): Promise<readonly LanguageStatistics[]>;
  /**
   * Keeps corpus, collection and bitext of what is loaded in the browser. Translations of queries and a ranker's
   * head are not kept.
   *
   * @throws StoreFullError, by its name `QuotaExceededError`; what did not fit is not stored.
   */
  keepLoaded(about: {
    /** What the user typed; a licence that the package states is preferred. */
    readonly licence: string;
    /** Milliseconds since 1970. */
    readonly added: number;
  }): Promise<readonly ShardRecord[]>;
  listShards(): Promise<readonly ShardRecord[]>;
  /**
   * Loads stored data in place of what is loaded: one corpus or collection, any bitexts; a collection beside a corpus
   * is what the English ranker learns from. `bitext` adds files to it.
   */
  openShards(
    hashes: readonly string[],
    bitext?: readonly InputFile[],
    onProgress?: (progress: LoadProgress) => void,
  ): Promise<DataSummary>;
  /** @returns the bytes that are free again. */
  deleteShard(hash: string): Promise<number>;
  storage(): Promise<StorageState>;
}
