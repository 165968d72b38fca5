import { Rng } from '../lib';
import type { ApMatrix } from './apMatrix';

/** For tests: an AP matrix from a formula; `undefined` stands for a skipped query. */
export function testMatrix(
  systems: readonly string[],
  languages: readonly string[],
  ids: number,
  ap: (system: string, language: string, id: number) => number | undefined,
): ApMatrix {
  const names = Array.from({ length: ids }, (_, i) => `q${i}`);
  const values = systems.flatMap((system) =>
    languages.flatMap((language) => names.map((_, i) => ap(system, language, i) ?? Number.NaN)),
  );
  return { systems, languages, ids: names, values: Float64Array.from(values) };
}

/** For tests: `count` fixed uniform numbers. */
export function testUniforms(seed: number, count: number): number[] {
  const rng = new Rng(seed);
  return Array.from({ length: count }, () => rng.uniform());
}
