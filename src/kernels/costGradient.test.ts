import { describe, expect, test } from 'vitest';
import { ShapeError } from '../gpu';
import { gpuTest, randomSigned, relativeError } from '../gpu/testing';
import { type CostGradientInputs, costGradient } from './costGradient';
import { costGradientCpu } from './costGradient.cpu';
import { groundCostCpu } from './groundCost.cpu';
import type { GroundCost } from './otProblem';
import { raggedBatch, raggedLayout } from './ragged';
import { RAGGED_SIZES, raggedCase } from './raggedTesting';

const COSTS: readonly GroundCost[] = ['cosine', 'squared-euclidean', 'dot'];

test.each(COSTS)('the twin is the derivative of <dC, C(y)> by finite differences, %s', (cost) => {
  const [n, m, d] = [3, 4, 5];
  const layout = raggedLayout([n], [m]);
  const [x, y] = [randomSigned(n * d, 314_159), randomSigned(m * d, 2_718_281)];
  const [dC, direction] = [randomSigned(n * m, 99_999), randomSigned(m * d, 8_675_309)];
  const lossAt = (h: number) => {
    const moved = Float64Array.from(y, (value, k) => value + h * direction[k]!);
    return groundCostCpu({ x, y: moved, d, layout, cost }).reduce((s, c, k) => s + c * dC[k]!, 0);
  };
  const want = (lossAt(1e-5) - lossAt(-1e-5)) / 2e-5;
  const dY = costGradientCpu({ dC, x, y, d, layout, cost });
  expect(dY.reduce((sum, value, k) => sum + value * direction[k]!, 0)).toBeCloseTo(want, 8);
});

describe('costGradient', () => {
  gpuTest.for(COSTS.flatMap((cost) => [1, 7, 128, 384].map((d) => [cost, d] as const)))(
    'matches float64 on ragged problems, %s, d %i',
    async ([cost, d], { scope }) => {
      const sizes = d < 384 ? [...RAGGED_SIZES, [300, 3] as const] : ([[5, 19]] as const);
      const { x, y, host, batch, layout } = raggedCase(scope, d, sizes);
      const dC = randomSigned(layout.entries, 777_777);
      const inputs = { dC: scope.upload(dC, [layout.entries], 'dC'), x, y, batch, cost };
      const got = await scope.download(costGradient(scope, { ...inputs, scale: 0.37 }));
      const want = costGradientCpu({ dC, ...host, d, layout, cost }).map((value) => 0.37 * value);
      if (d === 1 && cost === 'cosine') expect(Math.max(...got.map(Math.abs))).toBeLessThan(1e-5);
      else expect(relativeError(got, want)).toBeLessThan(8e-7); // measured 3.9e-7
    },
  );

  gpuTest('takes raw vectors: lengths count, and one of 0 has no direction', async ({ scope }) => {
    const [n, m, d] = [3, 4, 6];
    const [x, y] = [randomSigned(n * d, 42_424_242), randomSigned(m * d, 13_131_313)];
    const grown = x.map((value, k) => (k < d ? 50 * value : value));
    grown.fill(0, d, 2 * d);
    const short = y.map((value, k) => (k < d ? 1e-3 * value : value));
    short.fill(0, 2 * d, 3 * d);
    const dC = randomSigned(n * m, 777_777);
    const got = await scope.download(
      costGradient(scope, {
        dC: scope.upload(dC, [n * m], 'dC'),
        x: scope.upload(grown, [n, d], 'x'),
        y: scope.upload(short, [m, d], 'y'),
        batch: raggedBatch(scope, [n], [m]),
        scale: 1,
      }),
    );
    const want = costGradientCpu({ dC, x: grown, y: short, d, layout: raggedLayout([n], [m]) });
    for (const row of [0, 1, 3])
      expect(
        relativeError(got.slice(row * d, row * d + d), want.slice(row * d, row * d + d)),
      ).toBeLessThan(6e-7);
    expect(got.slice(2 * d, 3 * d).every((value) => value === 0)).toBe(true);
  });

  gpuTest('pulls a column to the row that its plan names', async ({ scope }) => {
    const of = async (cost: GroundCost) => [
      ...(await scope.download(
        costGradient(scope, {
          dC: scope.upload(new Float32Array([1, 0, 0, 2]), [4], 'dC'),
          x: scope.upload(new Float32Array([1, 0, 0, 2]), [2, 2], 'x'),
          y: scope.upload(new Float32Array([0, 4, 3, 2]), [2, 2], 'y'),
          batch: raggedBatch(scope, [2], [2]),
          cost,
          scale: 0.5,
        }),
      )),
    ];
    expect((await of('dot')).map((value) => value + 0)).toEqual([-0.5, 0, 0, -2]);
    expect((await of('squared-euclidean')).map((value) => value + 0)).toEqual([-1, 4, 6, 0]);
    expect((await of('cosine')).slice(0, 2).map((value) => value + 0)).toEqual([-0.125, 0]);
  });

  gpuTest('writes into out, allocates nothing, refuses what does not fit', ({ scope }) => {
    const { x, y, batch, layout } = raggedCase(scope, 8);
    const out = scope.empty([layout.columns, 8], 'out');
    const inputs = { dC: scope.zeros([layout.entries], 'dC'), x, y, batch, scale: 1, out };
    const before = scope.liveBuffers;
    expect(costGradient(scope, inputs)).toBe(out);
    expect(scope.liveBuffers).toBe(before);
    const make = (change: Partial<CostGradientInputs>) => () =>
      costGradient(scope, { ...inputs, ...change });
    const flat = scope.empty([batch.columns], 'flat');
    for (const name of ['dC', 'x', 'y', 'out'] as const)
      expect(make({ [name]: flat })).toThrow(ShapeError);
    expect(make({ out: y })).toThrow('another tensor than y');
    expect(make({ scale: Number.NaN })).toThrow('parameter scale must be finite');
  });
});
