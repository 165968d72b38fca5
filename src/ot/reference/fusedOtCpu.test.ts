import { describe, expect, test } from 'vitest';
import { relativeError, worstError } from '../../gpu/testing';
import { fusedOtCpu } from '../../kernels/fusedOt.cpu';
import { type OtSettings, readStatus } from '../../kernels/otProblem';
import { raggedLayout } from '../../kernels/ragged';
import { GOLDEN, type GoldenCase, golden, l1Error } from '../goldenTesting';

function hostOf({ n, m, d, X, Y, a, b }: GoldenCase) {
  return { x: X, y: Y, d, layout: raggedLayout([n], [m]), weights: [...a, ...b] };
}

const solve = (want: GoldenCase, settings: OtSettings) => {
  const result = fusedOtCpu(hostOf(want), settings);
  return { ...result, ...readStatus(result.status, 0, settings.tolerance) };
};

/** Largest differences of f and of g, once a constant is moved from one to the other. */
function potentialErrors({ potentials }: { potentials: Float64Array }, { n, a, f, g }: GoldenCase) {
  const shift = a.reduce((sum, weight, i) => sum + weight * potentials[i]!, 0);
  const [ours, theirs] = [potentials.slice(0, n), potentials.slice(n)];
  return [
    worstError(
      ours.map((u) => u - shift),
      f,
    ),
    worstError(
      theirs.map((v) => v + shift),
      g,
    ),
  ];
}

