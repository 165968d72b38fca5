/** A float64 reference of `golden/`, checked against POT and OTT when it was made; matrices are row-major. */
export interface GoldenCase {
  readonly name: string;
  readonly n: number;
  readonly m: number;
  readonly d: number;
  readonly eps: number;
  /** Weights, summing to 1. */
  readonly a: readonly number[];
  readonly b: readonly number[];
  /** Not normalised, exact in f32. */
  readonly X: readonly number[];
  readonly Y: readonly number[];
  /** The converged plan, `exp((f + g - C) / eps)`. */
  readonly P: readonly number[];
  /** Potentials in the gauge `<f, a> = 0`. */
  readonly f: readonly number[];
  readonly g: readonly number[];
  readonly loss: number;
  /** `<P, C> + eps KL(P | a b')`. */
  readonly valueKl: number;
  /** Gradient of `<P, C>` with respect to Y (not normalised), P held fixed. */
  readonly gradYPlanFixed: readonly number[];
  /** Gradient of `<P, C>` with respect to Y, P moving with C (implicit function theorem). */
  readonly gradYExact: readonly number[];
  /** Iterations to [L1 row error, loss] of plain Sinkhorn from g = 0, rows first. */
  readonly trace: Readonly<Record<string, readonly [error: number, loss: number]>>;
  /** Exact, unregularised transport cost by POT `emd2`. */
  readonly emd: number;
  /** Plan of POT `sinkhorn_unbalanced`, reg_type kl: our unbalanced transport with rhoX = rhoY = rho. */
  readonly unbalanced: { readonly rho: number; readonly plan: readonly number[] };
}

const files = import.meta.glob<Partial<GoldenCase> & { readonly name: string }>('./golden/*.json', {
  eager: true,
  import: 'default',
});

/** Slow to converge or larger than the rest; see golden/README.md. */
const HARD = ['nearPermutation', 'tokens', 'square64'];

const ALL = [...new Set(Object.values(files).map(({ name }) => name))].map(joined);

/** Small cases that plain iterations solve. */
export const GOLDEN: readonly GoldenCase[] = ALL.filter(({ name }) => !HARD.includes(name));

/** A near-permutation 12 x 12, tokens 24 x 37 with d = 128, and 64 x 64. */
export const HARD_GOLDEN: readonly GoldenCase[] = ALL.filter(({ name }) => HARD.includes(name));

/** A case put together from its files. */
function joined(name: string): GoldenCase {
  const parts = Object.values(files).filter((part) => part.name === name);
  const whole = Object.assign({}, ...parts) as GoldenCase;
  return { ...whole, X: whole.X.map(Math.fround), Y: whole.Y.map(Math.fround) };
}

export function golden(name: string): GoldenCase {
  const found = ALL.find((one) => one.name === name);
  if (!found) throw new Error(`no golden case ${name}`);
  return found;
}

/** Rows divided by their norms, in float64. */
export function normalised(rows: readonly number[], d: number): Float64Array {
  return Float64Array.from(rows, (value, at) => {
    const start = at - (at % d);
    return value / Math.hypot(...rows.slice(start, start + d));
  });
}

/** Pulls a gradient by unit vectors back to the raw rows: `(g - <g, u> u) / |row|`. */
export function throughNorm(gradient: ArrayLike<number>, rows: readonly number[], d: number) {
  const units = normalised(rows, d);
  return Float64Array.from(rows, (_, at) => {
    const start = at - (at % d);
    const norm = Math.hypot(...rows.slice(start, start + d));
    let along = 0;
    for (let k = start; k < start + d; k++) along += gradient[k]! * units[k]!;
    return (gradient[at]! - along * units[at]!) / norm;
  });
}

/** Sum of absolute differences; how far two plans are apart. */
export function l1Error(got: ArrayLike<number>, want: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < want.length; at++) sum += Math.abs(got[at]! - want[at]!);
  return got.length === want.length ? sum : Number.POSITIVE_INFINITY;
}

/** An [n, m] matrix as its [m, n] transpose. */
export function transposed(matrix: ArrayLike<number>, n: number, m: number): Float64Array {
  return Float64Array.from({ length: n * m }, (_, at) => matrix[(at % n) * m + ((at / n) | 0)]!);
}
