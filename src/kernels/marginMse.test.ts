import { describe, expect, test } from 'vitest';
import { type Scope, ShapeError } from '../gpu';
import { gpuTest, randomSigned, worstError } from '../gpu/testing';
import { marginMse } from './marginMse';
import { marginMseCpu } from './marginMse.cpu';

interface Host {
  scores: Float32Array;
  targets: Float32Array;
  rows: number;
  width: number;
}

describe('marginMse', () => {
  // One document; below, at and above the workgroup sizes of 4 and 64.
  gpuTest.for([1, 2, 3, 4, 5, 63, 64, 65, 130])(
    'matches float64 on %i documents',
    async (width, { scope }) => {
      const host = randomHost(5, width);
      const { loss, dScores } = marginMse(scope, { ...upload(scope, host), scale: 0.5 });
      const want = marginMseCpu({ ...host, scale: 0.5 });
      // Measured up to 1.6e-7, relative to 1 + the value.
      expect(relative(await scope.download(loss), want.loss)).toBeLessThan(3.2e-7);
      expect(relative(await scope.download(dScores), want.dScores)).toBeLessThan(3.2e-7);
    },
  );

  gpuTest('knows margins by hand, and only margins', async ({ scope }) => {
    const host = randomHost(2, 3);
    host.scores.set([1, 2, 4, 900, 901, 903]);
    host.targets.set([0, 0, 0, 0, 1, 3]);
    const { loss, dScores } = marginMse(scope, upload(scope, host));
    // Margins 1, 3, 2: mean of squares 14 / 3; the second row has the teacher's margins.
    const [first, second] = await scope.download(loss);
    expect(first).toBeCloseTo(14 / 3, 5);
    expect(second).toBe(0);
    const slopes = await scope.download(dScores);
    const want = [-8 / 3, -2 / 3, 10 / 3, 0, 0, 0];
    expect(worstError(slopes, want)).toBeLessThan(1e-6);
  });

  gpuTest('gives one document no loss and no gradient', async ({ scope }) => {
    const { loss, dScores } = marginMse(scope, upload(scope, randomHost(2, 1)));
    expect([...(await scope.download(loss))]).toEqual([0, 0]);
    expect((await scope.download(dScores)).every((x) => x === 0)).toBe(true);
  });

  gpuTest('writes into outputs and allocates nothing else', ({ scope }) => {
    const inputs = upload(scope, randomHost(3, 5));
    const [outLoss, outDScores] = [scope.empty([3], 'l'), scope.empty([3, 5], 'd')];
    const before = scope.liveBuffers;
    const got = marginMse(scope, { ...inputs, outLoss, outDScores });
    expect(got).toEqual({ loss: outLoss, dScores: outDScores });
    expect(scope.liveBuffers).toBe(before);
  });

  gpuTest('refuses what does not fit', ({ scope }) => {
    const inputs = upload(scope, randomHost(2, 3));
    const refuse = (change: object) => expect(() => marginMse(scope, { ...inputs, ...change }));
    refuse({ scores: scope.empty([2, 0], 's') }).toThrow(ShapeError);
    refuse({ targets: scope.empty([3, 2], 't') }).toThrow(ShapeError);
    refuse({ outLoss: scope.empty([3], 'o') }).toThrow(ShapeError);
    refuse({ outDScores: scope.empty([2, 2], 'o') }).toThrow(ShapeError);
    refuse({ outDScores: inputs.targets }).toThrow('marginMse outDScores');
  });
});

test('marginMseCpu: the gradient agrees with finite differences', () => {
  const host = randomHost(3, 5);
  const scores = Float64Array.from(host.scores);
  const want = scores.map((_, k) => {
    const at = (step: number) => {
      const moved = scores.map((score, l) => score + (l === k ? step : 0));
      return marginMseCpu({ ...host, scores: moved }).loss.reduce((a, b) => a + b, 0);
    };
    return (2 * (at(1e-4) - at(-1e-4))) / 2e-4;
  });
  expect(worstError(marginMseCpu({ ...host, scores, scale: 2 }).dScores, want)).toBeLessThan(1e-8);
});

function relative(got: ArrayLike<number>, want: Float64Array): number {
  return worstError(
    Array.from(got, (x, k) => x / (1 + Math.abs(want[k]!))),
    want.map((x) => x / (1 + Math.abs(x))),
  );
}

function randomHost(rows: number, width: number): Host {
  const scores = randomSigned(rows * width, 17 * width);
  return { scores, targets: randomSigned(rows * width, 900001), rows, width };
}

function upload(scope: Scope, { scores, targets, rows, width }: Host) {
  return {
    scores: scope.upload(Float32Array.from(scores), [rows, width], 'scores'),
    targets: scope.upload(Float32Array.from(targets), [rows, width], 'targets'),
  };
}
