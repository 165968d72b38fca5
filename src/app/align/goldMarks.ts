import type { Grouping } from './units';

/** Links that people made, as marks on the matrix of words. */
export interface GoldMarks {
  /** [rows, columns] of words, 2 for a sure link, 1 for a possible one. */
  readonly cells: Uint8Array;
  /** Alignment error rate of the plan's links; null where there is no sure link. */
  readonly aer: number | null;
  /** Whether the marks belong to what is shown: the same words. */
  fits(rows: Grouping, columns: Grouping): boolean;
}
