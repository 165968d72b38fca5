import { describe, expect, test } from 'vitest';
import { Rng } from '../../lib';
import { applyMap, foldHead, identityMap } from './affine';
import { fitMap } from './fitMap';
import { farthest, mapped, normals, randomRotation, tokenSet } from './plantedTesting';
import { CLOSED_FORMS, type MapProblem } from './types';

const D = 16;

/** Texts of 4 to 7 tokens; the foreign side is the English one under `map`, tokens in another order. */
function planted(texts: number, map: (rows: Float64Array) => Float64Array): MapProblem {
  const counts = Array.from({ length: texts }, (_, k) => 4 + (k % 4));
  const total = counts.reduce((sum, count) => sum + count, 0);
  const foreign = normals(total * D, 7);
  const english = map(foreign);
  const rng = new Rng(8);
  const shuffled: number[] = [];
  let first = 0;
  for (const count of counts) {
    const order = Array.from({ length: count }, (_, k) => first + k);
    rng.shuffle(order);
    for (const row of order) shuffled.push(...english.subarray(row * D, (row + 1) * D));
    first += count;
  }
  return {
    language: 'xx',
    foreign: tokenSet(foreign, counts, D),
    english: Uint32Array.from(counts, (_, k) => k),
    englishTokens: tokenSet(shuffled, counts, D),
  };
}

/** A turn by about 20 degrees: near enough to the identity for the first plans to say something. */
function smallRotation(): Float64Array {
  const q = Float64Array.from({ length: D * D }, (_, k) =>
    k % (D + 1) === 0 ? Math.cos(0.35) : 0,
  );
  for (let k = 0; k < D; k += 2) {
    q[k * D + k + 1] = -Math.sin(0.35);
    q[(k + 1) * D + k] = Math.sin(0.35);
  }
  return q;
}

describe('ot-procrustes', () => {
  test('recovers a planted rotation though the tokens of each text are shuffled', () => {
    const q = smallRotation();
    const problem = planted(60, (rows) => mapped(q, rows));
    const map = fitMap('ot-procrustes', problem, { ot: { eps: 0.01, iterations: 100 } });
    expect(farthest(map.matrix!, q)).toBeLessThan(2e-3);
    const { details } = map;
    expect(details['cost of round 3']).toBeLessThan(details['cost of round 1']! / 5);
  });

  test('seen from the side with fewer tokens it is the same', () => {
    const problem = planted(30, (rows) => mapped(smallRotation(), rows));
    // One English token less in every text: plans are seen from there.
    const counts = [...problem.english].map((k) => 3 + (k % 4));
    const rows = [...problem.english].flatMap((k) => {
      const start = problem.englishTokens.offsets[k]! * D;
      return [...problem.englishTokens.vectors.subarray(start, start + counts[k]! * D)];
    });
    const fewer = { ...problem, englishTokens: tokenSet(rows, counts, D) };
    const swapped = { ...fewer, foreign: fewer.englishTokens, englishTokens: fewer.foreign };
    const one = { rounds: 1, ot: { eps: 0.05, iterations: 400 } };
    const [there, back] = [fewer, swapped].map((p) => fitMap('ot-procrustes', p, one).matrix!);
    for (let i = 0; i < D; i++)
      for (let j = 0; j < D; j++)
        expect(Math.abs(there![i * D + j]! - back![j * D + i]!)).toBeLessThan(1e-4);
  });
});

describe('pairs', () => {
  const q = smallRotation();
  const shift = normals(D, 9);
  const problem = planted(120, (rows) => mapped(q, rows, shift));

  test.each(['procrustes', 'least-squares', 'ridge'] as const)('%s on pooled pairs', (method) => {
    const map = fitMap(method, problem);
    expect(farthest(map.matrix!, q)).toBeLessThan(1e-4);
    expect(farthest(map.shift, shift)).toBeLessThan(1e-4);
  });

  test('identity and mean-shift have no matrix', () => {
    expect(fitMap('identity', problem)).toEqual(identityMap(D));
    expect(fitMap('mean-shift', problem).matrix).toBeNull();
  });

  test('matched tokens of a language with itself: least squares is near the identity', () => {
    const self = planted(60, (rows) => rows);
    const settings = { pairs: 'matched', ot: { eps: 0.01, iterations: 100 } } as const;
    const { matrix } = fitMap('least-squares', self, settings);
    expect(farthest(matrix!, identityOf(D))).toBeLessThan(1e-2);
  });
});

const identityOf = (d: number) =>
  Float64Array.from({ length: d * d }, (_, k) => (k % (d + 1) === 0 ? 1 : 0));

