import { describe, expect, it } from 'vitest';
import { Rng, standardDeviation } from '../lib';
import type { ApMatrix } from './apMatrix';
import { drawBootstrap, drawSeedBootstrap } from './bootstrap';
import golden from './significance/golden.json';
import { differenceStatistic, estimate, mapStatistic } from './statistic';
import { testMatrix, testUniforms } from './testMatrix';

const u = testUniforms(7, 6000);
const SYSTEMS = ['a', 'b'];
const LANGUAGES = ['de', 'th'];

/** One matrix a seed: id noise shared by all, noise of (system, language, id, seed), and an offset a seed. */
function seeds(offsets: readonly number[], ids = 200, noise = 0.1): ApMatrix[] {
  return offsets.map((offset, r) =>
    testMatrix(SYSTEMS, LANGUAGES, ids, (system, language, id) => {
      if (id % 10 === 0 && language === 'th') return undefined;
      const own = u[(id * 13 + r * 1000 + SYSTEMS.indexOf(system) * 3 + language.length) % 6000]!;
      return 0.5 * u[id]! + noise * own + (system === 'b' ? offset : 0);
    }),
  );
}
const width = (ci: readonly [number, number]) => ci[1] - ci[0];

describe('drawSeedBootstrap', () => {
  it('is drawBootstrap to the last digit for one seed, with and without clusters', () => {
    const [matrix] = seeds([0.1]);
    for (const clusters of [undefined, matrix!.ids.map((_, i) => `c${i % 17}`)]) {
      const options = { seed: 3, replicates: 200, clusters };
      expect(drawSeedBootstrap([matrix!], options)).toEqual(drawBootstrap(matrix!, options));
    }
  });

  it('measures the mean over the seeds, as the averaged matrix does', () => {
    const matrices = seeds([0, 0.1, 0.25]);
    const averaged = {
      ...matrices[0]!,
      values: matrices[0]!.values.map((_, i) => {
        const sum = matrices.reduce((total, { values }) => total + values[i]!, 0);
        return sum / matrices.length;
      }),
    };
    const got = drawSeedBootstrap(matrices, { seed: 1, replicates: 10 });
    const want = drawBootstrap(averaged, { seed: 1, replicates: 10 });
    expect([got.maps, got.queries, got.units]).toEqual([want.maps, want.queries, want.units]);
  });

  it('draws each replicate as seeds and ids one after the other would', () => {
    // Constant within a seed: a replicate is the mean of the drawn seeds, whatever the ids.
    const constant = [1, 10, 100].map((level) => testMatrix(['a'], ['de'], 12, () => level));
    const { draws } = drawSeedBootstrap(constant, { seed: 1, replicates: 3000 });
    const shares = new Map<number, number>();
    for (const draw of draws) {
      const sum = Math.round(3 * draw);
      expect(Math.abs(3 * draw - sum)).toBeLessThan(1e-9);
      shares.set(sum, (shares.get(sum) ?? 0) + 1 / 3000);
    }
    // Multinomial: three equal 1/27, two equal 3/27, all different 6/27; 4 standard errors of the last are .03.
    expect(shares.size).toBe(10);
    expect(Math.abs(shares.get(111)! - 6 / 27)).toBeLessThan(0.03);
    expect(Math.abs(shares.get(12)! - 3 / 27)).toBeLessThan(0.024);
    expect(Math.abs(shares.get(300)! - 1 / 27)).toBeLessThan(0.014);
  });

  it('is the plain loop over replicates, also where the counts need more than one chunk', () => {
    const [n, replicates] = [6000, 3000]; // 18 million counts; a chunk holds 2^24
    const rows = [0, 1].map((r) =>
      Float64Array.from({ length: n }, (_, i) => u[(i + 77 * r) % 6000]!),
    );
    const matrices = rows.map((values) => testMatrix(['a'], ['de'], n, (_, __, i) => values[i]));
    const { draws } = drawSeedBootstrap(matrices, { seed: 9, replicates });
    const [idRng, seedRng] = [new Rng(9).fork('bootstrap'), new Rng(9).fork('bootstrap seeds')];
    for (let b = 0; b < replicates; b++) {
      const drawn = [seedRng.below(2), seedRng.below(2)].map((r) => rows[r]!);
      let sum = 0;
      for (let k = 0; k < n; k++) {
        const i = idRng.below(n);
        sum += drawn[0]![i]! + drawn[1]![i]!;
      }
      if (Math.abs(draws[b]! - sum / (2 * n)) > 1e-12) expect.fail(`replicate ${b}`);
    }
  });

  it('adds the spread over seeds to that over ids', () => {
    const offsets = [0, 0.02, 0.05, 0.11, 0.02];
    const matrices = seeds(offsets, 300, 0);
    const boot = drawSeedBootstrap(matrices, { seed: 1, replicates: 8000 });
    const gain = differenceStatistic(mapStatistic(boot, 'b', 'de'), mapStatistic(boot, 'a', 'de'))!;
    // Ids play no part in b - a; the bootstrap SD of a mean of R is sd sqrt((R - 1) / R) / sqrt(R).
    const want = (standardDeviation(offsets) * Math.sqrt(4 / 5)) / Math.sqrt(5);
    expect(standardDeviation(gain.draws) / want).toBeCloseTo(1, 1);
    const ids = estimate(mapStatistic(boot, 'a', 'de'), 0.95)!;
    const both = estimate(mapStatistic(boot, 'b', 'de'), 0.95)!;
    const fromSeeds = 2 * 1.96 * want;
    expect(width(both.ci!) / Math.hypot(width(ids.ci!), fromSeeds)).toBeCloseTo(1, 1);
  });

  it('keeps pairs: equal systems differ by exactly 0, seeds that agree change nothing', () => {
    const same = seeds([0, 0, 0], 60, 0);
    const boot = drawSeedBootstrap(same, { seed: 2, replicates: 300 });
    const difference = differenceStatistic(
      mapStatistic(boot, 'a', 'th'),
      mapStatistic(boot, 'b', 'th'),
    );
    expect(estimate(difference, 0.95)).toEqual({ value: 0, ci: [0, 0] });
    const one = drawBootstrap(same[0]!, { seed: 2, replicates: 300 });
    boot.draws.forEach((draw, i) => {
      expect(Math.abs(draw - one.draws[i]!)).toBeLessThan(1e-14);
    });
  });

  it('is the same to the last digit for one seed, another for another', () => {
    const draw = (seed: number) =>
      drawSeedBootstrap(seeds([0, 0.1, 0.2], 40), { seed, replicates: 50 }).draws;
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });

  it('widens with clusters that agree', () => {
    const matrices = [0, 1].map((r) =>
      testMatrix(['a'], ['de'], 400, (_, __, id) => u[Math.floor(id / 20)]! + 0.001 * r),
    );
    const clusters = matrices[0]!.ids.map((_, i) => `c${Math.floor(i / 20)}`);
    const of = (options: { clusters?: string[] }) =>
      width(
        estimate(
          mapStatistic(drawSeedBootstrap(matrices, { seed: 4, ...options }), 'a', 'de'),
          0.95,
        )!.ci!,
      );
    expect(Math.abs(of({ clusters }) / of({}) / Math.sqrt(20) - 1)).toBeLessThan(0.1);
  });

  it('refuses seeds that are not alike', () => {
    const [one, two] = seeds([0, 0.1], 20);
    const draw = (...matrices: ApMatrix[]) =>
      drawSeedBootstrap(matrices, { seed: 1, replicates: 1 });
    expect(() => draw()).toThrow('at least one matrix');
    expect(() => draw(one!, { ...two!, systems: ['a', 'c'] })).toThrow(
      '0 and 1 differ in their systems',
    );
    expect(() => draw(one!, { ...two!, ids: two!.ids.slice(1) })).toThrow('differ in their ids');
    const values = two!.values.slice();
    values[43] = Number.NaN;
    expect(() => draw(one!, { ...two!, values })).toThrow(
      'a and b do not skip the same queries of de, see id q3',
    );
    const absent = two!.values.map((ap, i) => (i < 40 ? ap : Number.NaN));
    expect(() => draw(one!, { ...two!, values: absent })).toThrow(
      'do not skip the same queries of b in de, see id q0',
    );
    values[43] = 1 / 0;
    expect(() => draw(one!, { ...two!, values })).toThrow('b, de, q3 is Infinity');
  });
});

describe('against SciPy', () => {
  it('gives the percentile interval of 200,000 resamples within the Monte Carlo error', () => {
    const { values, ci, error } = golden.bootstrap;
    const matrix = testMatrix(['a'], ['de'], values.length, (_, __, id) => values[id]);
    const boot = drawBootstrap(matrix, { seed: 11, replicates: 20_000 });
    const got = estimate(mapStatistic(boot, 'a', 'de'), 0.95)!.ci!;
    // A 2.5 % quantile of B draws has a standard error of sqrt(.025 .975 / B) / .0584 = .019 of theirs; four of them.
    expect(Math.abs(got[0] - ci[0]!)).toBeLessThan(0.08 * error);
    expect(Math.abs(got[1] - ci[1]!)).toBeLessThan(0.08 * error);
  });
});
