import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CurvePoint, GapRow, ResultRow, StudyReport } from '../../report';
import { sampleReport } from '../../report/testing';
import type { QueryGaps } from '../../worker';
import { groupTable, pairTable, pointTable, rankTable } from './gapTables';
import { isLevellingDown, overallMeans, queryGroups, reportGroups } from './groupModel';
import { groupNotes, groupsOf, moveLanguage, TIERS, tierOf } from './groups';
import { rankMatrix } from './matrixModel';
import { methodPair, runPair } from './pairModel';
import { measuresOf, pointsOf } from './points';
import { reportTables } from './reportTables';
import { trainingGap } from './trainingGap';

const NOTHING = { high: null, low: null };
const report = sampleReport();
const result = (language: string, method: string, map: number, more = {}): ResultRow => ({
  ...{ task: 'T2', method, language, seed: null, map, ci: null, queries: 10, ties: 0 },
  ...more,
});

describe('groups', () => {
  it('are the report’s, cut down to what was measured, unless a link names others', () => {
    expect(groupsOf(report, NOTHING)).toMatchObject({ high: ['de'], low: ['sw'], edited: false });
    const linked = groupsOf(report, { high: ['sw', 'xx'], low: ['de', 'sw'] });
    expect(linked).toEqual({ name: 'edited here', high: ['sw'], low: ['de'], edited: true });
    expect(groupsOf(report, { high: ['de'], low: ['sw'] }).edited).toBe(false);
    expect(groupsOf(report, { high: [], low: null })).toMatchObject({ high: [], low: ['sw'] });
  });

  it('hold a moved language once, wherever it was', () => {
    const codes = fc.uniqueArray(fc.constantFrom('de', 'sw', 'en', '__proto__'));
    fc.assert(
      fc.property(codes, codes, fc.constantFrom(...TIERS), (high, rest, tier) => {
        const low = rest.filter((code) => !high.includes(code));
        const moved = moveLanguage({ high, low }, 'de', tier);
        expect(tierOf({ high: moved.high!, low: moved.low! }, 'de')).toBe(tier);
        const others = [...moved.high!, ...moved.low!].filter((code) => code !== 'de');
        expect(others).toEqual([...high, ...low].filter((code) => code !== 'de'));
      }),
    );
  });

  it('of one language, of none and with English are flagged', () => {
    expect(groupNotes({ high: ['de'], low: [] }).join(' ')).toMatch(/German.*empty/);
    expect(groupNotes({ high: ['en', 'de'], low: ['sw', 'so'] })).toHaveLength(1);
  });
});

describe('pairs', () => {
  const points = pointsOf(report, 'T2', 'MAP');
  const groups = groupsOf(report, NOTHING);
  const differences = [
    {
      task: 'T2',
      method: 'ot',
      baseline: 'zero-shot',
      language: 'de',
      delta: 0.05,
      ci: [0.01, 0.09],
    },
    {
      task: 'T2',
      method: 'ot',
      baseline: 'zero-shot',
      language: 'en',
      delta: 0,
      ci: [-0.01, 0.02],
    },
  ] as const;
  const full = { ...report, differences } as StudyReport;

  it('take intervals in either direction, and none where the report has none', () => {
    const there = methodPair(full, 'T2', points, { a: 'zero-shot', b: 'ot' }, groups);
    expect(there.rows.map(({ language, resolved }) => [language, resolved])).toEqual([
      ['de', true],
      ['en', false],
    ]);
    expect(there.rows[0]!.difference.ci).toEqual([0.01, 0.09]);
    const back = methodPair(full, 'T2', points, { a: 'ot', b: 'zero-shot' }, groups);
    expect(back.rows.find(({ language }) => language === 'de')!.difference.ci).toEqual([
      -0.09, -0.01,
    ]);
    expect(back.rows[0]!.language).toBe('en'); // the largest gain first
    const bare = methodPair(report, 'T2', points, { a: 'zero-shot', b: 'ot' }, groups);
    expect([bare.source, bare.rows[0]!.resolved]).toEqual([null, null]);
  });

  it('swapping the sides turns every number round', () => {
    const [there, back] = (['ot', 'zero-shot'] as const).map((a) =>
      methodPair(full, 'T2', points, { a, b: a === 'ot' ? 'zero-shot' : 'ot' }, groups),
    );
    for (const row of there!.rows) {
      const other = back!.rows.find(({ language }) => language === row.language)!;
      expect(other.difference.value).toBeCloseTo(-row.difference.value, 12);
      expect(other.a).toEqual(row.b);
    }
  });

  it('of two runs hold the languages of both', () => {
    const less = sampleReport({
      results: report.results.filter(({ language }) => language !== 'sw'),
    });
    const b = pointsOf(less, 'T2', 'MAP');
    const model = runPair({ a: points, b }, 'zero-shot', groups);
    expect(model.rows.map(({ language }) => language).sort()).toEqual(['de', 'en']);
    const table = pairTable(model, 'MAP', { a: 'x', b: 'y' }, { run: 'r' });
    expect(table.rows[0]).toHaveLength(table.columns.length);
    expect(table.rows.map((row) => row.at(-1))).toEqual(['no interval', 'no interval']);
  });
});

