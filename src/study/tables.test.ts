import { describe, expect, test } from 'vitest';
import { type Method, parseStudyConfig } from '../report';
import type { MethodScores } from './scoring';
import { makeTables, type SeedScores } from './tables';

const IDS = Array.from({ length: 12 }, (_, k) => `id${k}`);
const QUERIES = { ids: IDS, topics: IDS.map((_, k) => `topic ${k % 4}`) };
const LANGUAGES = ['en', 'de', 'sw'];
const GROUPS = { name: 'Two', high: ['de'], low: ['sw'] };
const CONFIG = parseStudyConfig({
  methods: ['zero-shot', 'ot'],
  seeds: [1, 2],
  groups: GROUPS,
  bootstrap: { replicates: 200, seed: 3 },
});

/** Half of the queries have `low`, the other half `high`: MAP is their mean. T2 is half of T1. */
function method(of: Readonly<Record<string, readonly [number, number]>>, ties = 1): MethodScores {
  return new Map(
    Object.entries(of).map(([language, [low, high]]) => {
      const t1 = Float64Array.from(IDS, (_, k) => (k % 2 ? high : low));
      return [
        language,
        {
          T1: { averagePrecision: t1, ties, measures: { RR: low } },
          T2: { averagePrecision: t1.map((value) => value / 2), ties, measures: { RR: high } },
        },
      ];
    }),
  );
}

const scores: SeedScores = new Map([
  [
    1,
    new Map<Method, MethodScores>([
      ['zero-shot', method({ en: [1, 1], de: [0.8, 1], sw: [0.2, 0.4] })],
      ['ot', method({ en: [1, 1], de: [0.8, 1], sw: [0.5, 0.5] }, 2)],
    ]),
  ],
  [
    2,
    new Map<Method, MethodScores>([
      ['zero-shot', method({ en: [1, 1], de: [0.6, 1], sw: [0.2, 0.6] })],
      ['ot', method({ en: [1, 1], de: [0.8, 1], sw: [0.6, 0.8] }, 3)],
    ]),
  ],
]);
const tables = makeTables(CONFIG, LANGUAGES, QUERIES, scores);

