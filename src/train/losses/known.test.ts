import { describe, expect, test } from 'vitest';
import { worstError } from '../../gpu/testing';
import { openHostNn } from '../../nn';
import { exactEmd } from '../../ot';
import { assign } from './assignment';
import { type PlainBatch, randomBatch, SETTINGS, uploadBatch } from './batch.testing';
import { evaluateLoss } from './evaluate';
import { parseLoss } from './names';
import type { LossSettings } from './types';

async function evaluate(loss: string, batch: PlainBatch, settings: LossSettings = SETTINGS) {
  using ops = openHostNn('float64');
  const result = await evaluateLoss(ops, parseLoss(loss), uploadBatch(ops, batch), settings);
  return {
    loss: Array.from(await ops.read(result.loss)),
    gradient: await ops.read(result.gradient),
  };
}

/** Rows of the identity: token k is axis `axes[k]`. */
function axesBatch(student: readonly number[][], teacher: readonly number[][], d = 4): PlainBatch {
  const rows = (texts: readonly number[][]) =>
    Float64Array.from(
      texts.flat().flatMap((axis) => Array.from({ length: d }, (_, k) => +(k === axis))),
    );
  const counts = (texts: readonly number[][]) => texts.map(({ length }) => length);
  return {
    student: rows(student),
    teacher: rows(teacher),
    studentCounts: counts(student),
    teacherCounts: counts(teacher),
    d,
  };
}

/** A text against itself. */
function same(batch: PlainBatch): PlainBatch {
  return { ...batch, student: batch.teacher, studentCounts: batch.teacherCounts };
}

/** The part of a gradient that is left after projection onto the sphere. */
function tangent(gradient: ArrayLike<number>, { student, d }: PlainBatch): number[] {
  return Array.from(student, (u, at) => {
    const first = at - (at % d);
    let along = 0;
    for (let k = first; k < first + d; k++) along += student[k]! * gradient[k]!;
    return gradient[at]! - along * u;
  });
}

describe('a text against itself', () => {
  const batch = same(
    randomBatch(
      [
        [3, 3],
        [12, 12],
        [1, 1],
      ],
      16,
      9,
    ),
  );
  test.each(['greedy', 'symmetric-greedy', 'hard', 'position', 'mse', 'ot-divergence'])(
    '%s is 0, and so is its gradient on the sphere',
    async (name) => {
      const { loss, gradient } = await evaluate(name, batch);
      // Unit vectors of float32 have norm 1 to 6e-8.
      expect(worstError(loss, [0, 0, 0])).toBeLessThan(2e-7);
      const left = tangent(gradient, batch);
      expect(worstError(left, new Float64Array(left.length))).toBeLessThan(1e-7);
    },
  );

  test('ot pays for its entropy: two orthogonal tokens by hand', async () => {
    const eps = 0.2;
    const batch = axesBatch([[0, 1]], [[0, 1]]);
    const settings = { ...SETTINGS, ot: { eps, iterations: 50 } };
    const { loss } = await evaluate('ot', batch, settings);
    const off = Math.exp(-1 / eps);
    expect(loss[0]).toBeCloseTo(off / (1 + off), 12);
    expect((await evaluate('ot-divergence', batch, settings)).loss[0]).toBeCloseTo(0, 12);
  });
});

