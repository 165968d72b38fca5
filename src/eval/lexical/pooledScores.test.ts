import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PackedVectors, pooledScores } from './pooledScores';

const D = 3;
const pack = (texts: readonly (readonly (readonly number[])[])[]): PackedVectors => {
  const offsets = [0];
  for (const text of texts) offsets.push(offsets.at(-1)! + text.length);
  return { vectors: Float32Array.from(texts.flat(2)), offsets: Uint32Array.from(offsets) };
};
/** The formula word for word: mean vectors, then their cosine. */
const plain = (a: readonly (readonly number[])[], b: readonly (readonly number[])[]) => {
  const mean = (rows: readonly (readonly number[])[]) =>
    Array.from({ length: D }, (_, k) => rows.reduce((sum, row) => sum + row[k]!, 0) / rows.length);
  const inner = (x: number[], y: number[]) => x.reduce((sum, value, k) => sum + value * y[k]!, 0);
  const [x, y] = [mean(a), mean(b)];
  return inner(x, y) / Math.sqrt(inner(x, x) * inner(y, y));
};

describe('pooledScores', () => {
  it('is right by hand', () => {
    const queries = pack([
      [
        [3, 0, 0],
        [0, 4, 0],
      ],
      [],
      [
        [1, 0, 0],
        [-1, 0, 0],
      ],
    ]);
    const documents = pack([[[1, 0, 0]], [[0, 2, 0]], [[0, 0, -1]], [[-3, -4, 0]], []]);
    expect([...pooledScores(queries, documents, D)]).toEqual(
      [0.6, 0.8, 0, -1, 0, /**/ 0, 0, 0, 0, 0, /**/ 0, 0, 0, 0, 0].map(Math.fround),
    );
  });

  it('equals the formula for any number of texts, also beyond one block', () => {
    const number = fc.integer({ min: -8, max: 8 }).map((n) => n / 4);
    const text = fc.array(fc.tuple(number, number, fc.constantFrom(0.5, 1)), {
      minLength: 1,
      maxLength: 4,
    });
    const texts = fc.array(text, { maxLength: 150 });
    fc.assert(
      fc.property(texts, texts, (queries, documents) => {
        const scores = pooledScores(pack(queries), pack(documents), D);
        expect(scores.length).toBe(queries.length * documents.length);
        scores.forEach((score, at) => {
          const [q, d] = [Math.floor(at / documents.length), at % documents.length];
          const want = plain(queries[q]!, documents[d]!);
          if (Math.abs(score - want) > 1e-7) expect(score).toBe(want);
        });
      }),
      { numRuns: 20 },
    );
  });

  it('stays finite at the ends of float32', () => {
    const both = pack([[[3e38, 3e38, 0]], [[1e-45, 0, 0]]]);
    const root = Math.fround(Math.SQRT1_2);
    expect([...pooledScores(both, both, D)]).toEqual([1, root, root, 1]);
  });

  it('refuses what does not fit', () => {
    const one = pack([[[1, 2, 3]]]);
    expect(() => pooledScores(one, one, 0)).toThrow('d must be a positive integer, got 0');
    expect(() => pooledScores({ ...one, offsets: Uint32Array.of(0, 2) }, one, D)).toThrow(
      'offsets of the queries must run from 0 to 1, got 0 to 2',
    );
    expect(() => pooledScores(one, { ...one, offsets: new Uint32Array(0) }, D)).toThrow(
      'offsets of the documents must run',
    );
    expect(() => pooledScores(one, { ...one, offsets: Uint32Array.of(0, 2, 1) }, D)).toThrow(
      'offsets of the documents fall at 2',
    );
    const broken = { ...one, vectors: Float32Array.of(1, Number.NaN, 0) };
    expect(() => pooledScores(broken, one, D)).toThrow('text 0 of the queries is not finite');
  });
});
