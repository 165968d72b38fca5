import { clipLabel, type Sentence } from '../../app';

/** Sizes in pixels of a heatmap that fits a width. */
export interface MatrixLayout {
  readonly cell: number;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly width: number;
  readonly height: number;
  /** Every so many tokens have their label. */
  readonly every: number;
}

export const LONGEST_LABEL = 14;
const MOST_CELL = 72;
/** Up to so many tokens every one is labelled, whatever room that takes. */
const FEW = 64;
const LABEL_HEIGHT = 16;
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
  const least = Math.max(n, m) > FEW ? 6 : LABEL_HEIGHT;
  const cell = Math.max(least, Math.min(MOST_CELL, Math.floor(room)));
  return {
    ...{ cell, left, top, right, every: Math.ceil(LABEL_HEIGHT / cell) },
    width: left + m * cell + right,
    height: top + n * cell + 4,
  };
}