describe('values by hand', () => {
  test('greedy may crowd onto one token, symmetric greedy pays for those left over', async () => {
    const batch = axesBatch([[0, 0]], [[0, 1]]);
    expect((await evaluate('greedy', batch)).loss).toEqual([0]);
    expect((await evaluate('symmetric-greedy', batch)).loss).toEqual([0.25]);
    expect((await evaluate('hard', batch)).loss).toEqual([0.5]);
  });

  test('position takes the tokens in their order, up to the shorter end', async () => {
    const batch = axesBatch(
      [[0, 1, 2], [0], [1, 0]],
      [
        [0, 2, 2, 3],
        [0, 1],
        [1, 0],
      ],
    );
    expect((await evaluate('position', batch)).loss).toEqual([1 / 3, 0, 0]);
  });

  test('mse is the squared distance of means', async () => {
    const { loss, gradient } = await evaluate('mse', axesBatch([[0, 0]], [[1]]));
    expect(loss).toEqual([2]);
    expect([...gradient]).toEqual([1, -1, 0, 0, 1, -1, 0, 0]);
  });

  test('infonce of orthogonal texts knows nothing but its own', async () => {
    const batch = axesBatch([[0], [1], [2]], [[0], [1], [2]]);
    const own = Math.log(1 + 2 * Math.exp(-1 / SETTINGS.temperature));
    for (const name of ['infonce', 'infonce-maxsim'])
      expect(worstError((await evaluate(name, batch)).loss, [own, own, own])).toBeLessThan(1e-12);
    const wrong = axesBatch([[3], [3], [3]], [[0], [1], [2]]);
    for (const name of ['infonce', 'infonce-maxsim'])
      expect(
        worstError((await evaluate(name, wrong)).loss, Array(3).fill(Math.log(3))),
      ).toBeLessThan(1e-12);
  });

  test('a batch of one has nothing to tell apart', async () => {
    const { loss, gradient } = await evaluate('infonce', randomBatch([[4, 6]]));
    expect(loss[0]).toBeCloseTo(0, 12);
    expect(worstError(gradient, new Float64Array(gradient.length))).toBeLessThan(1e-12);
  });

  test('scores against documents: the teacher itself loses nothing, margins by hand', async () => {
    const documents = {
      vectors: axesBatch([[0, 1, 2]], [[0]]).student as Float64Array,
      counts: [1, 1, 1],
    };
    const plain = { ...documents, vectors: Float32Array.from(documents.vectors) };
    const itself = { ...axesBatch([[0]], [[0]]), documents: plain };
    for (const name of ['margin-mse', 'kl']) {
      const { loss, gradient } = await evaluate(name, itself);
      expect(loss[0]).toBeCloseTo(0, 12);
      expect(worstError(gradient, [0, 0, 0, 0])).toBeLessThan(1e-12);
    }
    // Scores (0, 1, 0) where the teacher has (1, 0, 0): margins -1 1 0 and 1 0 -1 ... differ by -2, -1 and 1.
    const other = { ...axesBatch([[1]], [[0]]), documents: plain };
    expect((await evaluate('margin-mse', other)).loss[0]).toBeCloseTo((4 + 1 + 1) / 3, 12);
    const tau = SETTINGS.temperature;
    const sure = Math.exp(1 / tau) / (Math.exp(1 / tau) + 2);
    const rest = (1 - sure) / 2;
    expect((await evaluate('kl', other)).loss[0]).toBeCloseTo((sure - rest) / tau, 9);
  });

  test('terms are added with their weights', async () => {
    const batch = randomBatch();
    const [sum, ot, mse] = await Promise.all(
      ['2*ot+0.5*mse', 'ot', 'mse'].map((name) => evaluate(name, batch)),
    );
    const want = (of: 'loss' | 'gradient') =>
      Array.from(ot![of], (x, k) => 2 * x + 0.5 * mse![of][k]!);
    expect(worstError(sum!.loss, want('loss'))).toBeLessThan(1e-14);
    expect(worstError(sum!.gradient, want('gradient'))).toBeLessThan(1e-14);
  });
});

describe('assign', () => {
  const sizes = [1, 2, 3, 4, 5, 6].flatMap((n) => [1, 2, 3, 4, 5, 6].map((m) => [n, m] as const));
  test.each(sizes)('is the best of all permutations of %i x %i', (n, m) => {
    for (let seed = 1; seed <= 5; seed++) {
      const { cost } = randomCost(n, m, seed);
      const found = value(cost, m, assign({ values: cost, first: 0, rows: n, columns: m }));
      expect(found.size).toBe(Math.min(n, m));
      expect(found.sum).toBeCloseTo(bruteForce(cost, n, m), 12);
    }
  });

  test.each([
    ['all', () => true],
    ['some', (at: number) => at % 3 === 0],
    ['a row of', (at: number) => at < 4],
  ])('ends where %s costs are NaN, each row with a column of its own', (_, spoilt) => {
    const values = randomCost(3, 4, 5).cost.map((value, at) => (spoilt(at) ? Number.NaN : value));
    const columns = assign({ values, first: 0, rows: 3, columns: 4 });
    expect(new Set(columns).size).toBe(3);
    expect(columns).not.toContain(-1);
  });

  test('is exact transport where both sides have 33 tokens', () => {
    const [n, m] = [33, 33];
    const { cost } = randomCost(n, m, 77);
    const uniform = new Float64Array(33).fill(1 / 33);
    const exact = exactEmd({ cost, n, m, a: uniform, b: uniform });
    const found = value(cost, m, assign({ values: cost, first: 0, rows: n, columns: m }));
    expect(found.sum / 33).toBeCloseTo(exact.value, 12);
  });
});

function randomCost(n: number, m: number, seed: number): { cost: Float64Array } {
  const { student, teacher } = randomBatch([[n, m]], 3, 100 * seed + 10 * n + m);
  const cost = new Float64Array(n * m);
  for (let at = 0; at < n * m; at++)
    for (let k = 0; k < 3; k++)
      cost[at]! -= student[3 * Math.floor(at / m) + k]! * teacher[3 * (at % m) + k]!;
  return { cost };
}

function value(cost: Float64Array, m: number, columnOf: Int32Array): { sum: number; size: number } {
  const used = [...columnOf.keys()].filter((i) => columnOf[i]! >= 0);
  expect(new Set(used.map((i) => columnOf[i])).size).toBe(used.length);
  return { sum: used.reduce((sum, i) => sum + cost[i * m + columnOf[i]!]!, 0), size: used.length };
}

/** The least sum over all one-to-one choices that match the smaller side. */
function bruteForce(cost: Float64Array, n: number, m: number): number {
  const wide = n <= m;
  const [few, many] = wide ? [n, m] : [m, n];
  const at = (i: number, j: number) => cost[wide ? i * m + j : j * m + i]!;
  const best = (i: number, taken: number): number => {
    if (i === few) return 0;
    let least = Infinity;
    for (let j = 0; j < many; j++)
      if (!(taken & (1 << j))) least = Math.min(least, at(i, j) + best(i + 1, taken | (1 << j)));
    return least;
  };
  return best(0, 0);
}
