import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testUniforms } from '../testMatrix';
import { comparePaired } from './comparePaired';
import golden from './golden.json';

const near = (got: number, want: number) =>
  expect(Math.abs(got - want)).toBeLessThanOrEqual(1e-9 * Math.abs(want));
const values = (pair: (typeof golden.pairs)[number]) => pair.differences.map((d) => d / 1000);

describe('against SciPy', () => {
  it.each(golden.pairs)('agrees on t, effect size and minimum detectable difference', (pair) => {
    const got = comparePaired(values(pair), { seed: 1 });
    near(got.meanDifference!, pair.mean);
    near(got.sd!, pair.sd);
    near(got.effectSize!, pair.effectSize);
    near(got.pairedT!.t, pair.t);
    near(got.pairedT!.p, pair.p);
    near(got.minimumDetectable!, pair.minimumDetectable);
    expect(got.pairedT!.df).toBe(pair.differences.length - 1);
    expect(got.reason).toBeNull();
  });

  it('counts all sign patterns of up to 20 units, ties and all', () => {
    const exact = golden.pairs.filter((pair) => pair.exact !== undefined);
    expect(exact.length).toBeGreaterThanOrEqual(5);
    for (const pair of exact) {
      const { signFlip } = comparePaired(values(pair), { seed: 1 });
      expect(signFlip).toMatchObject({ p: pair.exact, exact: true });
    }
  });

  it('is within four standard errors of the p of 400,000 patterns', () => {
    const random = golden.pairs.filter((pair) => pair.randomised !== undefined);
    expect(random.length).toBeGreaterThanOrEqual(3);
    for (const pair of random)
      for (const seed of [1, 2, 3]) {
        const { p, exact, patterns } = comparePaired(values(pair), { seed }).signFlip!;
        const error = Math.sqrt((pair.randomised! * (1 - pair.randomised!)) / 10_000);
        expect(Math.abs(p - pair.randomised!)).toBeLessThan(4 * error + 1 / 10_000);
        expect([exact, patterns]).toEqual([false, 10_000]);
      }
  });

  it.each(golden.pairs)('flips and sums whole clusters', (pair) => {
    const { clusters } = pair.clustered;
    const got = comparePaired(values(pair), { seed: 1, clusters });
    expect(got.signFlip!.p).toBe(pair.clustered.signFlip);
    near(got.pairedT!.t, pair.clustered.t);
    near(got.pairedT!.p, pair.clustered.p);
    expect([got.units, got.queries]).toEqual([new Set(clusters).size, pair.differences.length]);
    near(got.sd!, pair.sd);
  });
});

