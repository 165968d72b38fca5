import type { BitextFilters, Split } from '../data';
import {
  type CollapseRow,
  type LanguageGroups,
  parseStudyConfig,
  type StudyConfig,
  type StudyEvent,
  type StudyReport,
} from '../report';
import type {
  DataSummary,
  EncoderDescription,
  EngineStatus,
  InputFile,
  LoadProgress,
  PairPage,
  PairQuery,
  ShardRecord,
  StorageState,
} from '../worker';
import type { Solved } from './align/difference';
import type { GoldState } from './align/goldMarks';
import type { TokenRange } from './align/units';
import type { CurveLine } from './curve';
import type { LoadOptions } from './loadOptions';
import type { Look, View } from './look/look';
import { readUrl, type UrlText } from './look/urlText';
import type { RunSummary } from './runs/runRecord';
import type { AlignmentSample } from './sample';
import type { ShownEstimate } from './train/estimate';
import type { LogEntry } from './train/studyLog';
import type { UnfinishedStudy } from './train/unfinished';

/** The engine's device, or why there is none. */
export interface EngineState {
  /** Null while the device is being opened. */
  readonly status: EngineStatus | null;
  /** Set when the worker itself is gone; nothing can be computed then. */
  readonly crash: string | null;
}

export interface Cell {
  readonly row: number;
  readonly column: number;
}

/** Pairs of the loaded corpus that can be aligned, a page of them. */
export interface PairListState {
  readonly split: Split;
  readonly search: string;
  readonly intent: string;
  readonly slot: string;
  readonly order: PairQuery['order'];
  /** Null before the corpus was asked. */
  readonly page: PairPage | null;
  /** What `order` goes by, for people; null where run A says nothing about queries. */
  readonly scored: string | null;
  readonly error: string | null;
}

export interface IsolatedToken {
  readonly side: 'row' | 'column';
  readonly index: number;
}

/** A part of a matrix, in tokens. */
export interface TokenWindow {
  readonly rows: TokenRange;
  readonly columns: TokenRange;
}

/** The screen that aligns one pair of sentences. */
export interface AlignState {
  readonly sample: AlignmentSample | null;
  /** Whether the pair is the user's own, not the one that the link names. */
  readonly own: boolean;
  /** A result together with the problem it solves; older than the settings while `busy`. */
  readonly solved: Solved | null;
  /** What was kept to be compared with: A of A − B. */
  readonly kept: Solved | null;
  /** A of A − B where it is no kept one but another student or step of the same pair, and why there is none. */
  readonly against: Solved | null;
  readonly againstError: string | null;
  /** The token that the pointer is on outside the matrix: only its links are in full ink. */
  readonly isolated: IsolatedToken | null;
  /** The part of a long pair that is looked at. */
  readonly window: TokenWindow | null;
  /** Links of people for the pair, once a file of them was opened. */
  readonly gold: GoldState | null;
  readonly list: PairListState;
  readonly busy: boolean;
  /** Of the solver; its next answer takes it back. */
  readonly error: string | null;
  readonly cursor: Cell | null;
  /** What the embedded encoder is doing for an own pair. */
  readonly encoding: string | null;
  /** Why it could not read the last pair; stands until another one is asked for. */
  readonly encodingError: string | null;
}

export interface DataState {
  /** What the engine holds; kept when a later reading fails. */
  readonly summary: DataSummary | null;
  /** How often something was loaded: what is loaded anew is looked at anew. */
  readonly loads: number;
  /** What `summary` was read from. */
  readonly source: DataSource;
  /** Files beside it. */
  readonly bitext: readonly InputFile[];
  /** What is left out of them, beside what always is. */
  readonly filters: BitextFilters;
  /** What the next reading is told beside the files, and what the last one was. */
  readonly options: LoadOptions;
  readonly readWith: LoadOptions;
  readonly busy: string | null;
  /** How far the files are read; null before the first are. */
  readonly progress: LoadProgress | null;
  readonly error: string | null;
}

/** Where the loaded rows are from. */
export type DataSource =
  | { readonly kind: 'none' | 'sample' }
  | { readonly kind: 'corpus'; readonly files: readonly InputFile[] }
  | { readonly kind: 'collection'; readonly files: readonly InputFile[] }
  | { readonly kind: 'stored'; readonly hashes: readonly string[] };

/** What is kept in this browser. */
export interface ShelfState {
  /** Null before the store was asked. */
  readonly shards: readonly ShardRecord[] | null;
  readonly storage: StorageState | null;
  readonly busy: string | null;
  /** What the last action did, for people. */
  readonly note: string | null;
  readonly error: string | null;
}

export type Progress = Extract<StudyEvent, { type: 'progress' }>;