describe.each(CLOSED_FORMS)('%s', (method) => {
  const finite = (problem: MapProblem) => {
    const map = fitMap(method, problem);
    expect(map.shift.every(Number.isFinite)).toBe(true);
    const { vectors } = applyMap(map, problem.foreign);
    expect(vectors.every(Number.isFinite)).toBe(true);
    return vectors;
  };

  test('three pairs in 16 dimensions, and one pair, give finite vectors', () => {
    finite(planted(3, (rows) => mapped(randomRotation(D, 31), rows)));
    finite(planted(1, (rows) => rows));
  });

  test('constant vectors land on the English constant', () => {
    const constant = (value: number) =>
      tokenSet(new Float64Array(12 * D).fill(value), [5, 4, 3], D);
    const english = Uint32Array.of(0, 1, 2);
    const problem = { language: 'xx', foreign: constant(0.5), english, englishTokens: constant(3) };
    const vectors = finite(problem);
    const want = method === 'identity' ? 0.5 : 3;
    expect(farthest(vectors, new Float32Array(vectors.length).fill(want))).toBeLessThan(1e-5);
  });

  test('collinear tokens and texts without tokens give finite vectors', () => {
    const line = (scale: number) =>
      tokenSet(
        Array.from({ length: 6 * D }, (_, k) => scale * (1 + Math.floor(k / D))),
        [3, 0, 3],
        D,
      );
    const english = Uint32Array.of(2, 1, 0);
    finite({ language: 'xx', foreign: line(1), english, englishTokens: line(-0.5) });
  });

  test('NaN is refused by language, text and row', () => {
    const problem = planted(4, (rows) => rows);
    const vectors = problem.foreign.vectors.slice();
    vectors[6 * D + 3] = Number.NaN;
    const broken = { ...problem, foreign: { ...problem.foreign, vectors } };
    expect(() => fitMap(method, broken)).toThrow(RangeError);
    expect(() => fitMap(method, broken)).toThrow(/xx: xx text 1, row 2 .*dimension 3.*NaN/);
    const swapped = { ...problem, englishTokens: broken.foreign };
    expect(() => fitMap(method, swapped)).toThrow(/xx: English text 1, row 2/);
  });
});

describe('refusals', () => {
  const problem = planted(4, (rows) => rows);

  test.each([
    [{ english: Uint32Array.of(0, 1, 2) }, /4 texts, but 3 translations/],
    [{ english: Uint32Array.of(0, 1, 2, 4) }, /text 3 translates English text 4/],
    [{ foreign: tokenSet([1, 2], [1], 2), english: Uint32Array.of(0) }, /2 dimensions.*16/],
    [{ foreign: tokenSet([], [0, 0, 0, 0], D) }, /no pair/],
  ])('tables that do not fit, %#', (change, message) => {
    expect(() => fitMap('procrustes', { ...problem, ...change })).toThrow(message);
  });

  test.each([
    [{ lambda: -1 }, /lambda/],
    [{ shrinkage: 1.1 }, /shrinkage/],
    [{ keep: 0 }, /keep/],
    [{ rounds: 0 }, /rounds/],
    [{ ot: { eps: 0, iterations: 1 } }, /eps/],
  ])('settings out of range, %o', (settings, message) => {
    expect(() => fitMap('identity', problem, settings)).toThrow(message);
  });
});

describe('maps in use', () => {
  const map = { matrix: normals(D * D, 51), shift: normals(D, 52), details: {} };
  const set = planted(9, (rows) => rows).foreign;

  test('applyMap is M x + b and leaves its input alone', () => {
    const before = set.vectors.slice();
    const got = applyMap(map, set);
    const want = mapped(map.matrix, Float64Array.from(set.vectors), map.shift);
    expect(farthest(got.vectors, want)).toBeLessThan(2e-5);
    expect(set.vectors).toEqual(before);
    expect(got.offsets).toBe(set.offsets);
    expect(() => applyMap(identityMap(3), set)).toThrow(RangeError);
  });

  test('a folded head is the head of the mapped tokens', () => {
    const head = Float32Array.from(normals(4 * D, 53));
    const x = Float64Array.from(set.vectors.subarray(0, D));
    const image = mapped(map.matrix, x, map.shift);
    const { weight, bias } = foldHead(head, map);
    for (let o = 0; o < 4; o++) {
      let [want, got] = [0, bias[o]!];
      for (let k = 0; k < D; k++) {
        want += head[o * D + k]! * image[k]!;
        got += weight[o * D + k]! * x[k]!;
      }
      expect(Math.abs(got - want)).toBeLessThan(1e-4);
    }
    expect(foldHead(head, identityMap(D)).weight).toEqual(head);
    expect(() => foldHead(new Float32Array(3), map)).toThrow(RangeError);
  });
});
