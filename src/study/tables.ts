import type { Language } from '../data';
import {
  type ApMatrix,
  choosePreset,
  type DisparityReport,
  differenceStatistic,
  drawBootstrap,
  drawSeedBootstrap,
  estimate,
  mapStatistic,
  measureDisparity,
  type SystemDisparity,
} from '../eval';
import { mean } from '../lib';
import type {
  DifferenceRow,
  DispersionRow,
  GapRow,
  LanguageGroups,
  LogitRow,
  MeasureRow,
  Method,
  ResultRow,
  StudyConfig,
  StudyReport,
  TaskId,
  TestRow,
} from '../report';
import { answerOf } from './answers';
import { meanMatrix, queriesOf, seedMatrix } from './apMatrices';
import { dispersionRows, logitRows } from './dispersionRows';
import { isTransport, resolveMethods, siblingsOf } from './methods';
import type { MethodScores } from './scoring';
import { testRows } from './testRows';

/** Scores by seed and method. */
export type SeedScores = ReadonlyMap<number, ReadonlyMap<Method, MethodScores>>;

export interface StudyTables {
  readonly groups: LanguageGroups;
  readonly results: readonly ResultRow[];
  readonly measures: readonly MeasureRow[];
  readonly gaps: readonly GapRow[];
  readonly differences: readonly DifferenceRow[];
  readonly tests: readonly TestRow[];
  readonly dispersion: readonly DispersionRow[];
  readonly logit: readonly LogitRow[];
  readonly answers: StudyReport['answers'];
  readonly notes: readonly string[];
}

/** Queries in the order of the scores. */
export interface TableQueries {
  readonly ids: readonly string[];
  /** `[ids]`, the intent or document of each. */
  readonly topics: readonly string[];
}

/** Measures every task, for each seed and over all seeds (seed null), where seeds are resampled, too. */
export function makeTables(
  config: StudyConfig,
  languages: readonly Language[],
  queries: TableQueries,
  scores: SeedScores,
): StudyTables {
  const groups = config.groups === 'auto' ? choosePreset(languages) : config.groups;
  const methods = [...scores.values().next().value!.keys()];
  const baseline = methods.includes('zero-shot') ? 'zero-shot' : null;
  const tables = config.tasks.map((task) => {
    const ids = queriesOf(task, queries.ids, scores);
    const parts = { task, methods, languages, ids, scores };
    const matrices = config.seeds.map((seed) => seedMatrix(parts, seed));
    const topics = queries.topics.slice(0, ids.length);
    return taskTables({ task, config, groups, baseline, matrices, topics, scores });
  });
  return {
    groups: { name: groups.name, high: [...groups.high], low: [...groups.low] },
    results: tables.flatMap(({ results }) => results),
    measures: config.tasks.flatMap((task) => measureRows(task, scores)),
    gaps: tables.flatMap(({ gaps }) => gaps),
    differences: tables.flatMap(({ differences }) => differences),
    tests: tables.flatMap(({ tests }) => tests),
    dispersion: tables.flatMap(({ dispersion }) => dispersion),
    logit: tables.flatMap(({ logit }) => logit),
    answers: Object.fromEntries(config.tasks.map((task, at) => [task, tables[at]!.answer])),
    notes: [...new Set(tables.flatMap(({ notes }) => notes))],
  };
}

interface TaskInput {
  readonly task: TaskId;
  readonly config: StudyConfig;
  readonly groups: LanguageGroups;
  readonly baseline: Method | null;
  /** One a seed. */
  readonly matrices: readonly ApMatrix[];
  readonly topics: readonly string[];
  readonly scores: SeedScores;
}

function taskTables(input: TaskInput) {
  const { task, config, groups, baseline, matrices, topics, scores } = input;
  const { bootstrap, seeds } = config;
  const results: ResultRow[] = [];
  const gaps: GapRow[] = [];
  seeds.forEach((seed, at) => {
    const disparity = measureDisparity(drawBootstrap(matrices[at]!, bootstrap), groups, baseline);
    results.push(...resultRows(task, seed, disparity, scores));
    gaps.push(...disparity.systems.map((system) => gapRow(task, seed, system)));
  });
  const boot = drawSeedBootstrap(matrices, bootstrap);
  const disparity = measureDisparity(boot, groups, baseline);
  const byTopic = measureDisparity(
    drawSeedBootstrap(matrices, { ...bootstrap, clusters: topics }),
    groups,
    baseline,
  );
  results.push(...resultRows(task, null, disparity, scores));
  const changes = new Map(
    byTopic.systems.map(({ system, change }) => [system, change?.ci ?? null]),
  );
  for (const system of disparity.systems)
    gaps.push({ ...gapRow(task, null, system), deltaTopicCi: changes.get(system.system) ?? null });
  const own = differenceRows(task, disparity);
  const rivals = rivalRows(task, config, boot);
  const tested = {
    task,
    matrix: meanMatrix(matrices),
    groups: disparity.groups,
    topics,
    bootstrap,
  };
  return {
    results,
    gaps,
    differences: [...own, ...rivals],
    tests: testRows(tested, pairsOf([...own, ...rivals])),
    dispersion: dispersionRows(task, boot, baseline),
    logit: logitRows(task, boot, disparity.groups, baseline),
    notes: disparity.groups.notes.map((note) => `Groups: ${note}.`),
    answer: answerOf({ task, config, disparity, boot, tested }),
  };
}

