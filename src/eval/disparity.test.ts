import { describe, expect, it } from 'vitest';
import { drawBootstrap } from './bootstrap';
import { compareGaps, measureDisparity } from './disparity';
import { MTOP_6 } from './languageGroups';
import { testMatrix, testUniforms } from './testMatrix';

const u = testUniforms(2, 4000);
const LANGUAGES = ['en', 'de', 'es', 'fr', 'hi', 'th'];
// Per-system offsets in eighths, so that sums of the planted parts are exact.
const OFFSETS: Record<string, Record<string, number>> = {
  base: { en: 4, de: 3, es: 3, fr: 3, hi: 2, th: 1 },
  ot: { en: 4, de: 3.5, es: 3.5, fr: 3.5, hi: 3, th: 3 },
  worse: { en: 4, de: 4, es: 4, fr: 4, hi: 2, th: 1 },
};

function study(systems: string[], languages = LANGUAGES, ids = 400, noise = 0.125) {
  const matrix = testMatrix(systems, languages, ids, (system, language, id) => {
    const own = u[(id * 7 + system.length * 1000 + languages.indexOf(language) * 400) % 4000]!;
    return (OFFSETS[system]?.[language] ?? 0) / 8 + u[id]! / 8 + noise * (own - 0.5);
  });
  return drawBootstrap(matrix, { seed: 1, replicates: 1000 });
}
const of = (report: ReturnType<typeof measureDisparity>, system: string) =>
  report.systems.find((row) => row.system === system)!;

describe('measureDisparity', () => {
  const boot = study(['base', 'ot', 'worse']);
  const report = measureDisparity(boot, MTOP_6, 'base');

  it('finds the planted gap, gains and cut', () => {
    const ot = of(report, 'ot');
    expect(of(report, 'base').gap!.value).toBeCloseTo(3 / 8 - 1.5 / 8, 2);
    expect(ot.gap!.value).toBeCloseTo(0.5 / 8, 2);
    expect(ot.gainHigh!.value).toBeCloseTo(0.5 / 8, 2);
    expect(ot.gainLow!.value).toBeCloseTo(1.5 / 8, 2);
    expect(ot.relativeCut!.value).toBeCloseTo(2 / 3, 1);
    expect(ot.ratio!.value).toBeCloseTo(ot.low!.value / ot.high!.value, 14);
    expect(of(report, 'base').worst).toEqual({ language: 'th', map: expect.closeTo(1.5 / 8, 1) });
    expect([ot.label, of(report, 'worse').label]).toEqual(['levelling up', 'mixed']);
  });

  it('decomposes the change into the gains', () => {
    for (const row of report.systems)
      expect(row.change!.value).toBeCloseTo(row.gainHigh!.value - row.gainLow!.value, 14);
    expect(of(report, 'ot').change!.ci![1]).toBeLessThan(0);
    expect(of(report, 'worse').change!.ci![0]).toBeGreaterThan(0);
  });

  it('gives the baseline a change of exactly 0', () => {
    const base = of(report, 'base');
    expect(base.change).toEqual({ value: 0, ci: [0, 0] });
    expect([base.relativeCut!.value + 0, base.label]).toEqual([0, 'none']);
  });

  it('pairs languages with the baseline by id', () => {
    const row = report.languages.find((r) => r.system === 'ot' && r.language === 'th')!;
    expect(row.queries).toBe(400);
    expect(row.difference!.value).toBeCloseTo(2 / 8, 2);
    const width = (ci: readonly [number, number]) => ci[1] - ci[0];
    expect(width(row.difference!.ci!)).toBeLessThan(1.5 * width(row.map!.ci!));
  });

  it('compares two systems directly', () => {
    const direct = compareGaps(boot, report.groups, 'ot', 'worse')!;
    expect(direct.value).toBeCloseTo(
      of(report, 'ot').gap!.value - of(report, 'worse').gap!.value,
      14,
    );
    expect(direct.ci![1]).toBeLessThan(0);
  });

  it('is plain JSON and the same to the last digit for the same seed', () => {
    const again = measureDisparity(study(['base', 'ot', 'worse']), MTOP_6, 'base');
    expect(JSON.stringify(again)).toBe(JSON.stringify(report));
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });
});

describe('measureDisparity at the edges', () => {
  it('has no gap, and says why, when a group is empty', () => {
    const report = measureDisparity(study(['base', 'ot'], ['en', 'de']), MTOP_6, 'base');
    expect(report.groups.reason).toBe('no measured language in the low group of MTOP-6');
    expect(of(report, 'ot')).toMatchObject({
      low: null,
      gap: null,
      change: null,
      ratio: null,
      label: 'none',
    });
    expect(of(report, 'ot').high!.value).toBeCloseTo(0.5, 1);
    expect(compareGaps(study(['base', 'ot'], ['de']), report.groups, 'ot', 'base')).toBeNull();
  });

  it('leaves a language out of the groups for all when one system lacks it', () => {
    const matrix = testMatrix(['base', 'ot', 'dead'], ['de', 'hi', 'th'], 30, (system, language) =>
      system === 'dead' || (system === 'ot' && language === 'hi')
        ? undefined
        : language === 'hi'
          ? 0.25
          : 0.5,
    );
    const report = measureDisparity(
      drawBootstrap(matrix, { seed: 1, replicates: 20 }),
      MTOP_6,
      'base',
    );
    expect(report.groups).toMatchObject({ low: ['th'], missing: ['es', 'fr', 'hi'] });
    expect(of(report, 'base').gap!.value).toBe(0);
    expect(of(report, 'base').worst).toEqual({ language: 'hi', map: 0.25 });
    expect(of(report, 'dead')).toMatchObject({ high: null, gap: null, worst: null, label: 'none' });
    const absent = report.languages.find((r) => r.system === 'ot' && r.language === 'hi')!;
    expect(absent).toMatchObject({ queries: 0, map: null, difference: null });
  });

  it('speaks of no relative cut when the gap of the baseline may be 0', () => {
    const boot = study(['base', 'ot'], ['de', 'th'], 20, 8);
    const report = measureDisparity(boot, MTOP_6, 'base');
    expect(of(report, 'base').gap!.ci![0]).toBeLessThan(0);
    expect(of(report, 'ot').relativeCut).toBeNull();
  });

  it('does without a baseline, and refuses one that is not there', () => {
    const report = measureDisparity(study(['ot']), MTOP_6, null);
    expect(of(report, 'ot')).toMatchObject({
      change: null,
      gainLow: null,
      relativeCut: null,
      label: 'none',
    });
    expect(of(report, 'ot').gap).not.toBeNull();
    expect(() => measureDisparity(study(['ot']), MTOP_6, 'zero-shot')).toThrow(
      'zero-shot is not among ot',
    );
  });
});
