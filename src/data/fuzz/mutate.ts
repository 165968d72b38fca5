import { byteMutators } from './mutateBytes';
import { textMutators } from './mutateText';
import type { Draw, Mutator } from './mutator';

/** All mutators by name. */
export const MUTATORS: ReadonlyMap<string, Mutator> = new Map([...byteMutators, ...textMutators]);

/** One change of a file: a name of {@link MUTATORS}, and its numbers. */
export interface Mutation extends Draw {
  readonly kind: string;
}

/** No chain of mutations makes a file longer than 8 MiB: what is looked for is not in the length. */
export const MOST_BYTES = 2 ** 23;

/**
 * Gives the bytes after all changes, one upon the other; `bytes` stays as it is.
 *
 * @throws RangeError for a kind that no mutator has.
 */
export function mutate(bytes: Uint8Array, mutations: readonly Mutation[]): Uint8Array {
  // Not `slice`: that of a Buffer shares its memory.
  let changed = Uint8Array.from(bytes);
  for (const { kind, ...draw } of mutations) {
    const mutator = MUTATORS.get(kind);
    if (!mutator)
      throw new RangeError(`mutate: wanted one of ${[...MUTATORS.keys()].join(', ')}, got ${kind}`);
    changed = mutator(changed, draw).slice(0, MOST_BYTES);
  }
  return changed;
}
