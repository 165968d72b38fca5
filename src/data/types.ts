/** A BCP-47 language code as it appears in file names and reports: `en`, `de`, `sw`, `tl`, … */
export type Language = string;

/** A span of the utterance that fills one slot. Offsets count UTF-16 units of `Utterance.text`, end exclusive. */
export interface SlotSpan {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** One annotated utterance of a task-oriented corpus such as MTOP. */
export interface Utterance {
  /** Shared by the translations of one utterance; hexadecimal ids are decoded to digits. */
  readonly id: string;
  readonly language: Language;
  readonly text: string;
  /**
   * Root intent without the `IN:` prefix, e.g. `CREATE_ALARM`; the document's id where `Corpus.topic` says so; '' where
   * a packaging has the domain alone.
   */
  readonly intent: string;
  readonly domain: string;
  /** Slots that were found in the text; a tree inside a slot is in the parse alone. */
  readonly slots: readonly SlotSpan[];
  /** The decoupled parse, e.g. `[IN:CREATE_ALARM [SL:DATE_TIME at 7 am ] ]`; '' where a packaging has none. */
  readonly parse: string;
}

/** Which part of a corpus a row belongs to. MTOP's own name for `dev` is `eval`. */
export type Split = 'train' | 'dev' | 'test';

/** A checked corpus: rows per split, in file order. */
export interface Corpus {
  readonly name: string;
  /** True where the texts were generated and must be called synthetic wherever they are shown. */
  readonly synthetic: boolean;
  /** What makes two utterances topically relevant to each other: the same intent, or the same document. */
  readonly topic: 'intent' | 'document';
  readonly splits: Readonly<Record<Split, readonly Utterance[]>>;
}

/** One translation pair; carries no relevance judgement of any kind. */
export interface BitextPair {
  readonly english: string;
  readonly foreign: string;
}

/** Translation pairs between English and one language. */
export interface Bitext {
  readonly name: string;
  readonly language: Language;
  readonly pairs: readonly BitextPair[];
}

/** What a reader reports beside its rows; nothing is dropped silently. */
export interface ReadProblem {
  readonly file: string;
  /** 1-based; 0 where the problem concerns the whole file. */
  readonly line: number;
  readonly field: string;
  readonly message: string;
}

/** Where a run's rows came from: recorded in the report. */
export interface DataSourceRecord {
  readonly path: string;
  readonly sha256: string;
  readonly rows: number;
}

/** A file handed to a reader: its name as shown to the user and its bytes. */
export interface NamedBytes {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** A file that may be larger than memory: a blob, an address, an entry of a zip. */
export interface StreamedFile {
  readonly path: string;
  /** In bytes; absent where only reading to the end tells. */
  readonly size?: number;
  /** Its bytes in order, from the start at every call. A chunk may be written over once the next one is asked for. */
  readonly chunks: () => AsyncIterable<Uint8Array>;
  /** Bytes `start` to `end`, end exclusive, fewer where the file ends; absent where it is read in order only. */
  readonly slice?: (start: number, end: number) => Promise<Uint8Array>;
  /**
   * Lets messages be heard; rejects where reading is to stop. For who works long on what one reading gave; absent where
   * nobody looks on.
   */
  readonly pause?: () => Promise<void>;
}

/** What readers take: a file in memory, or one that is streamed. */
export type DataFile = NamedBytes | StreamedFile;

/** Rows of one file with what the reader has to say about them. */
export interface ReadRows<Row> {
  readonly rows: readonly Row[];
  readonly problems: readonly ReadProblem[];
}

/** How many rows one handed-in file gave; the caller adds the hash to make a {@link DataSourceRecord}. */
export interface SourceRows {
  readonly path: string;
  readonly rows: number;
}
