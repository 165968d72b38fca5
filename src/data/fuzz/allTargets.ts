import type { FuzzTarget } from './types';

// A new parser's targets need no registration: whatever stands in a file of this name is found.
const MODULES = import.meta.glob<Readonly<Record<string, unknown>>>('/src/**/fuzzTargets.ts', {
  eager: true,
});

/**
 * All targets that any `fuzzTargets.ts` exports, by itself or in a list, in the order of their names.
 *
 * @throws Error if two have one name.
 */
export function allTargets(modules = MODULES): readonly FuzzTarget[] {
  const targets = Object.values(modules)
    .flatMap((module) => Object.values(module).flat())
    .filter(isTarget);
  const names = targets.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) < at);
  if (twice !== undefined) throw new Error(`allTargets: two targets are named ${twice}`);
  return targets.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function isTarget(value: unknown): value is FuzzTarget {
  const { name, seeds, read } = (value ?? {}) as Partial<FuzzTarget>;
  return typeof name === 'string' && Array.isArray(seeds) && typeof read === 'function';
}

/**
 * The targets whose names begin with one of `parsers`; all where there are none.
 *
 * @throws RangeError for a name that fits none, naming those that there are.
 */
export function pickTargets(
  targets: readonly FuzzTarget[],
  parsers: readonly string[],
): readonly FuzzTarget[] {
  // A whole name is meant before those that begin with it.
  const fitting = parsers.map((parser) => {
    const exact = targets.filter(({ name }) => name === parser);
    return exact.length > 0 ? exact : targets.filter(({ name }) => name.startsWith(parser));
  });
  const lost = parsers.find((_, at) => fitting[at]!.length === 0);
  if (lost !== undefined) {
    const names = targets.map(({ name }) => name).join('\n  ');
    throw new RangeError(`--parser ${lost}: no such parser; known:\n  ${names}`);
  }
  const picked = new Set(fitting.flat());
  return parsers.length === 0 ? targets : targets.filter((target) => picked.has(target));
}

/** Cases of the target at a place: all have as many, the first ones of what is left over one more. */
export function shareOf(cases: number, targets: number, at: number): number {
  return Math.floor(cases / targets) + (at < cases % targets ? 1 : 0);
}
