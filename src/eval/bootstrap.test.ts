import { describe, expect, it } from 'vitest';
import { standardDeviation } from '../lib';
import { drawBootstrap } from './bootstrap';
import { differenceStatistic, estimate, mapStatistic } from './statistic';
import { testMatrix, testUniforms } from './testMatrix';

const u = testUniforms(1, 2000);

describe('drawBootstrap', () => {
  it('measures MAP over the queries that a language has', () => {
    const matrix = testMatrix(['a', 'b'], ['de', 'th'], 3, (system, language, id) => {
      if (id === 2 || (language === 'th' && id === 0)) return undefined;
      return system === 'a' ? 0.25 : 0.5 * (id + 1);
    });
    const boot = drawBootstrap(matrix, { seed: 1, replicates: 50 });
    expect([...boot.maps]).toEqual([0.25, 0.25, 0.75, 1]);
    expect([...boot.queries]).toEqual([2, 1]);
    const values = new Set([...boot.draws.subarray(100, 150)]); // b, de: mean of two of {.5, 1}
    expect([...values].sort()).toEqual([0.5, 0.75, 1]);
    const th = [...boot.draws.subarray(150)]; // a replicate may miss the only query of th
    expect(th.every((x) => x === 1 || Number.isNaN(x))).toBe(true);
    expect(th.some(Number.isNaN)).toBe(true);
  });

  it('has the interval of the normal law for many ids', () => {
    const matrix = testMatrix(['a'], ['de'], 2000, (_, __, id) => u[id]! ** 2);
    const boot = drawBootstrap(matrix, { seed: 3, replicates: 10_000 });
    const { value, ci } = estimate(mapStatistic(boot, 'a', 'de'), 0.95)!;
    const error = standardDeviation(matrix.values) / Math.sqrt(2000);
    // The 2.5 % quantile of 10,000 normal draws has a standard error of .027 of theirs; four of them.
    expect(Math.abs(ci![0] - (value - 1.959964 * error))).toBeLessThan(0.11 * error);
    expect(Math.abs(ci![1] - (value + 1.959964 * error))).toBeLessThan(0.11 * error);
  });

  it('keeps pairs: equal systems differ by exactly 0, a constant shift has no spread', () => {
    const matrix = testMatrix(['a', 'b', 'c'], ['de', 'th'], 200, (system, language, id) => {
      const ap = u[id + (language === 'de' ? 0 : 500)]!;
      return system === 'c' ? ap + 0.125 : ap;
    });
    const boot = drawBootstrap(matrix, { seed: 5, replicates: 500 });
    const minusA = (system: string) =>
      estimate(
        differenceStatistic(mapStatistic(boot, system, 'th'), mapStatistic(boot, 'a', 'th')),
        0.95,
      )!;
    expect(minusA('b')).toEqual({ value: 0, ci: [0, 0] });
    expect(minusA('c').ci![0]).toBeCloseTo(0.125, 13);
    expect(minusA('c').ci![1]).toBeCloseTo(0.125, 13);
  });

  it('carries languages along: MAPs that differ by id noise alone give a gap without noise', () => {
    const matrix = testMatrix(
      ['a'],
      ['de', 'th'],
      300,
      (_, language, id) => u[id]! + (language === 'de' ? 0.25 : 0),
    );
    const boot = drawBootstrap(matrix, { seed: 5, replicates: 300 });
    const gap = estimate(
      differenceStatistic(mapStatistic(boot, 'a', 'de'), mapStatistic(boot, 'a', 'th')),
      0.95,
    )!;
    expect(gap.ci![1] - gap.ci![0]).toBeLessThan(1e-12);
  });

  it('is the same to the last digit for one seed, another for another', () => {
    const matrix = testMatrix(
      ['a', 'b'],
      ['de'],
      50,
      (system, _, id) => u[id + (system === 'a' ? 0 : 60)],
    );
    const draw = (seed: number) => drawBootstrap(matrix, { seed, replicates: 100 }).draws;
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });

  it('gives a system the same draws whatever systems stand beside it', () => {
    const row = (_: string, __: string, id: number) => u[id];
    const alone = drawBootstrap(testMatrix(['a'], ['de'], 40, row), { seed: 1, replicates: 99 });
    const beside = drawBootstrap(testMatrix(['x', 'y', 'a'], ['de'], 40, row), {
      seed: 1,
      replicates: 99,
    });
    expect(beside.draws.subarray(2 * 99)).toEqual(alone.draws);
  });

  it('does not draw ids that are skipped everywhere', () => {
    const matrix = testMatrix(['a'], ['de'], 400, (_, __, id) => (id % 2 ? undefined : u[id / 2]));
    const dense = testMatrix(['a'], ['de'], 200, (_, __, id) => u[id]);
    expect(drawBootstrap(matrix, { seed: 2 }).draws).toEqual(
      drawBootstrap(dense, { seed: 2 }).draws,
    );
  });

  it('gives no interval for a single id, nor for a language without a relevant document', () => {
    const matrix = testMatrix(['a'], ['de', 'so'], 1, (_, language) =>
      language === 'de' ? 0.5 : undefined,
    );
    const boot = drawBootstrap(matrix, { seed: 1, replicates: 20 });
    expect(estimate(mapStatistic(boot, 'a', 'de'), 0.95)).toEqual({ value: 0.5, ci: null });
    expect(mapStatistic(boot, 'a', 'so')).toBeNull();
    expect([...boot.queries]).toEqual([1, 0]);
    const nothing = drawBootstrap(
      testMatrix(['a'], ['de'], 0, () => 0),
      { seed: 1, replicates: 2 },
    );
    expect(mapStatistic(nothing, 'a', 'de')).toBeNull();
  });

  it('resamples whole clusters, so the interval widens when ids of a cluster agree', () => {
    const matrix = testMatrix(['a'], ['de'], 400, (_, __, id) => u[Math.floor(id / 20)]);
    const width = (clusters?: string[]) => {
      const boot = drawBootstrap(matrix, { seed: 4, clusters });
      const { ci } = estimate(mapStatistic(boot, 'a', 'de'), 0.95)!;
      return ci![1] - ci![0];
    };
    const ratio = width(matrix.ids.map((_, i) => `c${Math.floor(i / 20)}`)) / width();
    expect(Math.abs(ratio / Math.sqrt(20) - 1)).toBeLessThan(0.1);
  });

  it('takes 10,000 replicates of 8 systems, 6 languages and 1,237 ids in seconds', () => {
    const names = (n: number) => Array.from({ length: n }, (_, i) => `${i}`);
    const matrix = testMatrix(
      names(8),
      names(6),
      1237,
      (s, l, id) => u[(id + 7 * Number(s) + 3 * Number(l)) % 2000],
    );
    // CPU time, because the machine may be shared; measured about 800 ms.
    const start = process.cpuUsage();
    drawBootstrap(matrix, { seed: 1, replicates: 10_000 });
    const { user, system } = process.cpuUsage(start);
    expect((user + system) / 1000).toBeLessThan(10_000);
  });
});