export interface StudyState {
  readonly draft: StudyConfig;
  readonly defaults: StudyConfig;
  readonly running: boolean;
  readonly cancelling: boolean;
  readonly progress: Progress | null;
  readonly curves: readonly CurveLine[];
  /** Id of the run that the curves are of, once it is kept. */
  readonly run: string | null;
  /** Whether training waits, or was asked to. */
  readonly paused: 'no' | 'asked' | 'yes';
  /** Where a run that waits stands. */
  readonly at: {
    readonly label: string;
    readonly step: number;
    readonly loss: number | null;
  } | null;
  /** Groups whose gap is followed; null before a run has said. */
  readonly groups: LanguageGroups | null;
  /** What was seen of students whose training ended. */
  readonly collapse: readonly CollapseRow[];
  readonly log: readonly LogEntry[];
  /** Studies that can go on, the latest first. */
  readonly unfinished: readonly UnfinishedStudy[];
  /** Whether another tab trains; one at a time does. */
  readonly elsewhere: boolean;
  /** What the draft would take on the loaded data; null while nobody knows. */
  readonly estimate: ShownEstimate | null;
  /** Why nobody knows, for people. */
  readonly estimateError: string | null;
  readonly encoder: EncoderState;
  readonly error: string | null;
}

/** The encoder that the draft names, where it is not the embedded one. */
export interface EncoderState {
  /** What was found at its source; null before it was looked at. */
  readonly found: EncoderDescription | null;
  /** The source that the engine holds open, as configs spell it. */
  readonly opened: string;
  readonly busy: string | null;
  /** Bytes read of all bytes. */
  readonly progress: { readonly done: number; readonly total: number } | null;
  readonly error: string | null;
}

export interface RunsState {
  /** Oldest first; those that were deleted and can be brought back have a `deletedAt`. */
  readonly list: readonly RunSummary[];
  /** Reports that were asked for, by run id. */
  readonly reports: Readonly<Record<string, StudyReport>>;
  readonly error: string | null;
}

/** Something said once. */
export interface Notice {
  readonly text: string;
  /** Goes away by itself. */
  readonly brief: boolean;
}

/** Everything the page shows. */
export interface AppState {
  readonly view: View;
  readonly look: Look;
  /** Said once to the user, newest last. */
  readonly notices: readonly Notice[];
  readonly engine: EngineState;
  readonly align: AlignState;
  readonly data: DataState;
  readonly shelf: ShelfState;
  /** Whether this page opens without network from now on. */
  readonly worksOffline: boolean;
  readonly study: StudyState;
  readonly runs: RunsState;
}

/** The state before anything was loaded. */
export function initialState(url: UrlText = readUrl('')): AppState {
  return {
    view: url.view,
    look: url.look,
    notices: url.refused.map((key) => ({
      text: `The link’s “${key}” is no value of its control; the default stands.`,
      brief: false,
    })),
    engine: { status: null, crash: null },
    align: {
      sample: null,
      own: false,
      solved: null,
      kept: null,
      against: null,
      againstError: null,
      isolated: null,
      window: null,
      gold: null,
      list: {
        ...{ split: 'test', search: '', intent: '', slot: '', order: 'file' },
        ...{ page: null, scored: null, error: null },
      },
      busy: true,
      error: null,
      cursor: null,
      encoding: null,
      encodingError: null,
    },
    data: {
      summary: null,
      loads: 0,
      source: { kind: 'none' },
      bitext: [],
      filters: {},
      ...{ options: {}, readWith: {} },
      busy: null,
      progress: null,
      error: null,
    },
    worksOffline: false,
    shelf: { shards: null, storage: null, busy: null, note: null, error: null },
    study: {
      draft: parseStudyConfig({}),
      defaults: parseStudyConfig({}),
      running: false,
      cancelling: false,
      progress: null,
      curves: [],
      run: null,
      ...{ paused: 'no', at: null, groups: null, collapse: [], log: [] },
      ...{ unfinished: [], elsewhere: false },
      ...{ estimate: null, estimateError: null },
      encoder: { found: null, opened: 'embedded', busy: null, progress: null, error: null },
      error: null,
    },
    runs: { list: [], reports: {}, error: null },
  };
}

/** The report of run A or B; null where none is chosen or it is not there yet. */
export function reportOf({ look, runs }: AppState, side: 'a' | 'b'): StudyReport | null {
  return reportWithId(runs, look[side]);
}

/** A report that was asked for; an id is whatever a link says, `__proto__` too. */
export function reportWithId({ reports }: RunsState, id: string | null): StudyReport | null {
  return id !== null && Object.hasOwn(reports, id) ? (reports[id] ?? null) : null;
}
