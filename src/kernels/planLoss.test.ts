import { describe, expect } from 'vitest';
import { ShapeError } from '../gpu';
import { gpuTest, randomSigned, worstError } from '../gpu/testing';
import { planLoss } from './planLoss';
import { planLossCpu } from './planLoss.cpu';
import { raggedBatch, raggedLayout } from './ragged';

const ROWS = [1, 1, 7, 12, 67, 2];
const COLUMNS = [1, 5, 3, 14, 67, 64];
const layout = raggedLayout(ROWS, COLUMNS);

describe('planLoss', () => {
  gpuTest('matches float64 on problems of all sizes', async ({ scope }) => {
    const plan = randomSigned(layout.entries, 11);
    const cost = randomSigned(layout.entries, 90001);
    const batch = raggedBatch(scope, ROWS, COLUMNS);
    const upload = (x: Float32Array) => scope.upload(x, [layout.entries], 'x');
    const loss = planLoss(scope, { plan: upload(plan), cost: upload(cost), batch });
    const want = planLossCpu(plan, cost, layout);
    const size = planLossCpu(plan.map(Math.abs), cost.map(Math.abs), layout);
    const got = Array.from(await scope.download(loss), (value, b) => value / size[b]!);
    // Measured 6.9e-8.
    expect(
      worstError(
        got,
        want.map((value, b) => value / size[b]!),
      ),
    ).toBeLessThan(1.4e-7);
  });

  gpuTest(
    'counts the first and the last entry and nothing of the neighbours',
    async ({ scope }) => {
      const batch = raggedBatch(scope, [2, 3, 1], [3, 2, 1]);
      const plan = scope.upload(Float32Array.of(1, 0, 0, 0, 0, 2, 4, 0, 0, 0, 0, 8, 16), [13], 'p');
      const cost = scope.upload(new Float32Array(13).fill(1), [13], 'c');
      const loss = planLoss(scope, { plan, cost, batch });
      expect([...(await scope.download(loss))]).toEqual([3, 12, 16]);
    },
  );

  gpuTest('writes into out and allocates nothing else; refuses what does not fit', ({ scope }) => {
    const batch = raggedBatch(scope, [2], [3]);
    const [plan, cost, out] = [scope.zeros([6], 'p'), scope.zeros([6], 'c'), scope.zeros([1], 'o')];
    const before = scope.liveBuffers;
    expect(planLoss(scope, { plan, cost, batch, out })).toBe(out);
    expect(scope.liveBuffers).toBe(before);
    const refuse = (change: object) =>
      expect(() => planLoss(scope, { plan, cost, batch, ...change }));
    refuse({ plan: scope.zeros([5], 'p') }).toThrow(ShapeError);
    refuse({ cost: scope.zeros([7], 'c') }).toThrow(ShapeError);
    refuse({ out: scope.zeros([2], 'o') }).toThrow(ShapeError);
    const one = raggedBatch(scope, [1], [1]);
    refuse({ out, batch: one, plan: out, cost: out }).toThrow(RangeError);
  });
});
