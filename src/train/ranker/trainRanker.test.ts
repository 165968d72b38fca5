import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { worstError } from '../../gpu/testing';
import { Rng } from '../../lib';
import { openHostNn } from '../../nn';
import { offsetsOf } from '../tokens';
import {
  pairPicker,
  pickBatch,
  type RankerProblem,
  type RankerSettings,
  trainRanker,
} from './trainRanker';

const [TEXTS, INPUTS, LABELS] = [24, 8, 3];

/** Texts of a label share a direction under noise; every text has 2 to 4 tokens. */
function tinyRanker(): RankerProblem {
  const rng = new Rng(3);
  const labels = Uint32Array.from({ length: TEXTS }, (_, k) => k % LABELS);
  const offsets = offsetsOf(Array.from({ length: TEXTS }, (_, k) => 2 + (k % 3)));
  const vectors = new Float32Array(offsets.at(-1)! * INPUTS);
  for (let text = 0; text < TEXTS; text++)
    for (let k = offsets[text]! * INPUTS; k < offsets[text + 1]! * INPUTS; k++)
      vectors[k] = rng.normal() + (k % INPUTS === labels[text] ? 1.5 : 0);
  return { english: { vectors, offsets, dimension: INPUTS }, labels };
}

const SETTINGS: RankerSettings = {
  loss: 'contrastive',
  dimension: 4,
  steps: 40,
  batch: 16,
  learningRate: 0.02,
  temperature: 0.1,
  evaluateEvery: 40,
};

async function train(
  kind: 'wasm' | 'float64',
  settings: Partial<RankerSettings> = {},
  problem = tinyRanker(),
) {
  using ops = openHostNn(kind);
  const losses: number[] = [];
  let evaluations = 0;
  const { head, best } = await trainRanker(ops, problem, { ...SETTINGS, ...settings }, new Rng(1), {
    evaluate: async () => evaluations++,
    onPoint: ({ loss }) => losses.push(loss),
    signal: new AbortController().signal,
  });
  expect(ops.liveArrays).toBe(0);
  return { head, best, losses };
}

describe('trainRanker', () => {
  test.each(['contrastive', 'margin-mse', 'kl'] as const)('%s falls', async (loss) => {
    const { losses, head, best } = await train('wasm', { loss });
    expect(losses.at(-1)!).toBeLessThan(0.7 * losses[0]!);
    expect([head.length, best.step]).toEqual([4 * INPUTS, 40]);
  });

  test.each(['contrastive', 'margin-mse', 'kl'] as const)(
    '%s: float32 follows float64',
    async (loss) => {
      const settings = { loss, steps: 3, evaluateEvery: 3 };
      const [a, b] = [await train('wasm', settings), await train('float64', settings)];
      expect(worstError(a.head, b.head)).toBeLessThan(2e-7); // measured 6e-8
    },
  );

  test('a text without tokens takes no part and breaks nothing', async () => {
    const { english, labels } = tinyRanker();
    const offsets = english.offsets.slice();
    offsets[1] = 0;
    const { losses } = await train('wasm', {}, { english: { ...english, offsets }, labels });
    expect(losses.every(Number.isFinite)).toBe(true);
  });

  test('no label twice: nothing to learn, W stays', async () => {
    const problem = { ...tinyRanker(), labels: Uint32Array.from({ length: TEXTS }, (_, k) => k) };
    const { losses } = await train('wasm', {}, problem);
    expect(losses.every((loss) => loss === 0)).toBe(true);
  });

  test('refuses labels that do not fit and vectors that are not finite, naming the place', async () => {
    const { english, labels } = tinyRanker();
    await expect(train('wasm', {}, { english, labels: labels.slice(1) })).rejects.toThrow(
      'trainRanker: 24 texts, but 23 labels',
    );
    const vectors = english.vectors.slice();
    vectors[(english.offsets[5]! + 1) * INPUTS + 2] = Number.NaN;
    await expect(train('wasm', {}, { english: { ...english, vectors }, labels })).rejects.toThrow(
      'trainRanker: English, text 5, row 1, component 2: expected a finite value, got NaN',
    );
  });

  test('a learning rate beyond float32 is told as divergence', async () => {
    await expect(train('wasm', { learningRate: 1e38 })).rejects.toThrow(/diverged|finite/);
  });
});

describe('pickBatch', () => {
  test('distinct texts within range, as many as asked for', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 60 }),
        fc.nat(),
        (texts, size, seed) => {
          const batch = [...pickBatch(texts, size, new Rng(seed))];
          expect(batch).toHaveLength(Math.min(texts, size));
          expect(new Set(batch).size).toBe(batch.length);
          for (const text of batch) expect(text).toBeLessThan(texts);
        },
      ),
    );
  });

  test('every text has the same chance', () => {
    const rng = new Rng(3);
    const hits = new Array<number>(10).fill(0);
    for (let k = 0; k < 4000; k++) for (const text of pickBatch(10, 3, rng)) hits[text]! += 1;
    // 1200 expected, standard deviation 29.
    for (const count of hits) expect(Math.abs(count - 1200)).toBeLessThan(150);
  });
});

describe('pairPicker', () => {
  test('every text of a batch has another of its label where there is one', () => {
    const labels = Uint32Array.from([0, 0, 1, 1, 2, 2, 3, 3, 3, 4]);
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 2, max: 5 }), (seed, half) => {
        const batch = pairPicker(labels)(2 * half, new Rng(seed));
        expect(new Set(batch).size).toBe(2 * half);
        const counts = new Map<number, number>();
        for (const text of batch) counts.set(labels[text]!, (counts.get(labels[text]!) ?? 0) + 1);
        // The last place of a batch may take a text without its partner.
        const alone = [...counts].filter(([label, count]) => label !== 4 && count === 1).length;
        expect(alone).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('a batch of all texts ends, also with one label a text', () => {
    const labels = Uint32Array.from([0, 1, 2]);
    expect([...pairPicker(labels)(8, new Rng(1))].sort()).toEqual([0, 1, 2]);
  });
});
