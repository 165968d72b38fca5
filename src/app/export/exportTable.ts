import { withMinus } from '../format';

/** A value of an exported cell; null where there is none, which is not 0. */
export type CellValue = string | number | null;

/** The numbers behind a picture, in full precision; what is exported is what is drawn. */
export interface ExportTable {
  /** File name without its ending, e.g. `map-by-language`. */
  readonly name: string;
  /** For people: above the table on the screen and in LaTeX. */
  readonly caption: string;
  readonly columns: readonly ExportColumn[];
  readonly rows: readonly (readonly CellValue[])[];
  /** Where the numbers are from: run, seed, commit, adapter, settings. */
  readonly about: Readonly<Record<string, CellValue>>;
}

export interface ExportColumn {
  /** As CSV and JSON name it. */
  readonly key: string;
  /** As people read it. */
  readonly label: string;
  /** Digits after the point on the screen and in LaTeX; files keep all. Default 3. */
  readonly digits?: number;
  /** Language of the texts below it. */
  readonly language?: string;
}

/** A cell as people read it, with a real minus. */
export function shownCell(value: CellValue | undefined, { digits = 3 }: ExportColumn): string {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'string') return value;
  return withMinus(Number.isInteger(value) ? String(value) : value.toFixed(digits));
}
