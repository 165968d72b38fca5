import {
  type ApMatrix,
  adjustHolm,
  comparePaired,
  differenceStatistic,
  drawBootstrap,
  drawSeedBootstrap,
  estimate,
  mapStatistic,
  measureDisparity,
} from '../../eval';
import type { QueryScores, TaskScores } from './queryScores';
import type {
  QueryGaps,
  QueryGapsJob,
  QueryPairs,
  QueryPairsJob,
  QueryRanks,
  QueryRanksJob,
} from './types';

/** What can be computed from per-query results, apart from how they are read. */
export const comparisons = { gaps, pairs, ranks };

function gaps(scores: QueryScores, { task, groups, bootstrap, baseline }: QueryGapsJob): QueryGaps {
  const own = scores.task(task);
  const [methods, languages, seeds] = [[...own.methods], [...own.languages], [...own.seeds]];
  const boot = drawSeedBootstrap(
    seeds.map((seed) => own.matrix(seed, methods, languages)),
    bootstrap,
  );
  const known = baseline !== null && own.methods.has(baseline) ? baseline : null;
  const { groups: resolved, systems } = measureDisparity(boot, groups, known);
  return { groups: resolved, systems, drawn: drawnOf(seeds) };
}

const SIDES = ['a', 'b'] as const;

function pairs(one: QueryScores, other: QueryScores, job: QueryPairsJob): QueryPairs {
  const [a, b] = [one.task(job.task), other.task(job.task)];
  const languages = [...a.languages].filter((language) => b.languages.has(language));
  const [seeds, others] = [[...a.seeds].sort(numerically), [...b.seeds].sort(numerically)];
  const paired = seeds.length === others.length && seeds.every((seed, k) => seed === others[k]);
  const [left, right] = [
    { scores: a, method: job.a.method },
    { scores: b, method: job.b.method },
  ];
  const matrices = paired
    ? [...a.seeds].map((seed) => both(left, right, languages, (side) => bySeed(side, seed)))
    : [both(left, right, languages, means)];
  const boot = paired
    ? drawSeedBootstrap(matrices, job.bootstrap)
    : drawBootstrap(matrices[0]!, job.bootstrap);
  const measured = languages.flatMap((language, l) => {
    const [mapA, mapB] = SIDES.map((side) => mapStatistic(boot, side, language));
    if (!mapA || !mapB) return [];
    const [va, vb] = [estimate(mapA, boot.level)!, estimate(mapB, boot.level)!];
    const difference = estimate(differenceStatistic(mapB, mapA), boot.level)!;
    return [{ language, queries: boot.queries[l]!, a: va, b: vb, difference }];
  });
  const drawn = paired ? drawnOf(seeds) : 'queries';
  return { languages: measured, drawn, rows: rowsOf(left, right, languages) };
}

interface Side {
  readonly scores: TaskScores;
  readonly method: string;
}
type RowOf = (side: Side) => (language: string) => ArrayLike<number>;

const means: RowOf =
  ({ scores, method }) =>
  (language) =>
    scores.mean(method, language);

function bySeed({ scores, method }: Side, seed: number) {
  const languages = [...scores.languages];
  const { values, ids } = scores.matrix(seed, [method], languages);
  return (language: string) => {
    const at = languages.indexOf(language) * ids.length;
    return values.subarray(at, at + ids.length);
  };
}

/** Both sides over the queries that both answered; the others are NaN on both. */
function both(left: Side, right: Side, languages: readonly string[], rowOf: RowOf): ApMatrix {
  const ids = [...left.scores.places.keys()].filter((id) => right.scores.places.has(id));
  const values = new Float64Array(2 * languages.length * ids.length);
  const [a, b] = [rowOf(left), rowOf(right)];
  languages.forEach((language, l) => {
    const [rowA, rowB] = [a(language), b(language)];
    ids.forEach((id, i) => {
      const va = rowA[left.scores.places.get(id)!] ?? Number.NaN;
      const vb = rowB[right.scores.places.get(id)!] ?? Number.NaN;
      const missing = Number.isNaN(va + vb);
      values[l * ids.length + i] = missing ? Number.NaN : va;
      values[(languages.length + l) * ids.length + i] = missing ? Number.NaN : vb;
    });
  });
  return { systems: SIDES, languages, ids, values };
}

function rowsOf(left: Side, right: Side, languages: readonly string[]): QueryPairs['rows'] {
  const matrix = both(left, right, languages, means);
  const { ids, values } = matrix;
  const half = languages.length * ids.length;
  const kept = [...values.subarray(0, half).keys()].filter((at) => !Number.isNaN(values[at]));
  const idOf = (at: number) => ids[at % ids.length]!;
  const placeOf = (at: number) => left.scores.places.get(idOf(at))!;
  return {
    ids: kept.map(idOf),
    topics: kept.map((at) => left.scores.topics[placeOf(at)]!),
    domains: kept.map((at) => left.scores.domains[placeOf(at)]!),
    languages: kept.map((at) => languages[Math.floor(at / ids.length)]!),
    a: Float64Array.from(kept, (at) => values[at]!),
    b: Float64Array.from(kept, (at) => values[half + at]!),
  };
}

function ranks(scores: QueryScores, { task, alpha }: QueryRanksJob): QueryRanks[] {
  const own = scores.task(task);
  const methods = [...own.methods];
  return [...own.languages].map((language) => {
    const rows = new Map(methods.map((method) => [method, own.mean(method, language)]));
    const tests = methods.flatMap((method, m) =>
      methods.slice(m + 1).map((than) => {
        const other = rows.get(than)!;
        const differences = rows.get(method)!.map((value, i) => value - other[i]!);
        // The t-test alone is read: a sign flip of every pair would take minutes.
        const { pairedT, meanDifference } = comparePaired(differences, { seed: 0, replicates: 1 });
        return { method, than, p: pairedT?.p ?? null, by: meanDifference ?? 0 };
      }),
    );
    const holm = adjustHolm(tests.map(({ p }) => p));
    const better = tests.flatMap(({ method, than, by }, k) => {
      const p = holm[k];
      if (p === null || p === undefined || p >= alpha) return [];
      return [by > 0 ? { method, than } : { method: than, than: method }];
    });
    return { language, better };
  });
}

function drawnOf(seeds: readonly number[]): QueryGaps['drawn'] {
  return seeds.length > 1 ? 'seeds and queries' : 'queries';
}

function numerically(a: number, b: number): number {
  return a - b;
}
