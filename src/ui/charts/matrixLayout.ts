import { clipLabel, type Sentence } from '../../app';

/** Sizes in pixels of a heatmap that fits a width. */
export interface MatrixLayout {
  readonly cell: number;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly width: number;
  readonly height: number;
}

export const LONGEST_LABEL = 14;
const [LEAST_CELL, MOST_CELL] = [16, 60];
const CHARACTER = 7.6;
const SLANT = Math.SQRT1_2;

/** Cells are square and as large as the width allows; below the least size the chart scrolls. */
export function matrixLayout(width: number, rows: Sentence, columns: Sentence): MatrixLayout {
  const longest = (sentence: Sentence) =>
    Math.max(2, ...sentence.tokens.map(({ text }) => [...clipLabel(text, LONGEST_LABEL)].length));
  const left = Math.ceil(longest(rows) * CHARACTER + 14);
  const slanted = longest(columns) * CHARACTER * SLANT;
  const [top, right] = [Math.ceil(slanted + 20), Math.ceil(slanted * 0.8)];
  const [n, m] = [rows.tokens.length, columns.tokens.length];
  const room = (width - left - right) / m;
  const cell = Math.max(LEAST_CELL, Math.min(MOST_CELL, Math.floor(room)));
  return { cell, left, top, right, width: left + m * cell + right, height: top + n * cell + 4 };
}
