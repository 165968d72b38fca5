import { describe, expect, test } from 'vitest';
import { type Scope, ShapeError } from '../gpu';
import { gpuTest, randomSigned, worstError } from '../gpu/testing';
import { supervisedContrastive } from './supervisedContrastive';
import {
  type SupervisedContrastiveHost,
  supervisedContrastiveCpu,
  supervisedContrastiveGradCpu,
} from './supervisedContrastive.cpu';

describe('supervisedContrastive', () => {
  // One anchor; below, at and above the workgroup sizes of 4 and 32; a real batch.
  describe.each([1, 2, 3, 4, 5, 31, 32, 33, 64])('on %i texts', (n) => {
    gpuTest.for([1, 0.05, 0.01])(
      'matches float64 at temperature %f',
      async (temperature, { scope }) => {
        const host = randomHost(n, temperature);
        const { loss, dScores } = supervisedContrastive(scope, {
          ...upload(scope, host),
          scale: 0.5,
        });
        const wantLoss = supervisedContrastiveCpu(host);
        const wantGradient = supervisedContrastiveGradCpu(host, 0.5);
        expect(relative(await scope.download(loss), wantLoss)).toBeLessThan(6e-7); // measured 2.8e-7
        expect(relative(await scope.download(dScores), wantGradient)).toBeLessThan(6e-7); // measured 2.8e-7
      },
    );
  });

  gpuTest.for([1, 5, 32])(
    'has no loss where the positive %i wins by far',
    async (peak, { scope }) => {
      const host = randomHost(33, 0.01);
      host.labels.fill(7).forEach((_, j) => {
        host.labels[j] = j;
      });
      host.labels[peak] = 0; // the only positive of anchor 0
      host.scores.fill(0);
      host.scores[0] = 1000; // the diagonal is not read
      host.scores[peak] = 1000;
      const { loss, dScores } = supervisedContrastive(scope, upload(scope, host));
      expect((await scope.download(loss))[0]).toBe(0);
      expect([...(await scope.download(dScores)).subarray(0, 33)].every((x) => x === 0)).toBe(true);
      host.scores[peak] = -1000; // now it loses by far: 1e5 nats and log 31 to its rivals
      const lost = supervisedContrastive(scope, upload(scope, host));
      expect((await scope.download(lost.loss))[0]).toBeCloseTo(1e5 + Math.log(31), 1);
    },
  );

  gpuTest('gives an anchor without positives no loss and no gradient', async ({ scope }) => {
    const host = { ...randomHost(3, 0.05), labels: Uint32Array.of(1, 2, 3) };
    const { loss, dScores } = supervisedContrastive(scope, upload(scope, host));
    expect([...(await scope.download(loss))]).toEqual([0, 0, 0]);
    expect((await scope.download(dScores)).every((x) => x === 0)).toBe(true);
  });

  gpuTest('writes into outputs and allocates nothing else', ({ scope }) => {
    const inputs = upload(scope, randomHost(5, 1));
    const [outLoss, outDScores] = [scope.empty([5], 'l'), scope.empty([5, 5], 'd')];
    const before = scope.liveBuffers;
    const got = supervisedContrastive(scope, { ...inputs, outLoss, outDScores });
    expect(got).toEqual({ loss: outLoss, dScores: outDScores });
    expect(scope.liveBuffers).toBe(before);
  });

  gpuTest('refuses wrong shapes and temperatures', ({ scope }) => {
    const inputs = upload(scope, randomHost(2, 1));
    const refuse = (change: object) =>
      expect(() => supervisedContrastive(scope, { ...inputs, ...change }));
    refuse({ scores: scope.empty([2, 3], 's') }).toThrow(ShapeError);
    refuse({ labels: scope.emptyU32([3], 'l') }).toThrow(ShapeError);
    refuse({ outLoss: scope.empty([3], 'o') }).toThrow(ShapeError);
    refuse({ outDScores: scope.empty([3], 'o') }).toThrow(ShapeError);
    for (const temperature of [0, -1, Number.NaN, Number.POSITIVE_INFINITY])
      refuse({ temperature }).toThrow('temperature must be positive');
  });
});

test('supervisedContrastiveGradCpu agrees with finite differences', () => {
  const host = { ...randomHost(5, 0.3), scores: Float64Array.from(randomSigned(25, 3)) };
  const want = host.scores.map((_, k) => {
    const at = (step: number) => {
      const scores = host.scores.map((score, l) => score + (l === k ? step : 0));
      return supervisedContrastiveCpu({ ...host, scores }).reduce((a, b) => a + b, 0);
    };
    return (2 * (at(1e-5) - at(-1e-5))) / 2e-5;
  });
  expect(worstError(supervisedContrastiveGradCpu(host, 2), want)).toBeLessThan(1e-8);
});

function relative(got: ArrayLike<number>, want: Float64Array): number {
  return worstError(
    Array.from(got, (x, k) => x / (1 + Math.abs(want[k]!))),
    want.map((x) => x / (1 + Math.abs(x))),
  );
}

function randomHost(n: number, temperature: number) {
  const labels = Uint32Array.from({ length: n }, (_, i) => (i * i) % 5);
  return { n, scores: randomSigned(n * n, n), labels, temperature };
}

function upload(scope: Scope, host: SupervisedContrastiveHost) {
  const { n, temperature } = host;
  return {
    scores: scope.upload(Float32Array.from(host.scores), [n, n], 'scores'),
    labels: scope.uploadU32(Uint32Array.from(host.labels), [n], 'labels'),
    temperature,
  };
}
