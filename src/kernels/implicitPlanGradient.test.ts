import { describe, expect, test } from 'vitest';
import { ShapeError } from '../gpu';
import { gpuTest, randomSigned, randomUniform, relativeError } from '../gpu/testing';
import { converged, copiedCost } from './convergedTesting';
import { type ImplicitPlanGradientInputs, implicitPlanGradient } from './implicitPlanGradient';
import { implicitPlanGradientCpu } from './implicitPlanGradient.cpu';
import { raggedBatch, raggedLayout } from './ragged';
import { RAGGED_SIZES, randomCost } from './raggedTesting';

const SIZES = [...RAGGED_SIZES, [61, 59] as const];
const [ROWS, COLUMNS] = [SIZES.map(([n]) => n), SIZES.map(([, m]) => m)];

test('the twin is the derivative of <P(C), C> by finite differences', () => {
  for (const [n, m] of [
    [5, 7],
    [6, 4],
    [1, 3],
  ] as const)
    for (const eps of [0.5, 0.05]) {
      const cost = Float64Array.from(randomUniform(n * m, 987_654));
      const direction = randomSigned(n * m, 55_555_555);
      const h = 1e-5;
      const [above, below] = [h, -h].map((step) => {
        const moved = cost.map((value, k) => value + step * direction[k]!);
        return converged(moved, n, m, eps).plan.reduce((sum, p, k) => sum + p * moved[k]!, 0);
      });
      const { plan, layout } = converged(cost, n, m, eps);
      const dC = implicitPlanGradientCpu({ plan, cost, layout, eps });
      const slope = dC.reduce((sum, value, k) => sum + value * direction[k]!, 0);
      const want = (above! - below!) / (2 * h);
      expect(Math.abs(slope - want)).toBeLessThan(1e-7 * Math.max(1, Math.abs(want)));
    }
});

