import { describe, expect, test } from 'vitest';
import { relativeError, worstError } from '../../gpu/testing';
import {
  costGradientCpu,
  fusedOtCpu,
  groundCostCpu,
  planLossCpu,
  raggedLayout,
} from '../../kernels';
import { openHostNn } from '../../nn';
import {
  type PlainBatch,
  randomBatch,
  SETTINGS,
  SIZES,
  uploadBatch,
  withDocuments,
} from './batch.testing';
import { evaluateLoss } from './evaluate';
import { parseLoss } from './names';
import { LOSS_NAMES, type LossName, type LossSettings } from './types';

const D = 5;

async function evaluate(loss: string, batch: PlainBatch, settings: LossSettings = SETTINGS) {
  using ops = openHostNn('float64');
  const result = await evaluateLoss(ops, parseLoss(loss), uploadBatch(ops, batch), settings);
  const losses = Array.from(await ops.read(result.loss));
  const gradient = await ops.read(result.gradient);
  return { mean: losses.reduce((sum, x) => sum + x, 0) / losses.length, losses, gradient };
}

/** Central differences of `mean` by some entries of the student, spread over all tokens. */
async function differences(
  batch: PlainBatch,
  mean: (batch: PlainBatch) => Promise<number> | number,
  at: readonly number[],
  step = 1e-5,
): Promise<number[]> {
  const slopes: number[] = [];
  for (const entry of at) {
    const moved = async (by: number) => {
      const student = Float64Array.from(batch.student);
      student[entry]! += by;
      return mean({ ...batch, student });
    };
    slopes.push(((await moved(step)) - (await moved(-step))) / (2 * step));
  }
  return slopes;
}

/** Entries of the first and last token of every text. */
function probes({ studentCounts, d }: PlainBatch): number[] {
  const entries: number[] = [];
  let first = 0;
  studentCounts.forEach((count, text) => {
    entries.push(first * d + (text % d), (first + count - 1) * d + ((text + 2) % d));
    first += count;
  });
  return entries;
}

// Converged well enough that the envelope theorem and the implicit function theorem hold to the bound.
const CONVERGED: LossSettings = {
  ...SETTINGS,
  ot: { eps: 0.1, iterations: 2000, tolerance: 1e-13 },
};
const FEW: LossSettings = { ...SETTINGS, ot: { eps: 0.1, iterations: 4 } };

// `ot` and the divergence hold a plan fixed and have tests of their own below.
const SETTINGS_OF: Partial<Record<LossName, LossSettings>> = {
  'ot-implicit': CONVERGED,
  'ot-unrolled': FEW,
  'ot-divergence': CONVERGED,
};
const SMALL = [
  [1, 1],
  [1, 5],
  [7, 3],
  [4, 6],
] as const;

describe('the gradient is that of the mean loss', () => {
  const batch = withDocuments(randomBatch(SMALL, D, 3));
  test.each(LOSS_NAMES.filter((name) => name !== 'ot'))('%s', async (name) => {
    const settings = SETTINGS_OF[name] ?? SETTINGS;
    const { gradient } = await evaluate(name, batch, settings);
    const at = probes(batch);
    const want = await differences(
      batch,
      async (moved) => (await evaluate(name, moved, settings)).mean,
      at,
    );
    // The cosine of ot losses normalises what it is given; the others take unit vectors at their word.
    expect(
      worstError(
        at.map((entry) => gradient[entry]!),
        want,
      ),
    ).toBeLessThan(2e-7);
  });

  test('a sum', async () => {
    const both = 'mse+0.25*infonce';
    const { gradient } = await evaluate(both, batch);
    const at = probes(batch);
    const want = await differences(batch, async (moved) => (await evaluate(both, moved)).mean, at);
    expect(
      worstError(
        at.map((entry) => gradient[entry]!),
        want,
      ),
    ).toBeLessThan(2e-8);
  });
});

describe('ot holds the plan fixed', () => {
  const batch = randomBatch(SIZES, D, 5);
  const layout = raggedLayout(batch.teacherCounts, batch.studentCounts);
  const sides = (of: PlainBatch) => ({ x: of.teacher, y: of.student, d: D, layout });
  const variants: Record<string, LossSettings['ot']> = {
    balanced: SETTINGS.ot,
    'squared cost': { ...SETTINGS.ot, cost: 'squared-euclidean' },
    'position prior': { ...SETTINGS.ot, distortion: 0.7 },
    unbalanced: { ...SETTINGS.ot, marginals: { kind: 'unbalanced', rhoX: 0.4, rhoY: 0.8 } },
    partial: { ...SETTINGS.ot, marginals: { kind: 'partial', mass: 0.6 } },
    annealed: { ...SETTINGS.ot, schedule: { kind: 'geometric', from: 1, factor: 0.9 } },
    proximal: { ...SETTINGS.ot, schedule: { kind: 'proximal' } },
  };
  test.each(Object.keys(variants))('%s', async (name) => {
    const ot = variants[name]!;
    const { gradient, losses } = await evaluate('ot', batch, { ...SETTINGS, ot });
    const { plan } = fusedOtCpu(sides(batch), ot);
    const costs = (of: PlainBatch) =>
      groundCostCpu({ ...sides(of), cost: ot.cost ?? 'cosine', distortion: ot.distortion ?? 0 });
    const fixed = (of: PlainBatch) =>
      planLossCpu(plan, costs(of), layout).reduce((sum, x) => sum + x, 0) / layout.count;
    const at = probes(batch);
    const want = await differences(batch, fixed, at);
    expect(
      worstError(
        at.map((entry) => gradient[entry]!),
        want,
      ),
    ).toBeLessThan(1e-8);
    expect(worstError(losses, planLossCpu(plan, costs(batch), layout))).toBeLessThan(1e-12);
  });

  test('plans that the batch brings take the place of the solver', async () => {
    const { plan } = fusedOtCpu(sides(batch), { eps: 1, iterations: 5 });
    const plans = Float32Array.from(plan);
    const { gradient, losses } = await evaluate('ot', { ...batch, plans });
    const cost = groundCostCpu(sides(batch));
    expect(worstError(losses, planLossCpu(plans, cost, layout))).toBeLessThan(1e-12);
    const want = costGradientCpu({ dC: plans, ...sides(batch) }).map((x) => x / layout.count);
    expect(relativeError(gradient, want)).toBeLessThan(1e-12);
    await expect(evaluate('ot', { ...batch, plans: plans.slice(1) })).rejects.toThrow(RangeError);
  });
});