describe('comparePaired', () => {
  const u = testUniforms(3, 400);

  it('gives the same record for the same seed, another p for another', () => {
    const differences = u.slice(0, 60).map((x) => x - 0.45);
    const run = (seed: number) => comparePaired(differences, { seed });
    expect(run(1)).toEqual(run(1));
    expect(run(1).signFlip).not.toEqual(run(2).signFlip);
    expect(JSON.parse(JSON.stringify(run(1)))).toEqual(run(1));
    const other = { ...run(2), signFlip: run(1).signFlip };
    expect(other).toEqual(run(1));
  });

  it('flips every sign on its own: the sign test of equal steps is binomial', () => {
    const steps = Array.from({ length: 48 }, (_, i) => (i < 30 ? 0.1 : -0.1));
    let tail = 0; // P(30 or more heads of 48)
    for (let k = 0, ways = 1; k <= 18; ways = (ways * (48 - k)) / ++k) tail += ways / 2 ** 48;
    const { p } = comparePaired(steps, { seed: 2, replicates: 40_000 }).signFlip!;
    expect(Math.abs(p - 2 * tail)).toBeLessThan(4 * Math.sqrt((2 * tail) / 40_000));
  });

  it('never has p = 0: the data themselves are one of the patterns', () => {
    const { signFlip } = comparePaired(
      u.slice(0, 60).map((x) => x + 1),
      { seed: 1, replicates: 99 },
    );
    expect(signFlip).toEqual({ p: 1 / 100, exact: false, patterns: 99 });
  });

  it('leaves NaN out and counts it', () => {
    const dense = comparePaired([0.25, -0.5, 1], { seed: 1, clusters: ['a', 'b', 'c'] });
    const holes = comparePaired([0.25, Number.NaN, -0.5, 1], {
      seed: 1,
      clusters: ['a', 'x', 'b', 'c'],
    });
    expect(holes).toEqual({ ...dense, skipped: 1 });
  });

  it('treats clusters of one as no clusters', () => {
    const differences = u.slice(0, 90).map((x) => x - 0.4);
    const clusters = differences.map((_, i) => `c${i}`);
    expect(comparePaired(differences, { seed: 1, clusters })).toEqual(
      comparePaired(differences, { seed: 1 }),
    );
  });

  it('finds less in clusters that agree', () => {
    const differences = Array.from({ length: 300 }, (_, i) => u[i % 30]! - 0.4);
    const alone = comparePaired(differences, { seed: 1 });
    const clusters = differences.map((_, i) => `c${i % 30}`);
    const clustered = comparePaired(differences, { seed: 1, clusters });
    expect(clustered.pairedT!.p).toBeGreaterThan(100 * alone.pairedT!.p);
    expect(clustered.signFlip!.p).toBeGreaterThan(100 * alone.signFlip!.p);
    expect(clustered.minimumDetectable! / alone.minimumDetectable!).toBeCloseTo(Math.sqrt(10), 0);
  });

  it('has a minimum detectable difference that a simulated study finds four times in five', () => {
    const n = 40;
    const noise = testUniforms(9, 2000 * n);
    let found = 0;
    for (let study = 0; study < 2000; study++) {
      const differences = noise.slice(study * n, (study + 1) * n).map((x) => x - 0.5);
      // A uniform of width 1 has an SD of sqrt(1 / 12); the formula for n = 40 and that SD:
      const shift = (2.0226909 + 0.8506998) * Math.sqrt(1 / 12 / n);
      const { pairedT } = comparePaired(
        differences.map((d) => d + shift),
        { seed: 1, replicates: 1 },
      );
      if (pairedT!.p < 0.05) found++;
    }
    expect(Math.abs(found / 2000 - 0.8)).toBeLessThan(0.04);
  });

  it('says that equal systems do not differ', () => {
    for (const n of [2, 10, 100]) {
      const got = comparePaired(new Float64Array(n), { seed: 1 });
      expect(got).toMatchObject({
        meanDifference: 0,
        sd: 0,
        effectSize: null,
        minimumDetectable: null,
        reason: 'all differences are equal: no spread',
      });
      expect(got.signFlip).toEqual({ p: 1, exact: true, patterns: 1 });
      expect(got.pairedT).toEqual({ t: 0, df: n - 1, p: 1 });
    }
  });

  it('has no t for differences without spread, though rounding gives them some', () => {
    const got = comparePaired(Array(10).fill(0.1), { seed: 1 });
    expect(got).toMatchObject({ pairedT: null, effectSize: null, minimumDetectable: null });
    expect(got.signFlip!.p).toBe(2 / 1024);
    const clusters = Array.from({ length: 10 }, (_, i) => (i < 5 ? 'a' : 'b'));
    const halves = comparePaired([0.1, 0.2, 0.3, 0.4, 0.7, 0.7, 0.4, 0.3, 0.2, 0.1], {
      seed: 1,
      clusters,
    });
    expect(halves).toMatchObject({ pairedT: null, reason: 'all clusters are equal: no spread' });
    expect(halves.signFlip!.p).toBe(0.5);
  });

  it('says why there is nothing to say', () => {
    for (const none of [[], [Number.NaN, Number.NaN]])
      expect(comparePaired(none, { seed: 1 })).toMatchObject({
        queries: 0,
        skipped: none.length,
        units: 0,
        meanDifference: null,
        signFlip: null,
        pairedT: null,
        reason: 'no query has a difference',
      });
    const one = comparePaired([0.5], { seed: 1 });
    expect(one).toMatchObject({
      meanDifference: 0.5,
      sd: null,
      standardError: null,
      pairedT: null,
      minimumDetectable: null,
      reason: 'only one query has a difference',
    });
    expect(one.signFlip!.p).toBe(1);
    expect(comparePaired([0.5, 0.25], { seed: 1, clusters: ['a', 'a'] })).toMatchObject({
      pairedT: null,
      effectSize: expect.any(Number),
      reason: 'all queries are in one cluster',
    });
  });

  it('refuses bad input', () => {
    expect(() => comparePaired([1, 1 / 0], { seed: 1 })).toThrow('difference 1 is Infinity');
    expect(() => comparePaired([1], { seed: 1, clusters: [] })).toThrow('(1), got 0');
    expect(() => comparePaired([1, 2], { seed: 1, replicates: 0.5 })).toThrow('replicates');
    expect(() => comparePaired([1, 2], { seed: 1, alpha: 1 })).toThrow('alpha must be in (0, 1)');
    expect(() => comparePaired([1, 2], { seed: 1, power: Number.NaN })).toThrow('power');
    expect(() => comparePaired(Array(30).fill(1), { seed: Number.NaN })).toThrow('seed');
  });

  it('has p in (0, 1], blind to the direction and the scale', () => {
    const differences = fc.array(fc.integer({ min: -20, max: 20 }), {
      minLength: 1,
      maxLength: 40,
    });
    fc.assert(
      fc.property(differences, (whole) => {
        const p = (scale: number) =>
          comparePaired(
            whole.map((d) => d * scale),
            { seed: 4, replicates: 50 },
          ).signFlip!.p;
        expect(p(1)).toBeGreaterThan(0);
        expect(p(1)).toBeLessThanOrEqual(1);
        expect(p(-1)).toBe(p(1));
        expect(p(0.013)).toBe(p(1));
      }),
    );
  });
});