/** Pairs of method and baseline, each once. */
function pairsOf(rows: readonly DifferenceRow[]) {
  const pairs = new Map(
    rows.map(({ method, baseline }) => [JSON.stringify([method, baseline]), { method, baseline }]),
  );
  return [...pairs.values()];
}

/** Means over queries and seeds of the measures besides MAP. */
function measureRows(task: TaskId, scores: SeedScores): MeasureRow[] {
  const sums = new Map<string, { row: Omit<MeasureRow, 'value'>; values: number[] }>();
  for (const ofSeed of scores.values())
    for (const [method, languages] of ofSeed)
      for (const [language, ofLanguage] of languages)
        for (const [measure, value] of Object.entries(ofLanguage[task]?.measures ?? {})) {
          const key = JSON.stringify([method, language, measure]);
          const entry = sums.get(key) ?? { row: { task, method, language, measure }, values: [] };
          entry.values.push(value);
          sums.set(key, entry);
        }
  return [...sums.values()].map(({ row, values }) => {
    const value = mean(values);
    return { ...row, value: Number.isNaN(value) ? null : value };
  });
}

function resultRows(
  task: TaskId,
  seed: number | null,
  disparity: DisparityReport,
  scores: SeedScores,
): ResultRow[] {
  return disparity.languages.flatMap(({ system, language, queries, map }) => {
    if (!map) return [];
    const method = system as Method;
    const seeds = seed === null ? [...scores.keys()] : [seed];
    const ties = seeds.map((s) => scores.get(s)!.get(method)!.get(language)![task]!.ties);
    const sum = ties.reduce((total, count) => total + count, 0);
    return [
      { task, method, language, seed, map: map.value, ci: map.ci ?? null, queries, ties: sum },
    ];
  });
}

function gapRow(task: TaskId, seed: number | null, system: SystemDisparity): GapRow {
  return {
    task,
    method: system.system as Method,
    seed,
    high: system.high?.value ?? null,
    low: system.low?.value ?? null,
    gap: system.gap?.value ?? null,
    ci: system.gap?.ci ?? null,
    delta: system.change?.value ?? null,
    deltaCi: system.change?.ci ?? null,
    label: system.label,
  };
}

function differenceRows(task: TaskId, disparity: DisparityReport): DifferenceRow[] {
  return disparity.languages.flatMap(({ system, language, difference }) => {
    if (!difference || disparity.baseline === null || system === disparity.baseline) return [];
    return [
      {
        task,
        method: system as Method,
        baseline: disparity.baseline as Method,
        language,
        delta: difference.value,
        ci: difference.ci ?? null,
      },
    ];
  });
}

/**
 * Each transport method against mean-pool MSE with the same student, where that was run, and against
 * OT-Procrustes: what a gradient through plans has to beat.
 */
function rivalRows(
  task: TaskId,
  config: StudyConfig,
  boot: ReturnType<typeof drawBootstrap>,
): DifferenceRow[] {
  const ran = (id: string) => boot.systems.includes(id);
  const transports = resolveMethods(config)
    .filter(({ id }) => ran(id))
    .filter(isTransport);
  return ['mse', 'ot-procrustes'].flatMap((rival) =>
    transports.flatMap(({ id }) => {
      const baseline = siblingsOf(id, rival).find(ran);
      if (baseline === undefined) return [];
      return boot.languages.flatMap((language) => {
        if (language === 'en') return [];
        const own = mapStatistic(boot, id, language);
        const other = mapStatistic(boot, baseline, language);
        const difference = estimate(differenceStatistic(own, other), boot.level);
        if (!difference) return [];
        const { value: delta, ci = null } = difference;
        return [{ task, method: id, baseline, language, delta, ci }];
      });
    }),
  );
}