describe('implicitPlanGradient', () => {
  // [n, m, noise]: near-permutations, and both shapes; measured at most 2.1e-7 at eps >= .05, 2.0e-6 below.
  gpuTest.for([
    [12, 12, 0.5],
    [12, 12, 0.05],
    [24, 37, 1],
    [37, 24, 1],
    [9, 10, 1],
  ] as const)('matches float64 at converged plans of %j', async ([n, m, noise], { scope }) => {
    const batch = raggedBatch(scope, [n], [m]);
    for (const eps of [2, 0.5, 0.1, 0.05, 0.02, 0.01, 0.005]) {
      const cost = copiedCost(n, m, 16, noise, 1_234_567);
      const { plan, layout } = converged(cost, n, m, eps);
      const want = implicitPlanGradientCpu({ plan, cost, layout, eps });
      const dC = implicitPlanGradient(scope, {
        plan: scope.upload(Float32Array.from(plan), [n * m], 'plan'),
        cost: scope.upload(cost, [n * m], 'cost'),
        batch,
        eps,
      });
      const error = relativeError(await scope.download(dC), want);
      expect(error, `eps ${eps}`).toBeLessThan(eps >= 0.05 ? 4.5e-7 : 4e-6);
    }
  });

  gpuTest(
    'matches float64 on ragged problems, and alone gives the same bits',
    async ({ scope }) => {
      const layout = raggedLayout(ROWS, COLUMNS);
      const [plan, cost] = [randomUniform(layout.entries, 31_415_926), randomCost(layout)];
      const inputs = {
        plan: scope.upload(plan, [layout.entries], 'plan'),
        cost: scope.upload(cost, [layout.entries], 'cost'),
        batch: raggedBatch(scope, ROWS, COLUMNS),
        eps: 0.3,
      };
      const got = await scope.download(implicitPlanGradient(scope, inputs));
      const want = implicitPlanGradientCpu({ plan, cost, layout, eps: 0.3 });
      expect(relativeError(got, want)).toBeLessThan(1e-6);
      for (const [b, [n, m]] of SIZES.entries()) {
        const own = layout.planOffsets[b]!;
        const part = [own, own + n * m] as const;
        const alone = implicitPlanGradient(scope, {
          plan: scope.upload(plan.slice(...part), [n * m], 'plan'),
          cost: scope.upload(cost.slice(...part), [n * m], 'cost'),
          batch: raggedBatch(scope, [n], [m]),
          eps: 0.3,
        });
        expect([...(await scope.download(alone))]).toEqual([...got.slice(...part)]);
      }
    },
  );

  gpuTest('keeps the digits of two blocks that a link of 1e-20 joins', async ({ scope }) => {
    const [n, m] = [4, 6];
    const weak = (i: number, j: number) => i < 2 !== j < 3;
    const plan = randomUniform(n * m, 424_242).map(
      (value, k) => (value / 12) * (weak(Math.floor(k / m), k % m) ? 1e-20 : 1),
    );
    const cost = randomUniform(n * m, 77_777_777);
    const batch = raggedBatch(scope, [n], [m]);
    const dC = implicitPlanGradient(scope, {
      plan: scope.upload(plan, [n * m], 'plan'),
      cost: scope.upload(cost, [n * m], 'cost'),
      batch,
      eps: 0.01,
    });
    const want = implicitPlanGradientCpu({ plan, cost, layout: batch.layout, eps: 0.01 });
    const got = await scope.download(dC);
    const blocks = (values: ArrayLike<number>) =>
      Array.from(values).filter((_, k) => !weak(Math.floor(k / m), k % m));
    expect(relativeError(blocks(got), blocks(want))).toBeLessThan(2e-7); // measured 9.7e-8
  });

  gpuTest(
    'gives rows and columns without mass nothing and the others the same',
    async ({ scope }) => {
      const [n, m, eps] = [5, 6, 0.1];
      const plan = randomUniform(n * m, 161_803).map((value, k) =>
        Math.floor(k / m) === 0 || Math.floor(k / m) === 3 || k % m === 5 ? 0 : value,
      );
      const cost = randomUniform(n * m, 27_182_818);
      const kept = (values: ArrayLike<number>) =>
        Float32Array.from(Array.from(values).filter((_, k) => plan[k]! > 0));
      const whole = await scope.download(
        implicitPlanGradient(scope, {
          plan: scope.upload(plan, [n * m], 'plan'),
          cost: scope.upload(cost, [n * m], 'cost'),
          batch: raggedBatch(scope, [n], [m]),
          eps,
        }),
      );
      whole.forEach((value, k) => {
        if (plan[k] === 0) expect(Math.abs(value)).toBe(0);
      });
      const want = implicitPlanGradientCpu({
        plan: kept(plan),
        cost: kept(cost),
        layout: raggedLayout([3], [5]),
        eps,
      });
      expect(relativeError(kept(whole), want)).toBeLessThan(1e-6);
    },
  );

  gpuTest(
    'gives the plan itself where a side has one token, and 0 for a plan of 0',
    async ({ scope }) => {
      const plan = randomUniform(9, 5);
      const cost = scope.upload(randomUniform(9, 999_999), [9], 'cost');
      const of = (values: Float32Array, n: number, m: number) =>
        implicitPlanGradient(scope, {
          plan: scope.upload(values, [9], 'plan'),
          cost,
          batch: raggedBatch(scope, [n], [m]),
          eps: 1e-4,
        });
      expect([...(await scope.download(of(plan, 1, 9)))]).toEqual([...plan]);
      expect([...(await scope.download(of(plan, 9, 1)))]).toEqual([...plan]);
      const none = await scope.download(of(new Float32Array(9), 3, 3));
      expect([...none].every((value) => value === 0)).toBe(true);
    },
  );

  gpuTest('writes into out, allocates nothing, refuses what does not fit', ({ scope }) => {
    const batch = raggedBatch(scope, [3], [5]);
    const inputs = {
      plan: scope.zeros([15], 'plan'),
      cost: scope.zeros([15], 'cost'),
      batch,
      eps: 0.1,
      out: scope.zeros([15], 'out'),
      scratch: scope.zeros([15], 'scratch'),
    };
    const before = scope.liveBuffers;
    expect(implicitPlanGradient(scope, inputs)).toBe(inputs.out);
    expect(scope.liveBuffers).toBe(before);
    const make = (change: Partial<ImplicitPlanGradientInputs>) => () =>
      implicitPlanGradient(scope, { ...inputs, ...change });
    const short = scope.empty([14], 'short');
    for (const name of ['plan', 'cost', 'out', 'scratch'] as const)
      expect(make({ [name]: short })).toThrow(ShapeError);
    expect(make({ out: inputs.plan })).toThrow('another tensor than plan');
    expect(make({ eps: 0 })).toThrow('eps must be positive');
    const large = raggedBatch(scope, [257], [257]);
    const entries = scope.empty([257 * 257], 'entries');
    expect(make({ batch: large, plan: entries, cost: entries })).toThrow(
      'problem 0 is 257 x 257; one side must have at most 256 tokens',
    );
  });
});
