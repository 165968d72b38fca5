import { describe, expect, test } from 'vitest';
import { type Method, parseStudyConfig } from '../../report';
import { perQueryCsv } from '../../study/perQuery';
import type { StudyPlan } from '../../study/plan';
import type { MethodScores } from '../../study/scoring';
import { makeTables, type SeedScores } from '../../study/tables';
import { queryMethods } from './queryMethods';

const IDS = Array.from({ length: 24 }, (_, k) =>
  k === 3 ? 'a,"b"' : k === 4 ? '=id\r\n4' : `id${k}`,
);
const TOPICS = IDS.map((_, k) => `topic ${k % 4}`);
const LANGUAGES = ['en', 'de', 'hi', 'sw'];
const GROUPS = { name: 'Two', high: ['de'], low: ['sw', 'hi'] };
const CONFIG = parseStudyConfig({
  ...{ methods: ['zero-shot', 'ot', 'mse'], tasks: ['T1'], seeds: [2, 1], groups: GROUPS },
  bootstrap: { replicates: 200, seed: 3 },
});
/** Values that look drawn, the same at every run; query 7 of German has no relevant document. */
function scoresOf(shift: number): MethodScores {
  return new Map(
    LANGUAGES.map((language, l) => [
      language,
      {
        T1: {
          averagePrecision: Float64Array.from(IDS, (_, k) =>
            k === 7 && l === 1 ? Number.NaN : ((k * 37 + l * 11 + 5) % 61) / 100 + shift,
          ),
          ties: 0,
          measures: {},
        },
      },
    ]),
  );
}
const scores: SeedScores = new Map(
  CONFIG.seeds.map((seed) => [
    seed,
    new Map<Method, MethodScores>([
      ['zero-shot', scoresOf(0)],
      ['ot', scoresOf(0.1 * seed)],
      ['mse', scoresOf(0.001)],
    ]),
  ]),
);
const evaluation = new Map(
  LANGUAGES.map((language) => [
    language,
    IDS.map((id, k) => ({ id, language, text: '', intent: TOPICS[k], domain: 'd' })),
  ]),
);
const plan = { evaluation, queries: IDS.length } as unknown as StudyPlan;
const csv = [...perQueryCsv(plan, CONFIG, scores)].join('');
const file = (text = csv, run = 'x') => ({ run, file: new Blob([text]) });
const tables = makeTables(CONFIG, LANGUAGES, { ids: IDS, topics: TOPICS }, scores);

