import { describe, expect, it } from 'vitest';
import { drawBootstrap, drawSeedBootstrap } from '../bootstrap';
import { testMatrix, testUniforms } from '../testMatrix';
import { measureDispersion } from './measureDispersion';

const u = testUniforms(5, 4000);
const LANGUAGES = ['en', 'de', 'fr', 'th'];
const MAPS: Record<string, number[]> = {
  base: [0.8, 0.6, 0.5, 0.3],
  better: [0.8, 0.6, 0.6, 0.55],
  twin: [0.8, 0.6, 0.5, 0.3],
  level: [0.5, 0.5, 0.5, 0.5],
  zero: [0, 0, 0, 0],
};
const OTHERS = ['de', 'fr', 'th'];

function matrix(systems: string[], languages = LANGUAGES, ids = 300) {
  return testMatrix(systems, languages, ids, (system, language, id) => {
    const own = u[(id * 7 + languages.indexOf(language) * 1000) % 4000]! - 0.5;
    const map = MAPS[system]?.[LANGUAGES.indexOf(language)];
    return map === undefined ? undefined : map && map + 0.4 * own * Math.min(map, 1 - map);
  });
}
const study = (systems: string[], languages = LANGUAGES, ids = 300) =>
  drawBootstrap(matrix(systems, languages, ids), { seed: 1, replicates: 500 });
const rowOf = (report: ReturnType<typeof measureDispersion>, system: string) =>
  report.systems.find((row) => row.system === system)!;

describe('measureDispersion', () => {
  const report = measureDispersion(study(['base', 'better', 'twin']), OTHERS, 'base');
  const base = rowOf(report, 'base');

  it('finds the planted inequality, with intervals that hold it', () => {
    const planted = {
      range: 0.3,
      sd: Math.sqrt(0.14 / 9), // pairs .1, .3, .2
      cv: Math.sqrt(0.14 / 9) / (1.4 / 3),
      gini: 0.6 / (3 * 1.4),
      worstToBest: 0.5,
      worst: 0.3,
      transferGap: 0.8 - 1.4 / 3,
    };
    for (const [name, want] of Object.entries(planted)) {
      const { value, ci } = base[name as keyof typeof planted]!;
      expect(Math.abs(value - want), name).toBeLessThan(0.02);
      expect(ci![0], name).toBeLessThan(value);
      expect(ci![1], name).toBeGreaterThan(value);
    }
    expect(base.worstLanguage).toEqual({ language: 'th', share: 1 });
    expect(base.retained.map(({ language }) => language)).toEqual(OTHERS);
    base.retained.forEach(({ share }, i) => {
      expect(share.value).toBeCloseTo(MAPS.base![i + 1]! / 0.8, 1);
      expect(share.ci).not.toBeNull();
    });
    expect([base.reason, report.languages, report.missing]).toEqual([null, OTHERS, []]);
  });

  it('sees the inequality fall, paired with the baseline', () => {
    const { change } = rowOf(report, 'better');
    for (const name of ['range', 'sd', 'cv', 'gini', 'transferGap'] as const)
      expect(change![name]!.ci![1], name).toBeLessThan(0);
    for (const name of ['worst', 'worstToBest'] as const)
      expect(change![name]!.ci![0], name).toBeGreaterThan(0);
  });

  it('gives equal systems a change of exactly 0, without width', () => {
    for (const system of ['base', 'twin'])
      for (const change of Object.values(rowOf(report, system).change!))
        expect(change).toEqual({ value: 0, ci: [0, 0] });
  });

  it('is unsure of the worst language when two are level', () => {
    const { worstLanguage } = rowOf(measureDispersion(study(['level']), OTHERS, null), 'level');
    expect(worstLanguage!.share).toBeGreaterThan(0.2);
    expect(worstLanguage!.share).toBeLessThan(0.95);
  });

  it('is plain JSON, the same for the same seed, and takes draws over seeds', () => {
    const again = measureDispersion(study(['base', 'better', 'twin']), OTHERS, 'base');
    expect(JSON.stringify(again)).toBe(JSON.stringify(report));
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    const seeds = drawSeedBootstrap([matrix(['base']), matrix(['base'])], { seed: 1 });
    const over = rowOf(measureDispersion(seeds, OTHERS, null), 'base');
    expect(over.gini!.value).toBeCloseTo(base.gini!.value, 14);
    expect(over.change).toBeNull();
  });
});

describe('measureDispersion at the edges', () => {
  it('has nothing to compare in one language, but still its share of the reference', () => {
    const row = rowOf(measureDispersion(study(['base']), ['th'], 'base'), 'base');
    expect(row).toMatchObject({ range: null, sd: null, gini: null, worst: null });
    expect(row).toMatchObject({ worstLanguage: null, change: { gini: null } });
    expect(row.reason).toBe('only one language, th, so nothing to compare');
    expect(row.retained[0]!.share.value).toBeCloseTo(0.375, 1);
    expect(row.transferGap!.value).toBeCloseTo(0.5, 1);
  });

  it('leaves out a language without judged queries, for every system', () => {
    const holes = testMatrix(['a', 'b'], LANGUAGES, 50, (_, language, id) =>
      language === 'fr' ? undefined : u[id],
    );
    const boot = drawBootstrap(holes, { seed: 1, replicates: 20 });
    const report = measureDispersion(boot, [...OTHERS, 'so'], 'a');
    expect([report.languages, report.missing]).toEqual([
      ['de', 'th'],
      ['fr', 'so'],
    ]);
    expect(rowOf(report, 'b').gini).toEqual({ value: 0, ci: [0, 0] });
    const none = measureDispersion(boot, ['fr'], 'a');
    expect(rowOf(none, 'a')).toMatchObject({
      sd: null,
      transferGap: null,
      retained: [],
      reason: 'no language is measured for every system',
    });
  });

  it('says that a system was not measured or that there is no reference', () => {
    const report = measureDispersion(study(['base', 'unknown']), OTHERS, 'base');
    expect(rowOf(report, 'unknown')).toMatchObject({
      range: null,
      worstLanguage: null,
      retained: [],
      reason: 'the system was not measured',
    });
    const bare = rowOf(measureDispersion(study(['base'], OTHERS), OTHERS, null), 'base');
    expect(bare).toMatchObject({
      transferGap: null,
      retained: [],
      reason: 'no MAP of en to transfer from',
    });
    expect(bare.range!.value).toBeCloseTo(0.3, 1);
  });

  it('has no ratio of zeros', () => {
    const row = rowOf(measureDispersion(study(['zero']), OTHERS, null), 'zero');
    expect(row).toMatchObject({ gini: null, cv: null, worstToBest: null, retained: [] });
    expect(row).toMatchObject({ sd: { value: 0 }, range: { value: 0 }, worst: { value: 0 } });
    expect(row.reason).toBe('every MAP is 0');
  });

  it('has values but no intervals for few queries', () => {
    const row = rowOf(measureDispersion(study(['base'], LANGUAGES, 5), OTHERS, null), 'base');
    expect(row.gini).toMatchObject({ value: expect.any(Number), ci: null });
  });

  it('refuses a baseline that is not there and a language named twice', () => {
    expect(() => measureDispersion(study(['base']), OTHERS, 'x')).toThrow('x is not among base');
    expect(() => measureDispersion(study(['base']), ['de', 'de'], null)).toThrow(
      'de is named twice',
    );
  });
});
