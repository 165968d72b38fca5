import type { Language } from '../data';
import {
  type ApMatrix,
  choosePreset,
  compareGaps,
  type DisparityReport,
  drawBootstrap,
  measureDisparity,
  type SystemDisparity,
  writeAnswer,
} from '../eval';
import {
  type DifferenceRow,
  type GapRow,
  type LanguageGroups,
  type Method,
  type ResultRow,
  type StudyConfig,
  TASKS,
  type TaskId,
} from '../report';
import type { MethodScores } from './scoring';

/** Scores by seed and method. */
export type SeedScores = ReadonlyMap<number, ReadonlyMap<Method, MethodScores>>;

export interface StudyTables {
  readonly groups: LanguageGroups;
  readonly results: readonly ResultRow[];
  readonly gaps: readonly GapRow[];
  readonly differences: readonly DifferenceRow[];
  readonly answers: Readonly<Record<TaskId, string>>;
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
  for (const task of TASKS) {
    for (const seed of [...config.seeds, null]) {
      const matrix = apMatrix(task, seed, methods, languages, ids, scores);
      const boot = drawBootstrap(matrix, config.bootstrap);
      const baseline = methods.includes('zero-shot') ? 'zero-shot' : null;
      const disparity = measureDisparity(boot, groups, baseline);
      results.push(...resultRows(task, seed, disparity, scores));
      gaps.push(...disparity.systems.map((system) => gapRow(task, seed, system)));
      if (seed !== null) continue;
      for (const note of disparity.groups.notes) notes.add(`Groups: ${note}.`);
      differences.push(...differenceRows(task, disparity));
      answers[task] = answer(task, disparity, boot);
    }
  }
  const used = { name: groups.name, high: [...groups.high], low: [...groups.low] };
  return {
    groups: used,
    results,
    gaps,
    differences,
    answers: answers as Record<TaskId, string>,
    notes: [...notes],
  };
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
    const ties = seeds.map((s) => scores.get(s)!.get(method)!.get(language)![task].ties);
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

/** The sentence for optimal transport against zero-shot transfer, and against the best other method. */
function answer(
  task: TaskId,
  disparity: DisparityReport,
  boot: ReturnType<typeof drawBootstrap>,
): string {
  const find = (name: string) => disparity.systems.find(({ system }) => system === name);
  const ot = find('ot');
  const base = find('zero-shot');
  if (!ot || !base)
    return `${task}: optimal transport was not run, so its effect on the gap is not known.`;
  const others = disparity.systems.filter(
    ({ system, gap }) => gap && !['ot', 'zero-shot', 'encoder-zero-shot'].includes(system),
  );
  const rival = others.sort((a, b) => a.gap!.value - b.gap!.value)[0];
  return writeAnswer({
    system: 'OT',
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
        extra: compareGaps(boot, disparity.groups, 'ot', rival.system),
      },
    }),
  });
}
