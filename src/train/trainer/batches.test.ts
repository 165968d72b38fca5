import { describe, expect, test } from 'vitest';
import { Rng } from '../../lib';
import type { TrainSettings } from '../types';
import { BatchSource, type PairList } from './batches';

type Settings = Pick<TrainSettings, 'batch' | 'batchTokens' | 'sampling'>;
const SETTINGS: Settings = { batch: 4, batchTokens: 0, sampling: 'turns' };

function list(language: string, pairs: number, tokens = 3): PairList {
  return {
    language,
    pairs: Uint32Array.from({ length: pairs }, (_, k) => 100 + k),
    tokens: new Uint32Array(pairs).fill(tokens),
  };
}

function draw(source: BatchSource, count: number, devMaps: Record<string, number> = {}) {
  return Array.from({ length: count }, () => source.next(devMaps));
}

describe('BatchSource', () => {
  test('an epoch has every pair at most once; a short rest is dropped', () => {
    const source = new BatchSource([list('th', 10)], SETTINGS, new Rng(1));
    for (const epoch of [draw(source, 2), draw(source, 2), draw(source, 2)]) {
      const pairs = epoch.flatMap((batch) => [...batch.pairs]);
      expect([pairs.length, new Set(pairs).size]).toEqual([8, 8]);
    }
  });

  test('fewer pairs than a batch: all of them each time', () => {
    const source = new BatchSource([list('th', 3)], SETTINGS, new Rng(1));
    for (const { pairs } of draw(source, 5)) expect([...pairs].sort()).toEqual([100, 101, 102]);
  });

  test('the token budget ends a batch before the text that breaks it, never before the first', () => {
    const budget = (batchTokens: number) =>
      new BatchSource([list('th', 10)], { ...SETTINGS, batchTokens }, new Rng(1));
    expect(budget(9).next({}).pairs).toHaveLength(3);
    expect(budget(8).next({}).pairs).toHaveLength(2);
    expect(budget(1).next({}).pairs).toHaveLength(1);
    const pairs = draw(budget(9), 3).flatMap((batch) => [...batch.pairs]);
    expect(new Set(pairs).size).toBe(9);
  });

  test('languages take turns', () => {
    const source = new BatchSource([list('de', 9), list('th', 9)], SETTINGS, new Rng(1));
    expect(draw(source, 5).map(({ language }) => language)).toEqual([0, 1, 0, 1, 0]);
  });

  test.each([
    ['uniform', {}, 0.5],
    ['size', {}, 0.9],
    ['need', { en: 0.8, de: 0.7, th: 0.5 }, 0.25],
    ['need', { de: 0.7, th: 0.4 }, 1 / 3], // without English its need is up to 1
    ['need', { en: 0.8, de: 0.9, th: 0.8 }, 0.5], // nobody needs anything
  ] as const)('%s draws the larger of two languages in its share', (sampling, devMaps, share) => {
    const lists = [list('de', 90), list('th', 10)];
    const source = new BatchSource(lists, { ...SETTINGS, sampling }, new Rng(2));
    const hits = draw(source, 2000, devMaps).filter(({ language }) => language === 0).length;
    expect(Math.abs(hits / 2000 - share)).toBeLessThan(0.045); // four standard deviations
  });

  test('goes on from a state as if nothing had been', () => {
    const make = () =>
      new BatchSource(
        [list('de', 11), list('th', 7)],
        { ...SETTINGS, sampling: 'uniform' },
        new Rng(3),
      );
    const [one, two] = [make(), make()];
    draw(one, 7);
    two.restore(JSON.parse(JSON.stringify(one.state())));
    expect(draw(two, 9)).toEqual(draw(one, 9));
  });
});
