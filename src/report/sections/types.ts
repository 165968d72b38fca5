import type { StudyReport } from '../types';

/** A part of a report that every format shows alike: a title, sentences, and a table or a list. */
export interface Section {
  readonly title: string;
  readonly text?: string;
  /** All rows as long as `head`; the first column names the row. Cells are plain text. */
  readonly table?: {
    readonly head: readonly string[];
    readonly rows: readonly (readonly string[])[];
  };
  readonly list?: readonly string[];
}

/** Gives the sections of one kind, none where the report has nothing for them. */
export type MakeSections = (report: StudyReport) => readonly Section[];
