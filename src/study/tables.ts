import type { Language } from '../data';
import {
  type ApMatrix,
  choosePreset,
  compareGaps,
  type DisparityReport,
  differenceStatistic,
  drawBootstrap,
  estimate,
  mapStatistic,
  measureDisparity,
  type SystemDisparity,
  writeAnswer,
} from '../eval';
import { mean } from '../lib';
import {
  type DifferenceRow,
  type GapRow,
  type LanguageGroups,
  type MeasureRow,
  type Method,
  methodName,
  type ResultRow,
  type StudyConfig,
  type StudyReport,
  type TaskId,
} from '../report';
import { isTransport, resolveMethods } from './methods';
import type { MethodScores } from './scoring';

/** Scores by seed and method. */
export type SeedScores = ReadonlyMap<number, ReadonlyMap<Method, MethodScores>>;

export interface StudyTables {
  readonly groups: LanguageGroups;
  readonly results: readonly ResultRow[];
  readonly measures: readonly MeasureRow[];
  readonly gaps: readonly GapRow[];
  readonly differences: readonly DifferenceRow[];
  readonly answers: StudyReport['answers'];
  readonly notes: readonly string[];
}

/** Measures every task, for each seed and for the mean over the seeds (seed null). */
export function makeTables(
  config: StudyConfig,
  languages: readonly Language[],
  ids: readonly string[],
  scores: SeedScores,
): StudyTables {
  const groups = config.groups === 'auto' ? choosePreset(languages) : config.groups;
  const methods = [...scores.values().next().value!.keys()];
  const results: ResultRow[] = [];
  const gaps: GapRow[] = [];
  const differences: DifferenceRow[] = [];
  const answers: Partial<Record<TaskId, string>> = {};
  const notes = new Set<string>();
  for (const task of config.tasks) {
    for (const seed of [...config.seeds, null]) {
      const matrix = apMatrix(task, seed, methods, languages, queriesOf(task, ids, scores), scores);
      const boot = drawBootstrap(matrix, config.bootstrap);
      const baseline = methods.includes('zero-shot') ? 'zero-shot' : null;
      const disparity = measureDisparity(boot, groups, baseline);
      results.push(...resultRows(task, seed, disparity, scores));
      gaps.push(...disparity.systems.map((system) => gapRow(task, seed, system)));
      if (seed !== null) continue;
      for (const note of disparity.groups.notes) notes.add(`Groups: ${note}.`);
      differences.push(...differenceRows(task, disparity), ...rivalRows(task, config, boot));
      answers[task] = answer(task, config, disparity, boot);
    }
  }
  const used = { name: groups.name, high: [...groups.high], low: [...groups.low] };
  return {
    groups: used,
    results,
    measures: config.tasks.flatMap((task) => measureRows(task, scores)),
    gaps,
    differences,
    answers,
    notes: [...notes],
  };
}

/** The ids that a task asks about: T4 takes the first ones alone. */
function queriesOf(task: TaskId, ids: readonly string[], scores: SeedScores): readonly string[] {
  for (const ofSeed of scores.values())
    for (const languages of ofSeed.values())
      for (const ofLanguage of languages.values()) {
        const own = ofLanguage[task];
        if (own) return ids.slice(0, own.averagePrecision.length);
      }
  return ids;
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

function apMatrix(
  task: TaskId,
  seed: number | null,
  methods: readonly Method[],
  languages: readonly Language[],
  ids: readonly string[],
  scores: SeedScores,
): ApMatrix {
  const seeds = seed === null ? [...scores.keys()] : [seed];
  const values = new Float64Array(methods.length * languages.length * ids.length).fill(Number.NaN);
  methods.forEach((method, m) => {
    languages.forEach((language, l) => {
      const rows = seeds.map((s) => scores.get(s)!.get(method)!.get(language)?.[task]);
      if (rows.some((row) => row === undefined)) return;
      for (let i = 0; i < ids.length; i++) {
        const sum = rows.reduce((total, row) => total + row!.averagePrecision[i]!, 0);
        values[(m * languages.length + l) * ids.length + i] = sum / rows.length;
      }
    });
  });
  return { systems: methods, languages, ids, values };
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
      const [, student] = id.split('@');
      const baseline = [`${rival}@${student}`, rival].find(ran);
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

/** The sentence for optimal transport against zero-shot transfer, and against the best other method. */
function answer(
  task: TaskId,
  config: StudyConfig,
  disparity: DisparityReport,
  boot: ReturnType<typeof drawBootstrap>,
): string {
  const find = (name: string) => disparity.systems.find(({ system }) => system === name);
  const transports = resolveMethods(config)
    .filter(isTransport)
    .map(({ id }) => id);
  const name = transports.includes('ot') ? 'ot' : transports.find((id) => find(id));
  const ot = name === undefined ? undefined : find(name);
  const base = find('zero-shot');
  if (!ot || !base)
    return `${task}: optimal transport was not run, so its effect on the gap is not known.`;
  // The oracle asks in English: no method of a language can be held against it.
  const apart = [...transports, 'zero-shot', 'encoder-zero-shot', 'oracle'];
  const others = disparity.systems.filter(({ system, gap }) => gap && !apart.includes(system));
  const rival = others.sort((a, b) => a.gap!.value - b.gap!.value)[0];
  return writeAnswer({
    system: ot.system === 'ot' ? 'OT' : methodName(ot.system),
    baseline: 'zero-shot transfer',
    task,
    reason: disparity.groups.reason,
    baseGap: base.gap,
    gap: ot.gap,
    change: ot.change,
    relativeCut: ot.relativeCut,
    gainLow: ot.gainLow,
    gainHigh: ot.gainHigh,
    label: ot.label,
    level: 0.95,
    ...(rival && {
      rival: {
        name: rival.system,
        extra: compareGaps(boot, disparity.groups, ot.system, rival.system),
      },
    }),
  });
}
