import type { PlanDifference } from './align/difference';
import type { GradientField } from './align/gradientField';
import { type Pooled, rowShares, totalShares } from './align/pooled';
import type { Mode, Norm, Scale } from './look/look';

/** A matrix ready to be drawn, with what its numbers mean. */
export interface ShownMatrix {
  readonly values: Float64Array;
  readonly rows: number;
  readonly columns: number;
  /** Values drawn in the first and in the last colour. */
  readonly domain: readonly [number, number];
  /** How colours follow values. */
  readonly scale: Scale;
  /** Both signs matter: the domain is symmetric around 0. */
  readonly diverging: boolean;
  /** What one value is, e.g. `share of the row's mass`. */
  readonly unit: string;
  /** The same in one word, for live text. */
  readonly noun: string;
}

interface Wanted {
  readonly norm: Norm;
  readonly scale: Scale;
}

/**
 * The matrix of a mode:
 * - `plan`: the share of row i's mass that goes to column j, or the share of all mass;
 * - `cost`: `C[i,j] = 1 - cosine`, mean over the tokens of a group;
 * - `product`: the share of what row i costs, or of ⟨P,C⟩, that is spent there.
 */
export function shownMatrix(
  pooled: Pooled,
  mode: Exclude<Mode, 'difference' | 'gradient'>,
  { norm, scale }: Wanted,
): ShownMatrix {
  const { rows, columns } = pooled;
  const shape = { rows, columns, scale, diverging: false };
  if (mode === 'cost') {
    const values = pooled.cost;
    return { ...shape, values, domain: nice(values), unit: 'cost 1 − cosine', noun: 'cost' };
  }
  const of = mode === 'plan' ? pooled.plan : pooled.spent;
  const values = norm === 'row' ? rowShares(of, rows, columns) : totalShares(of);
  const domain: [number, number] = norm === 'row' ? [0, 1] : [0, nice(values)[1]];
  const [whole, noun] = mode === 'plan' ? ['mass', 'mass'] : ['cost', 'share of cost'];
  const unit =
    norm === 'row'
      ? `share of the row’s ${whole}`
      : mode === 'plan'
        ? 'share of all mass'
        : 'share of ⟨P,C⟩';
  return { ...shape, values, domain, unit, noun };
}

/** A - B with 0 in the middle of the colours. */
export function differenceMatrix(
  { values }: PlanDifference,
  { rows, columns }: Pooled,
  { norm, scale }: Wanted,
): ShownMatrix {
  const of = norm === 'row' ? 'the row’s mass' : 'all mass';
  const words = { unit: `A − B, share of ${of}`, noun: 'difference' };
  return { ...words, values, rows, columns, scale, diverging: true, domain: symmetric(values) };
}

/** How fast each column turns towards each row. */
export function gradientMatrix(
  { towards: values }: GradientField,
  { rows, columns }: Pooled,
  scale: Scale,
): ShownMatrix {
  const words = { unit: 'speed of the column’s turn towards the row', noun: 'speed' };
  return { ...words, values, rows, columns, scale, diverging: true, domain: symmetric(values) };
}

/** The columns that take most of a row, best first; where both signs matter, those that are farthest from 0. */
export function strongest(matrix: ShownMatrix, row: number, count: number): number[] {
  const at = (column: number) => {
    const value = matrix.values[row * matrix.columns + column]!;
    return matrix.diverging ? Math.abs(value) : value;
  };
  return Array.from({ length: matrix.columns }, (_, column) => column)
    .sort((a, b) => at(b) - at(a) || a - b)
    .slice(0, count);
}

function range(values: Float64Array): [number, number] {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return least <= most ? [least, most] : [0, 1];
}

/** Rounds outwards to twentieths of a power of ten, so that the legend stays readable and still. */
function nice(values: Float64Array): [number, number] {
  const [least, most] = range(values);
  const unit = stepOf(Math.max(Math.abs(least), Math.abs(most)));
  const low = Math.floor(least / unit + 1e-9) * unit;
  const high = Math.ceil(most / unit - 1e-9) * unit;
  return [low, high > low ? high : low + unit];
}

function symmetric(values: Float64Array): [number, number] {
  const [least, most] = range(values);
  const far = Math.max(Math.abs(least), Math.abs(most));
  const unit = stepOf(far);
  const end = Math.max(1, Math.ceil(far / unit - 1e-9)) * unit;
  return [-end, end];
}

function stepOf(most: number): number {
  return most > 0 ? 0.05 * 10 ** Math.ceil(Math.log10(most) - 1e-9) : 0.05;
}
