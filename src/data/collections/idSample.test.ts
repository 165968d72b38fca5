import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashId, IdSample } from './idSample';

function sampleOf(ids: readonly string[], wanted: readonly string[], others?: number, seed = 1) {
  const sample = new IdSample(new Set(wanted), others, seed);
  for (const [i, id] of ids.entries()) sample.offer(id, i + 1, () => `text of ${id}`);
  return sample.finish();
}
const numbers = Array.from({ length: 5000 }, (_, i) => `${i}`);

describe('IdSample', () => {
  it('keeps what is wanted, in file order, and so many others', () => {
    const { rows, leftOut } = sampleOf(numbers, ['4000', '7', 'none'], 10);
    expect(rows).toHaveLength(12);
    expect(leftOut).toBe(4988);
    expect(rows.map(({ line }) => line)).toEqual(
      rows.map(({ line }) => line).toSorted((a, b) => a - b),
    );
    expect(rows).toContainEqual({ id: '4000', line: 4001, text: 'text of 4000' });
    expect(sampleOf(numbers, ['7'], 0).rows).toHaveLength(1);
    expect(sampleOf(numbers, []).rows).toHaveLength(5000);
    expect(sampleOf(numbers.slice(0, 5), [], 10)).toMatchObject({ leftOut: 0 });
  });

  it('keeps the smallest hashes, whatever the order', () => {
    const ids = fc.uniqueArray(fc.string(), { maxLength: 60 });
    fc.assert(
      fc.property(ids, fc.nat(9), fc.integer(), (list, others, seed) => {
        const want = list.toSorted((a, b) => hashId(a, seed) - hashId(b, seed)).slice(0, others);
        for (const order of [list, list.toReversed()]) {
          const { rows, leftOut } = sampleOf(order, [], others, seed);
          expect(rows.map(({ id }) => id).sort()).toEqual(want.toSorted());
          expect(leftOut).toBe(list.length - want.length);
        }
      }),
    );
  });

  it('decodes few of the texts that it does not keep', () => {
    let decoded = 0;
    const sample = new IdSample(new Set(), 50, 1);
    for (const [i, id] of numbers.entries())
      sample.offer(id, i, () => {
        decoded += 1;
        return '';
      });
    expect(sample.finish().rows).toHaveLength(50);
    // 50 (1 + ln(5000 / 50)) = 280 for a heap; the buffer of twice the size costs some more.
    expect(decoded).toBeLessThan(500);
  });

  it('takes each number as often as another, by 200 seeds', () => {
    // 100 of 1,000 ids by each seed: an id is drawn 20 times in the mean, with a deviation of 4.2.
    const ids = numbers.slice(0, 1000);
    const times = new Map(ids.map((id) => [id, 0]));
    for (let seed = 0; seed < 200; seed++)
      for (const { id } of sampleOf(ids, [], 100, seed).rows)
        times.set(id, (times.get(id) ?? 0) + 1);
    const chi2 = [...times.values()].reduce((sum, n) => sum + (n - 20) ** 2 / 18, 0);
    // Mean 1,000, deviation 45.
    expect(chi2).toBeGreaterThan(820);
    expect(chi2).toBeLessThan(1180);
  });
});

describe('hashId', () => {
  it('has 53 bits and no two alike in 200,000 passage ids', () => {
    const hashes = new Set(Array.from({ length: 200_000 }, (_, i) => hashId(`${i}`, 1)));
    expect(hashes.size).toBe(200_000);
    expect(Math.max(...[...hashes].slice(0, 1000))).toBeGreaterThan(2 ** 52);
    expect([...hashes].every((hash) => Number.isSafeInteger(hash) && hash >= 0)).toBe(true);
  });
});
