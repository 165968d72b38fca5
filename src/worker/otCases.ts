import { ParseError } from '../lib';
import type { EngineFile } from './types';

/** A transport problem with its float64 reference, in the format of the golden vectors. Matrices are row-major. */
export interface OtCase {
  readonly name: string;
  readonly n: number;
  readonly m: number;
  readonly d: number;
  readonly eps: number;
  /** [n] and [m], summing to 1. */
  readonly a: Float64Array;
  readonly b: Float64Array;
  /** [n, d] and [m, d]; float32 holds them. */
  readonly X: Float64Array;
  readonly Y: Float64Array;
  /** [n, m], converged. */
  readonly P: Float64Array;
  /** `<P, C>`, C the cosine cost. */
  readonly loss: number;
  /** [m, d]. */
  readonly gradY_plan_fixed: Float64Array;
  readonly gradY_exact: Float64Array;
  /** `[L1 row error, loss]` after so many plain iterations; empty where the file has none. */
  readonly trace: ReadonlyMap<number, readonly [error: number, loss: number]>;
}

/** How far weights may be from summing to 1: what float32 or a few printed digits do. */
const SUM_ERROR = 1e-5;

/**
 * Reads `{cases: [{name, n, m, d, eps, a, b, X, Y, P, loss, gradY_plan_fixed, gradY_exact, trace?}]}`, matrices as
 * lists of rows. Other fields are left alone.
 *
 * @throws ParseError naming file, case, field, found and wanted.
 */
export function parseOtCases({ path, bytes }: EngineFile): OtCase[] {
  const fail = (field: string, detail: string) => new ParseError(path, 0, field, detail);
  let root: unknown;
  try {
    root = JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw fail('', `is no JSON: ${error instanceof Error ? error.message : error}`);
  }
  const cases = isRecord(root) ? root.cases : undefined;
  if (!Array.isArray(cases) || cases.length === 0)
    throw fail('cases', `found ${shown(cases)}, wanted a list of at least one case`);
  return cases.map((entry: unknown, at) => {
    const label = isRecord(entry) && typeof entry.name === 'string' ? ` (${entry.name})` : '';
    const where = `case ${at + 1}${label}`;
    if (!isRecord(entry)) throw fail(where, `found ${shown(entry)}, wanted an object`);
    return parseCase(new Fields(entry, (name, detail) => fail(`${where}, ${name}`, detail)));
  });
}

function parseCase(fields: Fields): OtCase {
  const [n, m, d] = [fields.size('n'), fields.size('m'), fields.size('d')];
  const [X, Y] = [fields.matrix('X', n, d), fields.matrix('Y', m, d)];
  return {
    name: fields.text('name'),
    n,
    m,
    d,
    eps: fields.positive('eps'),
    a: fields.weights('a', n),
    b: fields.weights('b', m),
    X: fields.float32('X', X, d),
    Y: fields.float32('Y', Y, d),
    P: fields.matrix('P', n, m),
    loss: fields.number('loss'),
    gradY_plan_fixed: fields.matrix('gradY_plan_fixed', m, d),
    gradY_exact: fields.matrix('gradY_exact', m, d),
    trace: fields.trace(),
  };
}

/** One case's fields, each checked as it is read. */
class Fields {
  constructor(
    private readonly entry: Readonly<Record<string, unknown>>,
    private readonly error: (name: string, detail: string) => ParseError,
  ) {}

  text(name: string): string {
    const value = this.entry[name];
    if (typeof value === 'string' && value !== '') return value;
    throw this.error(name, `found ${shown(value)}, wanted a name`);
  }

  number(name: string, wanted = 'a number', fits = (_: number) => true): number {
    const value = this.entry[name];
    if (typeof value === 'number' && fits(value)) return value;
    throw this.error(name, `found ${shown(value)}, wanted ${wanted}`);
  }

  positive(name: string): number {
    return this.number(name, 'a number above 0', (value) => value > 0);
  }

  size(name: string): number {
    const fits = (value: number) => Number.isInteger(value) && value > 0;
    return this.number(name, 'a whole number from 1', fits);
  }

  list(name: string, value: unknown, length: number): Float64Array {
    if (!Array.isArray(value) || value.length !== length)
      throw this.error(name, `found ${shown(value)}, wanted a list of ${length} numbers`);
    const bad = value.findIndex((item) => typeof item !== 'number');
    if (bad >= 0)
      throw this.error(`${name}[${bad}]`, `found ${shown(value[bad])}, wanted a number`);
    return Float64Array.from(value as number[]);
  }

  weights(name: string, length: number): Float64Array {
    const weights = this.list(name, this.entry[name], length);
    const sum = weights.reduce((total, weight) => total + weight, 0);
    if (weights.some((weight) => weight < 0) || Math.abs(sum - 1) > SUM_ERROR)
      throw this.error(name, `found weights that sum to ${sum}, wanted weights >= 0 that sum to 1`);
    return weights;
  }

  matrix(name: string, rows: number, columns: number): Float64Array {
    const value = this.entry[name];
    if (!Array.isArray(value) || value.length !== rows)
      throw this.error(name, `found ${shown(value)}, wanted ${rows} rows of ${columns} numbers`);
    const matrix = new Float64Array(rows * columns);
    value.forEach((row, i) => {
      matrix.set(this.list(`${name}[${i}]`, row, columns), i * columns);
    });
    return matrix;
  }

  /** Vectors that float32 would change are another problem than the reference's. */
  float32(name: string, matrix: Float64Array, d: number): Float64Array {
    const bad = matrix.findIndex((value) => Math.fround(value) !== value);
    if (bad < 0) return matrix;
    const place = `${name}[${Math.floor(bad / d)}][${bad % d}]`;
    throw this.error(place, `found ${matrix[bad]}, wanted a number that float32 holds`);
  }

  trace(): Map<number, readonly [number, number]> {
    const value = this.entry.trace ?? {};
    if (!isRecord(value)) throw this.error('trace', `found ${shown(value)}, wanted an object`);
    const entries = Object.entries(value).map(([key, pair]) => {
      const name = `trace.${key}`;
      const iterations = Number(key);
      if (!(Number.isInteger(iterations) && iterations > 0))
        throw this.error(name, 'wanted a number of iterations');
      const [error, loss] = this.list(name, pair, 2);
      return [iterations, [error!, loss!] as const] as const;
    });
    return new Map(entries);
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value, short. */
function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  const text = JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
