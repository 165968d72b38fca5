import { describe, expect, test } from 'vitest';
import { type Scope, ShapeError } from '../gpu';
import { gpuTest, randomSigned, worstError } from '../gpu/testing';
import { LOG_ZERO } from './otProblem';
import { scoreKl } from './scoreKl';
import { scoreKlCpu } from './scoreKl.cpu';

interface Host {
  scores: Float32Array;
  targets: Float32Array;
  rows: number;
  width: number;
  temperature: number;
}

describe('scoreKl', () => {
  // One document; below, at and above the workgroup sizes of 4 and 64.
  describe.each([1, 2, 3, 4, 5, 63, 64, 65, 130])('on %i documents', (width) => {
    gpuTest.for([1, 0.05, 0.01])(
      'matches float64 at temperature %f',
      async (temperature, { scope }) => {
        const host = randomHost(5, width, temperature);
        const { loss, dScores } = scoreKl(scope, { ...upload(scope, host), scale: 0.5 });
        const want = scoreKlCpu({ ...host, scale: 0.5 });
        // Measured 3.8e-7 and 1.5e-6, relative to 1 + the value.
        expect(relative(await scope.download(loss), want.loss)).toBeLessThan(8e-7);
        expect(relative(await scope.download(dScores), want.dScores)).toBeLessThan(3e-6);
      },
    );
  });

  gpuTest('is the cross-entropy of the one document that has probability', async ({ scope }) => {
    const host = randomHost(2, 6, 0.05);
    host.scores.set([0, 0, 0, 0, 0, 0, 1000, 0, 0, 0, 0, 0]);
    host.targets.fill(LOG_ZERO);
    host.targets[3] = 0;
    host.targets[6] = 0;
    const { loss, dScores } = scoreKl(scope, upload(scope, host));
    const got = await scope.download(loss);
    expect(got[0]).toBeCloseTo(Math.log(6), 6);
    expect(got[1]).toBe(0);
    const slopes = [...(await scope.download(dScores))];
    expect(slopes[0]).toBeCloseTo(20 / 6, 5);
    expect(slopes[3]).toBeCloseTo(-20 * (5 / 6), 5);
    expect(slopes.slice(6).every((x) => Math.abs(x) === 0)).toBe(true);
  });

  gpuTest('has no loss where the scores differ by a constant only', async ({ scope }) => {
    const host = randomHost(3, 40, 0.02);
    host.targets.set(host.scores.map((score) => Math.fround(score + 8)));
    host.scores.set(host.targets.map((target) => target - 8));
    const { loss, dScores } = scoreKl(scope, upload(scope, host));
    expect(worstError(await scope.download(loss), new Float32Array(3))).toBeLessThan(1e-6);
    expect(worstError(await scope.download(dScores), new Float32Array(120))).toBeLessThan(1e-4);
  });

  gpuTest('writes into outputs and allocates nothing else', ({ scope }) => {
    const inputs = upload(scope, randomHost(3, 5, 1));
    const [outLoss, outDScores] = [scope.empty([3], 'l'), scope.empty([3, 5], 'd')];
    const before = scope.liveBuffers;
    const got = scoreKl(scope, { ...inputs, outLoss, outDScores });
    expect(got).toEqual({ loss: outLoss, dScores: outDScores });
    expect(scope.liveBuffers).toBe(before);
  });

  gpuTest('refuses wrong shapes and temperatures', ({ scope }) => {
    const inputs = upload(scope, randomHost(2, 3, 1));
    const refuse = (change: object) => expect(() => scoreKl(scope, { ...inputs, ...change }));
    refuse({ scores: scope.empty([2, 0], 's') }).toThrow(ShapeError);
    refuse({ targets: scope.empty([3, 2], 't') }).toThrow(ShapeError);
    refuse({ outLoss: scope.empty([3], 'o') }).toThrow(ShapeError);
    refuse({ outDScores: scope.empty([2, 2], 'o') }).toThrow(ShapeError);
    refuse({ outDScores: inputs.scores }).toThrow('scoreKl outDScores');
    for (const temperature of [0, -1, Number.NaN, Number.POSITIVE_INFINITY])
      refuse({ temperature }).toThrow('temperature must be positive');
  });
});

test('scoreKlCpu: the gradient agrees with finite differences', () => {
  const host = randomHost(3, 5, 0.3);
  const scores = Float64Array.from(host.scores);
  const want = scores.map((_, k) => {
    const at = (step: number) => {
      const moved = scores.map((score, l) => score + (l === k ? step : 0));
      return scoreKlCpu({ ...host, scores: moved }).loss.reduce((a, b) => a + b, 0);
    };
    return (2 * (at(1e-5) - at(-1e-5))) / 2e-5;
  });
  expect(worstError(scoreKlCpu({ ...host, scores, scale: 2 }).dScores, want)).toBeLessThan(1e-8);
});

function relative(got: ArrayLike<number>, want: Float64Array): number {
  return worstError(
    Array.from(got, (x, k) => x / (1 + Math.abs(want[k]!))),
    want.map((x) => x / (1 + Math.abs(x))),
  );
}

function randomHost(rows: number, width: number, temperature: number): Host {
  const scores = randomSigned(rows * width, 17 * width);
  return { scores, targets: randomSigned(rows * width, 900001), rows, width, temperature };
}

function upload(scope: Scope, { scores, targets, rows, width, temperature }: Host) {
  return {
    scores: scope.upload(Float32Array.from(scores), [rows, width], 'scores'),
    targets: scope.upload(Float32Array.from(targets), [rows, width], 'targets'),
    temperature,
  };
}
