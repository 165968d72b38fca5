import { describe, expect, it } from 'vitest';
import { portableLog, Rng } from './rng';
import { mean, standardDeviation } from './stats';

const take = (rng: Rng, count: number) => Array.from({ length: count }, () => rng.uniform());

describe('Rng', () => {
  it('gives these very numbers for seed 1, in every engine', () => {
    const rng = new Rng(1);
    expect([rng.uniform(), rng.below(1000), rng.normal()]).toMatchInlineSnapshot(`
      [
        0.36450473916204673,
        313,
        -0.988481497875136,
      ]
    `);
  });

  it('separates neighbouring seeds, and seeds that agree in their low bits', () => {
    const firsts = [0, 1, 2, -1, 1.5, 2 ** 32, 2 ** 32 + 1].map((seed) => new Rng(seed).uniform());
    expect(new Set(firsts).size).toBe(firsts.length);
  });

  it('names a fork by its labels, not by what was drawn before', () => {
    const fresh = take(new Rng(7).fork('ot'), 5);
    const used = new Rng(7);
    take(used, 100);
    used.fork('greedy').normal();
    expect(take(used.fork('ot'), 5)).toEqual(fresh);
    expect(take(new Rng(7).fork('greedy'), 5)).not.toEqual(fresh);
    expect(take(new Rng(7).fork('o').fork('t'), 5)).not.toEqual(fresh);
    expect(take(new Rng(7), 5)).not.toEqual(take(new Rng(7).fork(''), 5));
  });

  it('has uncorrelated forks', () => {
    const a = take(new Rng(3).fork('a'), 20_000);
    const b = take(new Rng(3).fork('b'), 20_000);
    const products = a.map((x, i) => (x - 0.5) * (b[i]! - 0.5) * 12);
    expect(Math.abs(mean(products))).toBeLessThan(4 / Math.sqrt(20_000));
  });

  it('continues from a state that went through JSON', () => {
    const rng = new Rng(9);
    rng.normal();
    const copy = Rng.fromState(JSON.parse(JSON.stringify(rng.state())));
    expect(take(copy, 4)).toEqual(take(rng, 4));
    expect(take(copy.fork('x'), 2)).toEqual(take(rng.fork('x'), 2));
  });

  it('draws below n evenly', () => {
    const rng = new Rng(2);
    const counts = new Uint32Array(7);
    for (let i = 0; i < 70_000; i++) counts[rng.below(7)]!++;
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(4 * 93); // sd 92.6
    expect(rng.below(1)).toBe(0);
  });

  it('draws normals of mean 0 and variance 1', () => {
    const rng = new Rng(4);
    const draws = Array.from({ length: 40_000 }, () => rng.normal());
    expect(Math.abs(mean(draws))).toBeLessThan(4 / 200);
    expect(Math.abs(standardDeviation(draws) - 1)).toBeLessThan(4 / 283);
    const tail = draws.filter((x) => Math.abs(x) > 1.959964).length / 40_000;
    expect(Math.abs(tail - 0.05)).toBeLessThan(4 * 0.0011);
  });

  it('shuffles in place, arrays and typed arrays, all orders alike', () => {
    const rng = new Rng(5);
    const orders = new Map<string, number>();
    for (let i = 0; i < 6000; i++) {
      const key = rng.shuffle(Uint8Array.of(0, 1, 2)).join('');
      orders.set(key, (orders.get(key) ?? 0) + 1);
    }
    expect(orders.size).toBe(6);
    for (const count of orders.values()) expect(Math.abs(count - 1000)).toBeLessThan(4 * 29);
    const items = ['a', 'b', 'c'];
    expect(rng.shuffle(items)).toBe(items);
    expect([...items].sort()).toEqual(['a', 'b', 'c']);
  });

  it('refuses a seed, range or state that it cannot use', () => {
    expect(() => new Rng(Number.NaN)).toThrow('seed must be a finite number, got NaN');
    expect(() => new Rng(1).below(0)).toThrow('got 0');
    expect(() => new Rng(1).below(2.5)).toThrow('got 2.5');
    expect(() => Rng.fromState({ key: [1, 2, 3, 4], words: [1] })).toThrow('state.words');
  });
});

describe('portableLog', () => {
  it('agrees with Math.log to 2 ulp or so', () => {
    const rng = new Rng(6);
    for (let i = 0; i < 20_000; i++) {
      const x = rng.uniform() ** (1 + (i % 9)) || 1;
      const want = Math.log(x);
      expect(Math.abs(portableLog(x) - want)).toBeLessThanOrEqual(
        4.5e-16 * Math.max(Math.abs(want), 0.4),
      );
    }
    expect(portableLog(1)).toBe(0);
  });
});