describe('per-query results', () => {
  test('the file is read whole, with commas, quotes, line breaks and guarded formulas', async () => {
    const { maps, ...facts } = await queryMethods().queryFacts(file());
    for (const { task, method, language, map } of maps) {
      const row = tables.results.find(
        (one) => one.method === method && one.language === language && one.seed === null,
      );
      expect([task, map]).toEqual([row!.task, expect.closeTo(row!.map, 12)]);
    }
    expect(maps).toHaveLength(3 * 4);
    expect(facts).toEqual({
      ...{ rows: 2 * 3 * 4 * 24, tasks: ['T1'], methods: ['zero-shot', 'ot', 'mse'] },
      ...{ languages: LANGUAGES, seeds: [2, 1] },
    });
  });

  test('it does not matter where the file is cut into pieces', async () => {
    const pieces = csv.match(/.{1,7}/gs)!;
    const [whole, cut] = await Promise.all([
      queryMethods().queryFacts(file()),
      queryMethods().queryFacts({ run: 'cut', file: new Blob(pieces) }),
    ]);
    expect(cut).toEqual(whole);
  });

  test('gaps of the report’s own groups are the report’s, to the last digit', async () => {
    const job = { ...file(), task: 'T1', groups: GROUPS, baseline: 'zero-shot' } as const;
    const { systems, drawn } = await queryMethods().queryGaps({
      ...job,
      bootstrap: CONFIG.bootstrap,
    });
    expect(drawn).toBe('seeds and queries');
    for (const system of systems) {
      const row = tables.gaps.find((gap) => gap.method === system.system && gap.seed === null)!;
      expect([system.gap?.value, system.gap?.ci]).toEqual([row.gap, row.ci]);
      expect([system.change?.value, system.change?.ci]).toEqual([row.delta, row.deltaCi]);
      expect(system.label).toBe(row.label);
    }
    const other = { ...job, groups: { name: 'Own', high: ['sw'], low: ['de'] } };
    const edited = await queryMethods().queryGaps({ ...other, bootstrap: CONFIG.bootstrap });
    const map = (language: string) =>
      tables.results.find(
        (row) => row.method === 'ot' && row.language === language && row.seed === null,
      )!.map;
    const ot = edited.systems.find(({ system }) => system === 'ot')!;
    expect(ot.gap!.value).toBeCloseTo(map('sw') - map('de'), 12);
  });

  test('pairs of one run are the report’s differences, and each query is there once', async () => {
    const job = { task: 'T1', groups: GROUPS, bootstrap: CONFIG.bootstrap } as const;
    const [a, b] = [
      { ...file(), method: 'zero-shot' },
      { ...file(), method: 'ot' },
    ];
    const { languages, rows } = await queryMethods().queryPairs({ ...job, a, b });
    for (const { language, difference, queries } of languages) {
      const row = tables.differences.find(
        (one) => one.method === 'ot' && one.language === language,
      );
      expect([difference.value, difference.ci]).toEqual([row!.delta, row!.ci]);
      expect(queries).toBe(language === 'de' ? 23 : 24);
    }
    expect(rows.ids).toHaveLength(4 * 24 - 1);
    expect(rows.ids).toContain('=id\r\n4');
    const at = rows.ids.findIndex((id, k) => id === 'id9' && rows.languages[k] === 'sw');
    expect(rows.a[at]).toBeCloseTo(((9 * 37 + 3 * 11 + 5) % 61) / 100, 12);
    expect(rows.b[at]! - rows.a[at]!).toBeCloseTo(0.15, 12);
    expect(rows.topics[at]).toBe('topic 1');
  });

  test('runs with other seeds are paired over the means, on common queries alone', async () => {
    const fewer = csv
      .replaceAll(/^T1,[^,]+,[^,]+,1,(?:"(?:[^"]|"")*"|[^,"]*),.*\r\n/gm, '')
      .replaceAll(/^T1,[^,]+,[^,]+,2,id9,.*\r\n/gm, '');
    const job = { task: 'T1', groups: GROUPS, bootstrap: CONFIG.bootstrap } as const;
    const found = await queryMethods().queryPairs({
      ...{ ...job, a: { ...file(), method: 'ot' }, b: { ...file(fewer, 'y'), method: 'ot' } },
    });
    expect(found.drawn).toBe('queries');
    expect(found.languages.map(({ queries }) => queries)).toEqual([23, 22, 23, 23]);
    expect(found.languages[0]!.difference.value).toBeCloseTo(0.05, 12);
  });

  test('methods whose difference is constant or absent are not told apart by chance', async () => {
    const [first] = await queryMethods().queryRanks({ ...file(), task: 'T1', alpha: 0.05 });
    // All differences are equal: no spread, so that no t is defined and nothing is claimed.
    expect(first).toEqual({ language: 'en', better: [] });
    const noisy = csv.replaceAll(
      /^(T1,ot,en,\d,id(\d+),.*,)([\d.]+)$/gm,
      (_, head: string, k: string, value: string) => `${head}${Number(value) + Number(k) / 1000}`,
    );
    const [again] = await queryMethods().queryRanks({ ...file(noisy), task: 'T1', alpha: 0.05 });
    expect(again!.better).toContainEqual({ method: 'ot', than: 'zero-shot' });
    expect(again!.better.every(({ method }) => method === 'ot')).toBe(true);
  });

  test.each([
    ['', 'empty'],
    ['task,method\r\n', 'header'],
    [csv.replace(/,[\d.]+\r\n/, ',1.5\r\n'), 'average_precision'],
    [csv.replace(/,[\d.]+\r\n/, ',NaN\r\n'), 'average_precision'],
    [csv.replace('T1,zero-shot,en,2', 'T1,zero-shot,en,'), 'seed'],
    [`${csv}T1,ot\r\n`, 'columns'],
    [csv + csv.split('\r\n')[1], 'second time'],
  ])('a damaged file is refused by line', async (text, message) => {
    await expect(queryMethods().queryFacts(file(text, message))).rejects.toThrow(message);
  });
});
