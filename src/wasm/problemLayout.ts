import * as S from '../../wasm/slots';
import { Arena } from './memory';

/** Sizes of one problem and what is wanted of it. */
export interface ProblemShape {
  readonly n: number;
  readonly m: number;
  readonly d: number;
  readonly gradient: boolean;
  readonly plan: boolean;
}

/** The address of every array of a problem, by slot, from `base` on; shapes are in wasm/slots.ts. */
export function layoutProblem(base: number, shape: ProblemShape): { at: number[]; end: number } {
  const { n, m, d } = shape;
  const [np, mp, dp] = [roundUp(n, 4), roundUp(m, 8), roundUp(d, 8)];
  const floats: readonly [slot: number, count: number][] = [
    [S.STATUS, 8],
    [S.POTENTIALS, n + m],
    [S.WEIGHTS, n + m],
    [S.START, n + m],
    [S.ROW_INDEX, np],
    [S.COLUMN_INDEX, mp],
    [S.ROW_WEIGHT, np],
    [S.COLUMN_WEIGHT, mp],
    [S.X_NORM, 2 * np],
    [S.Y_NORM, 2 * mp],
    [S.ALPHA, np],
    [S.BETA, mp],
    [S.U, np],
    [S.U_NEW, np],
    [S.V, mp],
    [S.V_NEW, mp],
    [S.ROW_BASE, np],
    [S.ROW_CAP, np],
    [S.COLUMN_BASE, mp],
    [S.COLUMN_CAP, mp],
    [S.SUMS, mp],
    [S.ROW_SUMS, 2 * np],
    [S.COLUMN_SUMS, 2 * mp],
    [S.G_BEFORE, 2 * mp],
    [S.KERNEL, np * mp],
    [S.COST, np * mp],
    [S.X, d === dp ? np * d : n * d],
    [S.Y, d === dp ? mp * d : m * d],
    [S.X_ROWS, d === dp ? 0 : np * dp],
    [S.Y_ROWS, d === dp ? 0 : mp * dp],
    [S.X_PANELS, np * dp],
    [S.Y_PANELS, mp * dp],
    [S.GRADIENT_PANELS, 8 * np],
    [S.GRADIENT_ROWS, 8 * dp],
    [S.GRADIENT, shape.gradient ? m * d : 0],
    [S.PLAN, shape.plan ? n * m : 0],
  ];
  const arena = new Arena(base);
  const at = new Array<number>(S.SLOT_COUNT).fill(0);
  for (const [slot, count] of floats) at[slot] = arena.take(4 * count);
  // Vectors that need no padding are worked on where they are given.
  if (d === dp) [at[S.X_ROWS], at[S.Y_ROWS]] = [at[S.X]!, at[S.Y]!];
  return { at, end: arena.end };
}

function roundUp(value: number, to: number): number {
  return Math.ceil(value / to) * to;
}