describe('the gap', () => {
  const results = [
    ...[result('de', 'zero-shot', 0.9), result('fi', 'zero-shot', 0.7, { queries: 30 })],
    ...[result('sw', 'zero-shot', 0.5), result('en', 'zero-shot', 1)],
    ...[result('de', 'ot', 0.8), result('fi', 'ot', 0.6), result('sw', 'ot', 0.6)],
  ];
  const groups = { name: 'g', high: ['de', 'fi'], low: ['sw'] };
  const gap = {
    ...{ task: 'T2', method: 'ot', seed: null, high: 0.7, low: 0.6, gap: 0.1, ci: [0, 0.2] },
    ...{ delta: -0.2, deltaCi: [-0.3, -0.1], label: 'levelling down' },
  } as GapRow;
  const own = { ...report, results, groups, gaps: [gap] } as StudyReport;
  const points = pointsOf(own, 'T2', 'MAP');

  it('has the report’s intervals for its own groups, point values for others', () => {
    const model = reportGroups(own, 'T2', points, groupsOf(own, NOTHING));
    const ot = model.rows.find(({ method }) => method === 'ot')!;
    expect(ot.gap).toEqual({ value: expect.closeTo(0.1), ci: [0, 0.2] });
    expect(ot.change).toEqual({ value: expect.closeTo(-0.2), ci: [-0.3, -0.1] });
    expect(ot.gainHigh!.value).toBeCloseTo(-0.1);
    expect([model.source, isLevellingDown(ot)]).toEqual(['report', true]);
    const edited = groupsOf(own, { high: ['de'], low: ['fi'] });
    const other = reportGroups(own, 'T2', points, edited);
    expect(other.source).toBeNull();
    expect(other.rows[1]!.gap).toEqual({ value: expect.closeTo(0.2), ci: null });
  });

  it('is none where a group is empty or a method lacks its language', () => {
    const empty = reportGroups(own, 'T2', points, groupsOf(own, { high: [], low: ['sw'] }));
    expect(empty.rows.map(({ gap: one }) => one)).toEqual([null, null]);
    const english = reportGroups(own, 'T2', points, groupsOf(own, { high: ['en'], low: ['sw'] }));
    expect(english.rows[0]!.gap).toBeNull(); // ot was not measured in English
  });

  it('closes by levelling down only if the high group falls by more than its interval', () => {
    const fall = (ci: [number, number]) => ({
      ...{ system: 'ot', high: null, low: null, gap: null, label: 'mixed' as const },
      change: { value: -0.1, ci: null },
      gainHigh: { value: -0.05, ci },
      gainLow: null,
    });
    const rows = (ci: [number, number]) =>
      queryGroups({ systems: [fall(ci)] } as unknown as QueryGaps, null).rows;
    expect(rows([-0.08, -0.02]).map(isLevellingDown)).toEqual([true]);
    expect(rows([-0.11, 0.01]).map(isLevellingDown)).toEqual([false]);
  });

  it('stands beside macro and micro means without English', () => {
    const [zero] = overallMeans(points);
    expect(zero!.macro).toBeCloseTo(0.7);
    expect(zero!.micro).toBeCloseTo((9 + 21 + 5) / 50);
    expect([zero!.languages, zero!.queries]).toEqual([3, 50]);
  });
});

