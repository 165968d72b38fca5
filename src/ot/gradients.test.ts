import { describe, expect } from 'vitest';
import { gpuTest, relativeError } from '../gpu/testing';
import { readStatus } from '../kernels';
import { GOLDEN, golden, HARD_GOLDEN } from './goldenTesting';
import { gradientAngle } from './gradientAngle';
import { otGradient } from './gradients';
import { refineOt } from './refineOt';
import { uploadGolden } from './uploadGoldenTesting';

const SETTINGS = { iterations: 200, tolerance: 1e-6 };

describe.each([...GOLDEN, ...HARD_GOLDEN])('on $name', (want) => {
  const settings = { ...SETTINGS, eps: want.eps };

  gpuTest('Newton steps converge to float32 rounding', async ({ scope }) => {
    const { status } = refineOt(scope, uploadGolden(scope, want), settings);
    const { rowError, columnError } = readStatus(await scope.download(status), 0);
    expect(rowError + columnError).toBeLessThan(want.eps >= 0.01 ? 2e-6 : 6e-6);
  });

  gpuTest('the implicit gradient is that of float64, all in float32', async ({ scope }) => {
    const got = otGradient(scope, uploadGolden(scope, want), settings, 'implicit');
    expect(relativeError(await scope.download(got), want.gradYExact)).toBeLessThan(5e-5); // goal A3
  });
});

gpuTest(
  'three gradients that differ, and the unrolled one tends to the implicit',
  async ({ scope }) => {
    const want = golden('rectEps0.1');
    const problem = uploadGolden(scope, want);
    const gradient = async (kind: 'plan-fixed' | 'implicit' | 'unrolled', iterations: number) =>
      scope.download(otGradient(scope, problem, { eps: want.eps, iterations }, kind));
    const fixed = await gradient('plan-fixed', 300);
    const implicit = await gradient('implicit', 300);
    expect(relativeError(fixed, want.gradYPlanFixed)).toBeLessThan(1e-5);
    const [angle] = gradientAngle(fixed, implicit, [want.m], want.d);
    const [sought] = gradientAngle(
      Float32Array.from(want.gradYPlanFixed),
      Float32Array.from(want.gradYExact),
      [want.m],
      want.d,
    );
    expect(angle!.cosine).toBeLessThan(0.99);
    expect(Math.abs(angle!.cosine - sought!.cosine)).toBeLessThan(1e-4);
    const early = relativeError(await gradient('unrolled', 3), implicit);
    const late = relativeError(await gradient('unrolled', 60), implicit);
    expect(late).toBeLessThan(1e-3);
    expect(early).toBeGreaterThan(10 * late);
  },
);

gpuTest('only plan-fixed gradients of marginals that are not balanced', ({ scope }) => {
  const problem = uploadGolden(scope, golden('weighted'));
  const settings = { eps: 0.1, iterations: 3, marginals: { kind: 'partial', mass: 0.5 } } as const;
  expect(() => otGradient(scope, problem, settings, 'implicit')).toThrow(
    'otGradient implicit: only balanced marginals, got partial',
  );
  expect(otGradient(scope, problem, settings, 'plan-fixed').shape).toEqual([13, 24]);
});
