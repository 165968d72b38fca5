import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitCca, fitGaussianOt, shrink } from './covarianceMaps';
import { fitRidge } from './leastSquares';
import { identity, product, symmetricEigen, trace, transpose } from './matrix';
import { cloudOf } from './moments';
import { farthest, mapped, mapRows, momentsOf, normals, randomRotation } from './plantedTesting';

const cloud = (rows: Float64Array, d: number) => cloudOf([rows], d);

test('shrink keeps the trace and ends in a round covariance', () => {
  const c = Float64Array.of(4, 1, 1, 2);
  expect([...shrink(c, 0, 2)]).toEqual([4, 1, 1, 2]);
  expect([...shrink(c, 0.5, 2)]).toEqual([3.5, 0.5, 0.5, 2.5]);
  expect([...shrink(c, 1, 2)]).toEqual([3, 0, 0, 3]);
  expect(trace(shrink(c, 0.3, 2), 2)).toBeCloseTo(6, 14);
});

describe('fitGaussianOt', () => {
  test('takes mean to mean and covariance to covariance', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.integer(), (d, seed) => {
        const stretch = (s: number) =>
          normals(d * d, s).map((value, k) => value + (k % (d + 1) ? 0 : 2));
        const s = mapped(stretch(seed), normals(20 * d * d, seed + 1), normals(d, seed + 2));
        const t = mapped(stretch(seed + 3), normals(30 * d * d, seed + 4), normals(d, seed + 5));
        const [from, to] = [cloud(s, d), cloud(t, d)];
        const map = fitGaussianOt(from, to, 0);
        const arrived = cloud(mapRows(map, s), d);
        expect(farthest(arrived.mean, to.mean)).toBeLessThan(1e-8);
        expect(farthest(arrived.covariance, to.covariance)).toBeLessThan(1e-8);
        // Optimal maps are gradients of convex functions: symmetric, positive.
        expect(farthest(map.matrix!, transpose(map.matrix!, d))).toBeLessThan(1e-8);
        const direction = normals(d, seed + 6);
        const image = mapped(map.matrix!, direction);
        expect(image.reduce((sum, value, k) => sum + value * direction[k]!, 0)).toBeGreaterThan(0);
      }),
      { numRuns: 20 },
    );
  });

  test('diagonal covariances: each component is scaled by the ratio of deviations', () => {
    const diagonal = (variances: number[]) => ({
      mean: Float64Array.from(variances),
      covariance: identity(3).map((value, k) => value * variances[k % 3]!),
    });
    const map = fitGaussianOt(diagonal([1, 4, 9]), diagonal([4, 4, 0.25]), 0);
    expect(farthest(map.matrix!, [2, 0, 0, 0, 1, 0, 0, 0, 1 / 6])).toBeLessThan(1e-13);
    expect(farthest(map.shift, [2, 0, -1.25])).toBeLessThan(1e-13);
  });

  test('a cloud onto itself stays, and turned clouds are stretched, not turned', () => {
    const d = 4;
    const s = mapped(normals(d * d, 71), normals(50 * d, 7200));
    const self = fitGaussianOt(cloud(s, d), cloud(s, d), 0);
    expect(farthest(self.matrix!, identity(d))).toBeLessThan(1e-9);
    const q = randomRotation(d, 73);
    const turned = fitGaussianOt(cloud(s, d), cloud(mapped(q, s), d), 0);
    expect(farthest(turned.matrix!, q)).toBeGreaterThan(0.1);
  });

  test('three vectors in 16 dimensions: with shrinkage the shrunk covariances meet', () => {
    const d = 16;
    const [from, to] = [cloud(normals(3 * d, 81), d), cloud(normals(3 * d, 8200), d)];
    const { matrix } = fitGaussianOt(from, to, 0.1);
    const carried = product(
      product(matrix!, shrink(from.covariance, 0.1, d), d),
      transpose(matrix!, d),
      d,
    );
    expect(farthest(carried, shrink(to.covariance, 0.1, d))).toBeLessThan(1e-8);
    expect(fitGaussianOt(from, to, 0).matrix!.every(Number.isFinite)).toBe(true);
  });
});

describe('fitCca', () => {
  const PLAIN = { centre: true, shrinkage: 0, keep: 1 };

  test('with all components and no shrinkage it is least squares', () => {
    const d = 6;
    const s = normals(80 * d, 91).map((value) => value + 1);
    const noise = normals(80 * d, 9200);
    const t = mapped(normals(d * d, 92), s, normals(d, 93)).map((value, k) => value + noise[k]!);
    const m = momentsOf(s, t, d);
    const [cca, least] = [fitCca(m, PLAIN), fitRidge(m, 0, { centre: true, towards: 'zero' })];
    expect(farthest(cca.matrix!, least.matrix!)).toBeLessThan(1e-10);
    expect(farthest(cca.shift, least.shift)).toBeLessThan(1e-10);
  });

  test('finds a planted correlated subspace among unrelated components', () => {
    const [d, k, n] = [8, 2, 4000];
    // Both sides: two shared components and six of their own, each side mixed by a matrix of its own.
    const side = (seed: number) => {
      const shared = normals(n * k, 101);
      const rows = normals(n * d, seed);
      for (let r = 0; r < n; r++) rows.set(shared.subarray(r * k, (r + 1) * k), r * d);
      return { rows, mix: randomRotation(d, seed + 77) };
    };
    const [source, target] = [side(1020), side(50_300)];
    const m = momentsOf(mapped(source.mix, source.rows), mapped(target.mix, target.rows), d);
    const map = fitCca(m, { ...PLAIN, keep: k / d });
    // The shared components arrive as the target has them; those of the source alone vanish.
    const ofComponents = product(map.matrix!, source.mix, d);
    for (let column = 0; column < d; column++)
      for (let row = 0; row < d; row++) {
        const want = column < k ? target.mix[row * d + column]! : 0;
        expect(Math.abs(ofComponents[row * d + column]! - want)).toBeLessThan(0.1);
      }
    expect(map.details.correlation).toBeGreaterThan(0.999);
  });

  test('k components make a map of rank k', () => {
    const d = 5;
    const m = momentsOf(normals(40 * d, 111), normals(40 * d, 11_200), d);
    const { matrix } = fitCca(m, { ...PLAIN, keep: 0.4 });
    const gram = product(transpose(matrix!, d), matrix!, d);
    const values = symmetricEigen(gram, d).values;
    expect(values.slice(0, 3).every((value) => Math.abs(value) < 1e-12)).toBe(true);
    expect(values[3]).toBeGreaterThan(1e-4);
  });

  test('fewer pairs than dimensions: finite, correlations below 1 by shrinkage', () => {
    const d = 16;
    const m = momentsOf(normals(3 * d, 121), normals(3 * d, 12_200), d);
    const free = fitCca(m, PLAIN);
    expect(free.matrix!.every(Number.isFinite)).toBe(true);
    expect(free.details.correlation).toBeCloseTo(1, 9);
    const shrunk = fitCca(m, { ...PLAIN, shrinkage: 0.2 });
    expect(shrunk.matrix!.every(Number.isFinite)).toBe(true);
    expect(shrunk.details.correlation).toBeLessThan(0.97);
  });

  test('constant vectors and one pair: everything lands on the mean', () => {
    const m = momentsOf(Float64Array.of(1, 2), Float64Array.of(-3, 5), 2);
    const map = fitCca(m, { ...PLAIN, shrinkage: 0.1 });
    expect([...map.matrix!].every((value) => value === 0)).toBe(true);
    expect([...map.shift]).toEqual([-3, 5]);
  });
});
