import fc from 'fast-check';
import type { NamedBytes } from '../types';
import { MUTATORS, type Mutation, mutate } from './mutate';
import type { FuzzTarget } from './types';

/** A seed of the target by its place, and what is done to it. */
export interface FuzzCase {
  readonly seed: number;
  readonly mutations: readonly Mutation[];
}

/** Mutators that cost milliseconds; drawn as seldom as that. */
const COSTLY = ['insertLong', 'insertDeep'];
const CHEAP = [...MUTATORS.keys()].filter((name) => !COSTLY.includes(name));

const number = fc.nat(0xffff_ffff);
const mutationOf = (kinds: readonly string[]): fc.Arbitrary<Mutation> =>
  fc.record({
    kind: fc.constantFrom(...kinds),
    at: number,
    to: number,
    size: number,
    pick: number,
  });

/** Cases of a target; fast-check makes fewer and smaller mutations of one that fails. */
export function casesOf({ seeds }: FuzzTarget): fc.Arbitrary<FuzzCase> {
  const cheap = mutationOf(CHEAP);
  const any = fc.oneof(
    { arbitrary: cheap, weight: 60 },
    { arbitrary: mutationOf(COSTLY), weight: 1 },
  );
  return fc.record({
    seed: fc.nat(seeds.length - 1),
    // Now and then none at all: a valid file must be read.
    mutations: fc.array(any, { maxLength: 6, size: 'max' }),
  });
}

/** The file of a case. */
export function fileOf({ seeds }: FuzzTarget, { seed, mutations }: FuzzCase): NamedBytes {
  const { path, bytes } = seeds[seed]!;
  return { path, bytes: mutate(bytes, mutations) };
}
