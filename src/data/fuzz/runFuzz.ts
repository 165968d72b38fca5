import fc from 'fast-check';
import type { NamedBytes } from '../types';
import { casesOf, type FuzzCase, fileOf } from './fuzzCases';
import { judgeCase } from './judgeCase';
import type { FuzzTarget } from './types';

export interface FuzzOptions {
  /** Of this target. */
  readonly cases: number;
  readonly seed: number;
  /** fast-check's path of a failure: only that case is run again. */
  readonly path?: string;
  /** Hears the number of each case before it is run. */
  readonly onCase?: (number: number) => void;
}

/** A promise that a parser broke, and the smallest file found that breaks it. */
export interface FuzzFailure {
  readonly target: string;
  readonly seed: number;
  readonly path: string;
  readonly reason: string;
  readonly file: NamedBytes;
  readonly mutations: readonly string[];
}

export interface FuzzCounts {
  readonly cases: number;
  readonly read: number;
  readonly refused: number;
  readonly failure?: FuzzFailure;
}

/** Smaller failing cases are looked for among so many, and not for longer; a slow parser is slow every time. */
const SHRINK = { tries: 500, ms: 8000 } as const;
/** One of so many cases is read twice. */
const AGAIN = 8;

/**
 * Runs the cases of one target, up to the first failure, which is then made smaller.
 *
 * The cases depend on the seed and the target's name alone, whatever other targets there are.
 *
 * @throws RangeError unless the target has seeds and there is a case to run.
 */
export async function runFuzz(target: FuzzTarget, options: FuzzOptions): Promise<FuzzCounts> {
  const { cases, seed, path, onCase } = options;
  if (!(Number.isSafeInteger(cases) && cases > 0))
    throw new RangeError(`runFuzz: wanted cases, at least 1, got ${cases}`);
  if (target.seeds.length === 0) throw new RangeError(`runFuzz: ${target.name} has no seeds`);
  const count = { read: 0, refused: 0 };
  let run = 0;
  const shrinking = new Shrinking();
  const property = fc.asyncProperty(casesOf(target), async (one) => {
    if (shrinking.isOver()) return;
    if (!shrinking.isOn) {
      onCase?.(run);
      run += 1;
    }
    try {
      const kind = await judge(target, one);
      if (!shrinking.isOn) count[kind] += 1;
    } catch (error) {
      shrinking.start();
      throw error;
    }
  });
  const details = await fc.check(property, {
    seed: seedOf(seed, target.name),
    numRuns: cases,
    ...(path !== undefined && { path }),
  });
  const failure = details.failed && failureOf(target, seed, details);
  return { cases: run, ...count, ...(failure && { failure }) };
}

async function judge(target: FuzzTarget, one: FuzzCase): Promise<'read' | 'refused'> {
  const file = fileOf(target, one);
  const isValid = one.mutations.length === 0;
  const outcome = await judgeCase(target, file, isValid);
  if (isValid || one.mutations[0]!.to % AGAIN === 0) {
    const again = await judgeCase(target, file, isValid);
    if (again.text !== outcome.text)
      throw new Error(`is not the same twice: "${outcome.text}", then "${again.text}"`);
  }
  return outcome.kind;
}

/** Bounds the search for a smaller case: what it does not try counts as no failure. */
class Shrinking {
  #tries = 0;
  #since: number | undefined;

  get isOn(): boolean {
    return this.#since !== undefined;
  }

  start(): void {
    this.#since ??= performance.now();
  }

  isOver(): boolean {
    if (this.#since === undefined) return false;
    this.#tries += 1;
    return this.#tries > SHRINK.tries || performance.now() - this.#since > SHRINK.ms;
  }
}

function failureOf(
  target: FuzzTarget,
  seed: number,
  { counterexample, counterexamplePath, errorInstance }: fc.RunDetails<[FuzzCase]>,
): FuzzFailure {
  const [one] = counterexample!;
  return {
    target: target.name,
    seed,
    path: counterexamplePath ?? '',
    reason: reasonOf(errorInstance),
    file: fileOf(target, one),
    mutations: one.mutations.map(({ kind }) => kind),
  };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return `threw ${String(error)}`;
  // The first lines of the stack say where; what a parser throws may hold a whole file.
  const where = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '));
  return [`${error.name}: ${error.message.slice(0, 400)}`, ...where.slice(0, 4)].join('\n');
}

/** 32 bits of seed and name (FNV-1a). */
function seedOf(seed: number, name: string): number {
  let hash = 0x811c9dc5 ^ seed;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return hash | 0;
}