describe('the AP matrix', () => {
  const draw = (matrix: Parameters<typeof drawBootstrap>[0]) =>
    drawBootstrap(matrix, { seed: 1, replicates: 1 });

  it('must skip the same queries in every system that has the language', () => {
    const uneven = testMatrix(['a', 'b'], ['de'], 3, (system, _, id) =>
      system === 'b' && id === 1 ? undefined : 1,
    );
    expect(() => draw(uneven)).toThrow('a and b do not skip the same queries of de, see id q1');
    const absent = testMatrix(['a', 'b'], ['de'], 3, (system) => (system === 'b' ? undefined : 1));
    expect([...draw(absent).maps]).toEqual([1, Number.NaN]);
  });

  it('is refused when names repeat, sizes disagree or values are infinite', () => {
    const one = testMatrix(['a'], ['de'], 2, () => 1);
    expect(() => draw({ ...one, systems: ['a', 'a'] })).toThrow('system a occurs twice');
    expect(() => draw({ ...one, ids: ['x'] })).toThrow('values must hold 1 numbers, got 2');
    expect(() => draw(testMatrix(['a'], ['de'], 1, () => 1 / 0))).toThrow('a, de, q0 is Infinity');
    expect(() => drawBootstrap(one, { seed: 1, replicates: 0 })).toThrow('replicates');
    expect(() => drawBootstrap(one, { seed: 1, clusters: ['x'] })).toThrow('clusters');
  });
});
