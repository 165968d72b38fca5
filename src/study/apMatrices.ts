import type { Language } from '../data';
import type { ApMatrix } from '../eval';
import type { Method, TaskId } from '../report';
import type { SeedScores } from './tables';

/** What a matrix of a task is made of. */
export interface MatrixParts {
  readonly task: TaskId;
  readonly methods: readonly Method[];
  readonly languages: readonly Language[];
  readonly ids: readonly string[];
  readonly scores: SeedScores;
}

/** Average precision of every method, language and id under one seed; NaN where a method has no language. */
export function seedMatrix(
  { task, methods, languages, ids, scores }: MatrixParts,
  seed: number,
): ApMatrix {
  const ofSeed = scores.get(seed)!;
  const values = new Float64Array(methods.length * languages.length * ids.length).fill(Number.NaN);
  methods.forEach((method, m) => {
    languages.forEach((language, l) => {
      const own = ofSeed.get(method)?.get(language)?.[task];
      if (own) values.set(own.averagePrecision, (m * languages.length + l) * ids.length);
    });
  });
  return { systems: methods, languages, ids, values };
}

/** The mean over seeds, entry by entry. */
export function meanMatrix(matrices: readonly ApMatrix[]): ApMatrix {
  const [first] = matrices as [ApMatrix];
  const values = first.values.map(
    (_, at) => matrices.reduce((sum, matrix) => sum + matrix.values[at]!, 0) / matrices.length,
  );
  return { ...first, values };
}

/** The ids that a task asks about: T4 takes the first ones alone. */
export function queriesOf(
  task: TaskId,
  ids: readonly string[],
  scores: SeedScores,
): readonly string[] {
  for (const ofSeed of scores.values())
    for (const languages of ofSeed.values())
      for (const ofLanguage of languages.values()) {
        const own = ofLanguage[task];
        if (own) return ids.slice(0, own.averagePrecision.length);
      }
  return ids;
}
