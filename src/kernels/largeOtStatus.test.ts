import { describe, expect } from 'vitest';
import { gpuTest, randomSigned, worstError } from '../gpu/testing';
import { largeOtSideCpu } from './largeOtStatus.cpu';
import { largeCase, referenceOf, solveLarge } from './largeOtTesting';
import { type Marginals, STATUS } from './otProblem';

const CASES: (readonly [Marginals, tauX: number, tauY: number])[] = [
  [{ kind: 'balanced' }, 1, 1],
  [{ kind: 'unbalanced', rhoX: 0.05, rhoY: 0.2 }, 0.5, 0.8],
];

// The shapes for real GPUs are tested by largeOt.test.ts; SwiftShader compiles them for seconds.
describe('largeOtStatus', () => {
  gpuTest.for(CASES)(
    'adds both sides up as float64 does, %j',
    async ([marginals, tauX, tauY], { scope }) => {
      const [n, m, eps] = [67, 70, 0.05];
      const host = largeCase(n, m, 9);
      const settings = { eps, iterations: 2, marginals };
      const { status, plan, potentials } = await solveLarge(scope, host, settings);
      const rows = new Float64Array(n);
      const columns = new Float64Array(m);
      plan.forEach((p, at) => {
        rows[Math.floor(at / m)]! += p;
        columns[at % m]! += p;
      });
      const side = (sums: Float64Array, first: number, tau: number, rho: number | undefined) =>
        largeOtSideCpu(
          {
            sums,
            weights: new Float64Array(sums.length).fill(1 / sums.length),
            potentials: potentials.slice(first, first + sums.length).map((value) => value / eps),
            tau,
            cap: Infinity,
            ...(rho && { rho }),
          },
          eps,
          0,
        );
      const rho = marginals.kind === 'unbalanced' ? marginals : undefined;
      const x = side(rows, 0, tauX, rho?.rhoX);
      const y = side(columns, n, tauY, rho?.rhoY);
      const mass = rows.reduce((sum, r) => sum + r, 0);
      expect(status[STATUS.mass]).toBeCloseTo(mass, 6);
      expect(status[STATUS.value]).toBeCloseTo(x.value + y.value + eps * (1 - mass), 6);
      expect(status[STATUS.gap]).toBeCloseTo(x.gap + y.gap, 6);
      const near = (got: number, want: number) =>
        expect(Math.abs(got - want)).toBeLessThan(2e-7 + 0.1 * want);
      near(status[STATUS.rowError]!, x.error);
      near(status[STATUS.columnError]!, y.error);
      expect(x.error).toBeGreaterThan(1e-3);
    },
  );

  gpuTest('gives h, the moved mass and the gap of partial transport', async ({ scope }) => {
    const host = largeCase(67, 70, 9);
    const settings = {
      eps: 0.05,
      iterations: 3,
      marginals: { kind: 'partial', mass: 0.6 } as const,
    };
    const { status } = await solveLarge(scope, host, settings);
    const want = referenceOf(host, settings).status;
    for (const field of [STATUS.value, STATUS.gap, STATUS.mass, STATUS.rowError] as const)
      expect(status[field]).toBeCloseTo(want[field]!, 5);
    expect(status[STATUS.mass]).toBeCloseTo(0.6, 6);
  });
});

gpuTest('largeOt: potentials and gap of partial transport at small eps', async ({ scope }) => {
  const [n, m, d] = [40, 36, 8];
  const host = { n, m, d, x: randomSigned(n * d, 991), y: randomSigned(m * d, 77231) };
  const marginals = { kind: 'partial', mass: 0.5 } as const; // caps hundreds of bits below the costs
  const settings = { eps: 1e-3, iterations: 24, marginals };
  const got = await solveLarge(scope, host, settings);
  const want = referenceOf(host, settings);
  expect(worstError(got.potentials, want.potentials)).toBeLessThan(1e-7); // measured 4.1e-8
  expect(Math.abs(got.status[STATUS.gap]! - want.status[STATUS.gap]!)).toBeLessThan(1e-7);
});