describe('ranks', () => {
  const results = ['a', 'b', 'c'].map((method, k) => result('de', method, 0.9 - k / 10));
  const own = { ...report, results, tests: [] } as unknown as StudyReport;
  const points = pointsOf(own, 'T2', 'MAP');
  const ranksOf = (better: readonly { method: string; than: string }[]) =>
    rankMatrix(own, 'T2', points, [{ language: 'de', better }]).rows.map(({ cells: [cell] }) => [
      cell!.rank,
      cell!.shared,
    ]);

  it('are shared by methods that are not told apart', () => {
    expect(ranksOf([])).toEqual([
      [1, true],
      [1, true],
      [1, true],
    ]);
    expect(ranksOf([{ method: 'a', than: 'c' }])).toEqual([
      [1, true],
      [1, true],
      [2, false],
    ]);
  });

  it('come from the report’s tests after Holm, or there are none', () => {
    expect(rankMatrix(own, 'T2', points, null)).toMatchObject({ tested: null });
    const test = { ...report.tests[0]!, method: 'c', baseline: 'a', delta: -0.2 };
    const tests = [test, { ...test, method: 'b', holm: 0.2 }];
    const matrix = rankMatrix({ ...own, tests }, 'T2', points, null);
    expect(matrix.tested).toBe('baselines');
    expect(matrix.rows.map(({ cells }) => cells[0]!.rank)).toEqual([1, 1, 2]);
  });

  it('are not claimed of other measures', () => {
    const measured = pointsOf(report, 'T2', 'nDCG@10');
    expect(measuresOf(report, 'T2')).toEqual(['MAP', 'nDCG@10']);
    const matrix = rankMatrix(report, 'T2', measured, null);
    expect(matrix).toMatchObject({ tested: null, languages: ['de'] });
    expect(matrix.rows[0]!.cells[0]).toEqual({ value: 0.612, rank: null, shared: false });
  });
});

describe('training', () => {
  const groups = { name: 'g', high: ['de'], low: ['sw'], edited: false };
  const point = (language: string | null, step: number, devMap: number | null, seed = 1) =>
    ({ stage: 'ot', seed, language, step, loss: 1, devMap }) as CurvePoint;

  it('shows the gap at steps that all students reached, with the range over seeds', () => {
    const curves = [
      ...[point('de', 50, 0.9), point('de', 60, null), point('de', 100, 0.8)],
      ...[point('sw', 50, 0.5), point('de', 50, 0.7, 2), point('sw', 50, 0.5, 2)],
    ];
    const { lines, reason } = trainingGap({ curves }, groups);
    expect(reason).toBeNull();
    expect(lines[0]!.points).toHaveLength(1);
    expect(lines[0]!.points[0]).toMatchObject({ step: 50, gap: expect.closeTo(0.3) });
    expect(lines[0]!.points[0]!.range).toEqual([expect.closeTo(0.2), expect.closeTo(0.4)]);
  });

  it('says why there is none', () => {
    const why = (...curves: CurvePoint[]) => trainingGap({ curves }, groups).reason;
    expect(why()).toMatch(/Nothing was trained/);
    expect(why(point('de', 1, null))).toMatch(/No checkpoint/);
    expect(why(point(null, 1, 0.5))).toMatch(/joint/);
    expect(why(point('de', 1, 0.5))).toMatch(/one has none/);
  });
});

describe('any report', () => {
  it('has a model for 40 languages, for one, for no groups and for none of the results', () => {
    const codes = Array.from({ length: 40 }, (_, k) => `l${k}`);
    const many = codes.flatMap((code, k) => [
      result(code, 'zero-shot', k / 40),
      result(code, 'ot', k / 50),
    ]);
    for (const [results, high] of [
      [many, codes.slice(0, 20)],
      [many.slice(0, 2), []],
      [[], []],
    ] as const) {
      const own = {
        ...report,
        results,
        gaps: [],
        groups: { name: '', high, low: [] },
      } as StudyReport;
      const points = pointsOf(own, 'T2', 'MAP');
      const groups = groupsOf(own, NOTHING);
      const pair = methodPair(own, 'T2', points, { a: 'zero-shot', b: 'ot' }, groups);
      expect(pair.rows).toHaveLength(results.length / 2);
      const model = reportGroups(own, 'T2', points, groups);
      const tables = [
        pointTable(points, {}),
        groupTable(model, 'MAP', overallMeans(points), {}),
        rankTable(rankMatrix(own, 'T2', points, null), 'MAP', {}),
        ...reportTables(own, 'T2', {}).map(({ table }) => table),
      ];
      for (const { name, columns, rows } of tables)
        for (const row of rows) expect(row, name).toHaveLength(columns.length);
    }
  });

  it('gives every number of its parts unrounded', () => {
    const tables = reportTables(report, 'T2', { run: 'r' });
    const tests = tables.find(({ table }) => table.name === 'tests')!.table;
    expect(tests.rows[0]).toEqual([
      ...['ot', 'zero-shot', 'de', 246, 0.05, 0.31, 4.9, 2e-6, 1e-4, 'drawn'],
      ...[0.004, 2e-4, 1.5e-4, 0.029],
    ]);
    expect(tests.rows[1]![2]).toBe('gap');
    expect(tables.map(({ table }) => table.name)).not.toContain('pool');
    expect(reportTables(report, 'T4', {}).map(({ table }) => table.name)).toContain('pool');
    const data = tables.find(({ table }) => table.name === 'data-files')!.table;
    expect(data.rows[0]![2]).toBe('ab'.repeat(32));
  });
});