describe('makeTables', () => {
  test('MAP of each seed and of the mean over the seeds, by hand', () => {
    const maps = Object.fromEntries(
      tables.results.map((row) => [
        `${row.task} ${row.seed} ${row.method} ${row.language}`,
        +row.map.toFixed(12),
      ]),
    );
    const want = {
      '1 zero-shot': [1, 0.9, 0.3],
      '1 ot': [1, 0.9, 0.5],
      '2 zero-shot': [1, 0.8, 0.4],
      '2 ot': [1, 0.9, 0.7],
      'null zero-shot': [1, 0.85, 0.35],
      'null ot': [1, 0.9, 0.6],
    };
    expect(tables.results).toHaveLength(2 * 3 * 2 * 3);
    for (const [name, [en, de, sw]] of Object.entries(want)) {
      expect([maps[`T1 ${name} en`], maps[`T1 ${name} de`], maps[`T1 ${name} sw`]]).toEqual([
        en,
        de,
        sw,
      ]);
      expect(maps[`T2 ${name} sw`]).toBeCloseTo(sw! / 2, 12);
    }
  });

  test('intervals hold their values, and are points where all queries are equal', () => {
    for (const { map, ci, queries } of tables.results) {
      expect(queries).toBe(12);
      expect(ci![0]).toBeLessThanOrEqual(map + 1e-12);
      expect(ci![1]).toBeGreaterThanOrEqual(map - 1e-12);
    }
    const english = tables.results.find(
      ({ language, task }) => language === 'en' && task === 'T1',
    )!;
    expect(english.ci).toEqual([1, 1]);
    const german = tables.results.find(({ language }) => language === 'de')!;
    expect(german.ci![1]).toBeGreaterThan(german.ci![0]);
  });

  test('ties are those of the seed, and all of them for the mean', () => {
    const ties = (seed: number | null) =>
      tables.results.find((row) => row.method === 'ot' && row.seed === seed)!.ties;
    expect([ties(1), ties(2), ties(null)]).toEqual([2, 3, 5]);
  });

  test('gaps and their change against zero-shot transfer, by hand', () => {
    const gap = (method: Method, seed: number | null) => {
      const row = tables.gaps.find(
        (g) => g.task === 'T1' && g.method === method && g.seed === seed,
      )!;
      return [row.high, row.low, row.gap, row.delta].map((value) => +value!.toFixed(12));
    };
    expect(gap('zero-shot', 1)).toEqual([0.9, 0.3, 0.6, 0]);
    expect(gap('ot', 1)).toEqual([0.9, 0.5, 0.4, -0.2]);
    expect(gap('zero-shot', null)).toEqual([0.85, 0.35, 0.5, 0]);
    expect(gap('ot', null)).toEqual([0.9, 0.6, 0.3, -0.2]);
    const change = tables.gaps.find(({ method, seed }) => method === 'ot' && seed === null)!;
    expect(change.deltaCi![1]).toBeLessThan(0);
    expect(change.label).toBe('levelling up');
  });

  test('differences are of the mean over seeds, never of the baseline with itself', () => {
    const rows = tables.differences.filter(({ task }) => task === 'T1');
    expect(rows.map(({ method, baseline, language }) => [method, baseline, language])).toEqual(
      LANGUAGES.map((language) => ['ot', 'zero-shot', language]),
    );
    expect(rows.map(({ delta }) => +delta.toFixed(12))).toEqual([0, 0.05, 0.25]);
  });

  test('one answer a task, about its numbers', () => {
    expect(Object.keys(tables.answers)).toEqual([...CONFIG.tasks]);
    expect(tables.answers.T1).toMatch(
      /^T1: OT cut the high-low MAP gap from \.500 \(zero-shot transfer\) to \.300 \(ΔG = −\.200, /,
    );
    expect(tables.answers.T2).toContain('from .250 (zero-shot transfer) to .150');
  });

  test('groups of one language are noted once', () => {
    expect(tables.groups).toEqual(GROUPS);
    expect(tables.notes).toEqual([
      'Groups: the high group is one language, de.',
      'Groups: the low group is one language, sw.',
    ]);
  });

  test('the same input gives the same tables to the last digit', () => {
    expect(JSON.stringify(makeTables(CONFIG, LANGUAGES, QUERIES, scores))).toBe(
      JSON.stringify(tables),
    );
  });

  test('the order of the methods in a seed changes no number', () => {
    const turned: SeedScores = new Map(
      [...scores].map(([seed, methods]) => [seed, new Map([...methods].reverse())]),
    );
    const again = makeTables(CONFIG, LANGUAGES, QUERIES, turned);
    const sorted = (rows: readonly unknown[]) => rows.map((row) => JSON.stringify(row)).sort();
    expect(sorted(again.results)).toEqual(sorted(tables.results));
    expect(sorted(again.gaps)).toEqual(sorted(tables.gaps));
  });
});

describe('what is missing', () => {
  const single = { ...CONFIG, seeds: [1] };

  test('a language that a method lacks has no row, and the gap goes without it', () => {
    const lacking: SeedScores = new Map([
      [
        1,
        new Map<Method, MethodScores>([
          ['zero-shot', method({ en: [1, 1], de: [0.8, 1], sw: [0.2, 0.4] })],
          ['ot', method({ en: [1, 1], de: [0.8, 1] })],
        ]),
      ],
    ]);
    const { results, gaps, answers, notes } = makeTables(single, LANGUAGES, QUERIES, lacking);
    const languages = (of: Method) =>
      results
        .filter((row) => row.task === 'T1' && row.seed === null && row.method === of)
        .map(({ language }) => language);
    expect(languages('zero-shot')).toEqual(['en', 'de', 'sw']);
    expect(languages('ot')).toEqual(['en', 'de']);
    for (const row of gaps)
      expect([row.low, row.gap, row.ci, row.delta, row.label]).toEqual([
        null,
        null,
        null,
        null,
        'none',
      ]);
    expect(answers.T1).toContain('cannot be computed: no measured language in the low group');
    expect(notes).toContain('Groups: left out, not measured for every system: sw.');
  });

  test('queries without a relevant document count nowhere', () => {
    const skip = (scored: MethodScores): MethodScores =>
      new Map(
        [...scored].map(([language, { T1, T2 }]) => [
          language,
          {
            T1: T1!,
            T2: {
              ...T2!,
              averagePrecision: T2!.averagePrecision.map((ap, k) => (k < 2 ? Number.NaN : ap)),
            },
          },
        ]),
      );
    const skipped: SeedScores = new Map(
      [...scores].map(([seed, methods]) => [
        seed,
        new Map([...methods].map(([name, scored]) => [name, skip(scored)])),
      ]),
    );
    const { results } = makeTables(CONFIG, LANGUAGES, QUERIES, skipped);
    const queries = (task: string) =>
      new Set(results.filter((row) => row.task === task).map((row) => row.queries));
    expect([...queries('T1')]).toEqual([12]);
    expect([...queries('T2')]).toEqual([10]);
    expect(results.every(({ map }) => Number.isFinite(map))).toBe(true);
  });

  test('with fewer than ten queries there is no interval', () => {
    const few: SeedScores = new Map(
      [...scores].map(([seed, methods]) => [
        seed,
        new Map(
          [...methods].map(([name, scored]) => [
            name,
            new Map(
              [...scored].map(([language, { T1 }]) => {
                const few9 = { ...T1!, averagePrecision: T1!.averagePrecision.slice(0, 9) };
                return [language, { T1: few9, T2: few9 }];
              }),
            ),
          ]),
        ),
      ]),
    );
    const cut = { ids: IDS.slice(0, 9), topics: QUERIES.topics.slice(0, 9) };
    const { results, gaps, answers } = makeTables(CONFIG, LANGUAGES, cut, few);
    expect(results.every(({ ci }) => ci === null)).toBe(true);
    expect(gaps.every(({ ci, gap }) => ci === null && gap !== null)).toBe(true);
    expect(answers.T1).toContain('no verdict, too few queries');
  });

  test('the untrained encoder alone: gaps without a change, no difference, an honest answer', () => {
    const config = { ...single, methods: ['encoder-zero-shot' as const] };
    const alone: SeedScores = new Map([
      [
        1,
        new Map<Method, MethodScores>([
          ['encoder-zero-shot', method({ en: [1, 1], de: [0.8, 1], sw: [0.2, 0.4] })],
        ]),
      ],
    ]);
    const { gaps, differences, answers } = makeTables(config, LANGUAGES, QUERIES, alone);
    expect(gaps[0]!.gap).toBeCloseTo(0.6, 12);
    expect([gaps[0]!.delta, gaps[0]!.deltaCi, gaps[0]!.label]).toEqual([null, null, 'none']);
    expect(differences).toEqual([]);
    expect(answers.T2).toBe(
      'T2: optimal transport was not run, so its effect on the gap is not known.',
    );
  });

  test('auto takes the preset of the languages', () => {
    const { groups } = makeTables({ ...CONFIG, groups: 'auto' }, LANGUAGES, QUERIES, scores);
    expect(groups.name).toBe('OPTICAL-7');
  });
});