describe('fusedOtCpu', () => {
  describe.each([...GOLDEN, golden('tokens'), golden('square64')])('on $name', (want) => {
    const { n, m, eps, a, b } = want;
    const got = solve(want, { eps, iterations: 20_000, tolerance: 1e-13 });

    test('reaches the plan, potentials, value and gradient of the reference', () => {
      expect(got.rowError + got.columnError).toBeLessThan(1e-12);
      expect(l1Error(got.plan, want.P)).toBeLessThan(1e-10);
      expect(Math.max(...potentialErrors(got, want))).toBeLessThan(1e-10);
      expect(Math.abs(got.loss - want.loss)).toBeLessThan(1e-10);
      expect(Math.abs(got.value - want.valueKl)).toBeLessThan(1e-10);
      expect(relativeError(got.gradient, want.gradYPlanFixed)).toBeLessThan(2e-9);
      expect(Math.abs(got.gap)).toBeLessThan(1e-12);
      expect(Math.abs(got.mass - 1)).toBeLessThan(1e-12);
    });

    test.each(Object.entries(want.trace))('has its error and loss after %s', (k, [error, loss]) => {
      const { rowError, loss: ours, iterations } = solve(want, { eps, iterations: Number(k) });
      expect(iterations).toBe(Number(k));
      expect(Math.abs(rowError - error)).toBeLessThan(1e-12);
      expect(Math.abs(ours - loss)).toBeLessThan(1e-12);
    });

    test('reaches the unbalanced plan of POT', () => {
      const { rho, plan } = want.unbalanced;
      const marginals = { kind: 'unbalanced', rhoX: rho, rhoY: rho } as const;
      const ours = solve(want, { eps, iterations: 20_000, tolerance: 1e-13, marginals });
      expect(l1Error(ours.plan, plan)).toBeLessThan(1e-10);
    });

    test("the value is <P, C> + eps KL(P | a b') of its plan", () => {
      const terms = got.plan.map((p, at) => {
        const product = a[Math.floor(at / m)]! * b[at % m]!;
        return p * got.cost[at]! + eps * ((p > 0 ? p * Math.log(p / product) : 0) - p + product);
      });
      expect(n * m).toBe(terms.length);
      expect(Math.abs(terms.reduce((sum, term) => sum + term) - got.value)).toBeLessThan(1e-12);
    });
  });

  test.each([
    ['tokens', 80], // 72 against 136 plain iterations
    ['square64', 160], // 112 against 308
  ])('over-relaxation reaches the plan of %s in fewer iterations', (name, most) => {
    const want = golden(name);
    const settings = { eps: want.eps, iterations: 20_000, tolerance: 1e-10 };
    const plain = solve(want, settings);
    const relaxed = solve(want, { ...settings, relaxation: 'safeguarded' });
    expect(relaxed.iterations).toBeLessThan(most);
    expect(plain.iterations).toBeGreaterThan(1.6 * relaxed.iterations);
    expect(l1Error(relaxed.plan, want.P)).toBeLessThan(2e-10);
  });

  test('a near-permutation stalls, and over-relaxation brings it nearer', () => {
    const want = golden('nearPermutation');
    const settings = { eps: want.eps, iterations: 20_000 };
    const plain = l1Error(solve(want, settings).plan, want.P);
    const relaxed = l1Error(solve(want, { ...settings, relaxation: 'safeguarded' }).plan, want.P);
    expect(plain).toBeLessThan(8e-6); // measured 3.8e-6
    expect(relaxed).toBeLessThan(plain / 2); // measured 1.2e-6
  });

  test('solves each problem of a batch as if it were alone', () => {
    const cases = [golden('weighted'), golden('duplicates'), golden('oneByMany')];
    const d = 24;
    const wide = (rows: readonly number[], from: number) =>
      Array.from({ length: (rows.length / from) * d }, (_, at) =>
        at % d < from ? rows[Math.floor(at / d) * from + (at % d)]! : 0,
      );
    const layout = raggedLayout(
      cases.map(({ n }) => n),
      cases.map(({ m }) => m),
    );
    const settings = { eps: 0.1, iterations: 17, distortion: 0.2 };
    const all = fusedOtCpu(
      {
        x: cases.flatMap((one) => wide(one.X, one.d)),
        y: cases.flatMap((one) => wide(one.Y, one.d)),
        d,
        layout,
        weights: cases.flatMap(({ a, b }) => [...a, ...b]),
      },
      settings,
    );
    const alone = cases.map((one) => solve(one, settings));
    expect([...all.plan]).toEqual(alone.flatMap(({ plan }) => [...plan]));
    expect([...all.status]).toEqual(alone.flatMap(({ status }) => [...status]));
    expect([...all.potentials]).toEqual(alone.flatMap(({ potentials }) => [...potentials]));
  });

  test('spreads identical vectors evenly and charges 1 for a zero vector', () => {
    const host = { x: [0, 0, 1, 0], y: [0, 0, 1, 0], d: 2, layout: raggedLayout([2], [2]) };
    const { cost, plan, gradient } = fusedOtCpu(host, { eps: 1, iterations: 200 });
    expect([...cost]).toEqual([1, 1, 1, 0]);
    const p = 0.5 / (1 + Math.exp(-0.5)); // p + q = 1/2, (p / q)^2 = e: the cross ratio of exp(-cost)
    expect(worstError(plan, [p, 0.5 - p, 0.5 - p, p])).toBeLessThan(1e-12);
    expect([...gradient]).toEqual([0, 0, 0, 0]);
  });

  test.each([1e-12, 1e-4, 10, 1e12])('stays finite at eps %f', (eps) => {
    const layout = raggedLayout([3], [3]);
    const host = { x: [0, 0, 3, 4, -1e3, 1], y: [0, 0, 1, 0, 0, 1e-3], d: 2, layout };
    const weights = [0, 0.5, 0.5, 0.25, 0.75, 0];
    for (const marginals of [
      { kind: 'balanced' },
      { kind: 'unbalanced', rhoX: 0.3, rhoY: 2 },
      { kind: 'partial', mass: 0.6 },
    ] as const)
      for (const cost of ['cosine', 'squared-euclidean', 'dot'] as const) {
        const settings = { eps, iterations: 30, marginals, cost };
        const { status, plan, gradient, potentials } = fusedOtCpu({ ...host, weights }, settings);
        for (const values of [status, plan, gradient, potentials])
          expect(values.every(Number.isFinite), `${marginals.kind} ${cost}`).toBe(true);
        expect([plan[0], plan[1], plan[2], plan[5], plan[8]]).toEqual([0, 0, 0, 0, 0]);
      }
  });

  test('continues from potentials as if it had never stopped', () => {
    const want = golden('rectEps0.05');
    const first = solve(want, { eps: 0.05, iterations: 7 });
    const host = { ...hostOf(want), start: first.potentials };
    const then = fusedOtCpu(host, { eps: 0.05, iterations: 5 });
    const once = solve(want, { eps: 0.05, iterations: 12 });
    expect(worstError(then.plan, once.plan)).toBeLessThan(1e-15);
  });

  test('a geometric schedule hands potentials on in the unit of cost', () => {
    const want = golden('weighted');
    const schedule = { kind: 'geometric', from: 0.4, factor: 0.5 } as const;
    const whole = solve(want, { eps: 0.05, iterations: 4, schedule });
    let start: Float64Array | undefined;
    for (const eps of [0.4, 0.2, 0.1, 0.05])
      start = fusedOtCpu(
        { ...hostOf(want), ...(start && { start }) },
        { eps, iterations: 1 },
      ).potentials;
    expect(worstError(whole.potentials, start!)).toBeLessThan(1e-13);
  });

  test('says that it has not converged, and stops by itself when it has', () => {
    const want = golden('rectEps0.05');
    expect(solve(want, { eps: 0.05, iterations: 5 }).converged).toBe(false);
    const settings = { eps: 0.05, iterations: 999, tolerance: 1e-3 };
    const { iterations, rowError, converged } = solve(want, settings);
    expect(converged).toBe(true);
    expect(rowError).toBeLessThanOrEqual(1e-3);
    expect(iterations).toBeLessThan(60);
    expect(iterations % 4).toBe(0);
  });

  test('stops at a check, but not before the schedule has arrived', () => {
    const want = golden('rectEps0.5');
    const stop = (settings: Partial<OtSettings>) =>
      solve(want, { eps: 0.5, iterations: 100, tolerance: 0.9, ...settings }).iterations;
    expect(stop({})).toBe(4);
    // 10 * .5^(k-1) is at .5 from k = 6 on.
    expect(stop({ schedule: { kind: 'geometric', from: 10, factor: 0.5 } })).toBe(8);
    expect(stop({ schedule: { kind: 'proximal' } })).toBe(100);
  });

  test('refuses settings and arrays that make no sense', () => {
    const host = { x: [1], y: [1], d: 1, layout: raggedLayout([1], [1]) };
    const fine = { eps: 1, iterations: 1 };
    expect(() => fusedOtCpu(host, { ...fine, eps: 0 })).toThrow('fusedOtCpu: eps must be positive');
    for (const field of ['x', 'y', 'weights', 'start'])
      expect(() => fusedOtCpu({ ...host, [field]: [1, 2, 3] }, fine)).toThrow(
        `fusedOtCpu ${field}`,
      );
  });
});
