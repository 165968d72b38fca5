import { describe, expect, test } from 'vitest';
import { randomSigned, worstError } from '../../gpu/testing';
import { RELEVANCE, scoreLoss } from './scoreLoss';

const LABELS = Uint32Array.of(0, 1, 0, 1, 0, 2);
const N = LABELS.length;
const host = {
  scores: Float64Array.from(randomSigned(N * N, 71)),
  encoderScores: Float64Array.from(randomSigned(N * N, 90001)),
  labels: LABELS,
  temperature: 0.3,
};

describe('scoreLoss', () => {
  test.each(['contrastive', 'margin-mse', 'kl'] as const)(
    '%s has the gradient of its mean by finite differences',
    (kind) => {
      const meanAt = (at: number, step: number) => {
        const scores = host.scores.slice();
        scores[at]! += step;
        const { loss } = scoreLoss(kind, { ...host, scores });
        return loss.reduce((sum, value) => sum + value, 0) / N;
      };
      const wanted = host.scores.map((_, at) => (meanAt(at, 1e-5) - meanAt(at, -1e-5)) / 2e-5);
      expect(worstError(scoreLoss(kind, host).dScores, wanted)).toBeLessThan(1e-9);
    },
  );

  test.each(['margin-mse', 'kl'] as const)('%s is 0 where student and teacher agree', (kind) => {
    const scores = host.encoderScores.map((score, at) => {
      const same = LABELS[Math.floor(at / N)] === LABELS[at % N];
      return score + (same ? RELEVANCE : 0);
    });
    const { loss, dScores } = scoreLoss(kind, { ...host, scores });
    expect(worstError(loss, new Float64Array(N))).toBeLessThan(1e-12);
    expect(worstError(dScores, new Float64Array(N * N))).toBeLessThan(1e-12);
  });

  test('a text that nothing is relevant to has no loss and no gradient', () => {
    for (const kind of ['contrastive', 'margin-mse', 'kl'] as const) {
      const { loss, dScores } = scoreLoss(kind, host);
      expect([loss[5], ...dScores.slice(5 * N)]).toEqual(new Array(N + 1).fill(0));
    }
  });

  test('margin-mse by hand: one relevant, one not', () => {
    const { loss } = scoreLoss('margin-mse', {
      scores: [0, 0.9, 0.2, 0, 0, 0, 0, 0, 0],
      encoderScores: [0, 0.6, 0.5, 0, 0, 0, 0, 0, 0],
      labels: Uint32Array.of(0, 0, 1),
      temperature: 1,
    });
    // Margin .7, wanted .6 - .5 + RELEVANCE.
    expect(loss[0]).toBeCloseTo((0.7 - 0.1 - RELEVANCE) ** 2, 12);
  });
});
