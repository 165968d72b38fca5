import type { Method, TaskId } from './configTypes';
import { EMBEDDED_ENCODER } from './encoderConfig';
import type {
  CollapseRow,
  DifferenceRow,
  GapRow,
  ResultRow,
  StudyReport,
  TrainingRow,
} from './types';

/** Text that breaks a page or a table which does not escape it. */
export const HOSTILE = `<script>alert("a" + 'b')</script> & </p>`;

const SEEDS = [1, 2, null] as const;
const BASE = { de: 0.9, sw: 0.6, en: 1 } as const;
const GAIN: Readonly<Record<Method, number>> = { 'zero-shot': 0, ot: 0.05 };

function resultRows(task: TaskId): ResultRow[] {
  const shift = task === 'T1' ? 0 : -0.25;
  const rows: ResultRow[] = [];
  for (const seed of SEEDS)
    for (const method of ['zero-shot', 'ot'] as const)
      for (const language of ['en', 'de', 'sw'] as const) {
        if (method === 'ot' && language === 'sw') continue; // not trained
        const gain = language === 'en' ? 0 : GAIN[method]!;
        const map = BASE[language] + shift + gain + (seed === 2 ? 0.002 : 0);
        const ci = language === 'en' ? null : ([map - 0.02, map + 0.03] as const);
        rows.push({ task, method, language, seed, map, ci, queries: 250, ties: 3 });
      }
  return rows;
}

function gapRows(task: TaskId): GapRow[] {
  const shared = { task, label: 'none' } as const;
  return SEEDS.flatMap((seed): GapRow[] => [
    {
      ...shared,
      method: 'zero-shot',
      seed,
      high: 0.9,
      low: 0.6,
      gap: 0.3,
      ci: [0.25, 0.35],
      delta: 0,
      deltaCi: [0, 0],
    },
    task === 'T1'
      ? {
          ...shared,
          method: 'ot',
          seed,
          high: null,
          low: null,
          gap: null,
          ci: null,
          delta: null,
          deltaCi: null,
        }
      : {
          ...shared,
          method: 'ot',
          seed,
          high: 0.95,
          low: 0.75,
          gap: 0.2,
          ci: null,
          delta: -0.1,
          deltaCi: [-0.15, -0.05],
          label: 'levelling up',
        },
  ]);
}

/**
 * A small report with everything a renderer must cope with: three languages of which one was not trained
 * for `ot`, two seeds and their mean, missing intervals, a gap of nulls, an alarm, and hostile texts
 * wherever the types allow a text.
 */
export function sampleReport(changes: Partial<StudyReport> = {}): StudyReport {
  const difference: DifferenceRow = {
    task: 'T2',
    method: 'ot',
    baseline: 'zero-shot',
    language: 'de',
    delta: 0.05,
    ci: null,
  };
  const collapse: CollapseRow = {
    method: 'ot',
    seed: 2,
    language: 'de',
    meanCosine: 0.97,
    columnEntropy: 0.31,
    alarm: true,
    reasons: ['mean cosine .97'],
  };
  const training: TrainingRow = {
    method: 'ot',
    seed: 1,
    language: 'de',
    student: 'mlp',
    steps: 225,
    of: 300,
    chosen: 150,
    devMap: 0.71,
  };
  return {
    schema: 'study/1',
    config: {
      methods: ['zero-shot', 'ot'],
      languages: [],
      seeds: [1, 2],
      trainSplit: 'train',
      evaluationSplit: 'test',
      tasks: ['T1', 'T2'],
      ties: 'trec',
      limit: 0,
      queries: 0,
      poolQueries: 200,
      slotPairs: 200,
      pairs: 0,
      groups: 'auto',
      encoder: EMBEDDED_ENCODER,
      layer: 12,
      student: 'mlp',
      joint: false,
      distilFor: 'all',
      sampling: 'turns',
      placebo: 'none',
      planLayer: 'last',
      backend: 'auto',
      storage: 'f32',
      ranker: {
        loss: 'contrastive',
        dimension: 128,
        steps: 300,
        batch: 48,
        learningRate: 1e-3,
        temperature: 0.05,
      },
      distil: {},
      bootstrap: { replicates: 2000, seed: 7 },
    },
    env: {
      adapter: `SwiftShader ${HOSTILE}`,
      software: true,
      scoring: 'WASM',
      backend: 'wasm: the adapter is a CPU',
      browser: 'chromium 140',
      versions: { page: '0.1.0' },
      commit: '0123456789ab',
    },
    data: [{ path: `mtop/${HOSTILE}.tsv`, sha256: 'ab'.repeat(32), rows: 1237 }],
    synthetic: true,
    corpus: `Sample ${HOSTILE}`,
    sizes: { trainIds: 800, devIds: 80, evaluationIds: 250, bitextPairs: { de: 720 } },
    groups: { name: HOSTILE, high: ['de'], low: ['sw'] },
    topic: 'intent',
    tasks: [
      {
        ...{ task: 'T2', title: 'T2, utterances of the same intent', relevance: HOSTILE },
        ...{ documents: 250, queries: 250, skipped: 4, relevant: 17.5 },
      },
    ],
    measures: [{ task: 'T2', method: 'ot', language: 'de', measure: 'nDCG@10', value: 0.612 }],
    results: [...resultRows('T1'), ...resultRows('T2')],
    gaps: [...gapRows('T1'), ...gapRows('T2')],
    differences: [difference],
    tests: [
      {
        ...{ task: 'T2', method: 'ot', baseline: 'zero-shot', language: 'de', queries: 246 },
        ...{ delta: 0.05, effectSize: 0.31, t: 4.9, pT: 2e-6, p: 1e-4, exact: false },
        ...{ pTopic: 0.004, holm: 2e-4, bh: 1.5e-4, detectable: 0.029 },
      },
      {
        ...{ task: 'T2', method: 'ot', baseline: 'zero-shot', language: null, queries: 246 },
        ...{ delta: -0.02, effectSize: null, t: null, pT: null, p: 0.03, exact: true },
        ...{ pTopic: null, holm: 0.03, bh: 0.03, detectable: null },
      },
    ],
    dispersion: [
      {
        ...{ task: 'T2', method: 'ot', measure: 'gini', value: 0.12, ci: [0.1, 0.14] },
        ...{ delta: -0.03, deltaCi: [-0.05, -0.01] },
      },
      {
        ...{ task: 'T2', method: 'ot', measure: 'retained de', value: 0.9, ci: null },
        ...{ delta: null, deltaCi: null },
      },
    ],
    logit: [
      {
        ...{ task: 'T2', method: 'ot', gap: 0.4, delta: -0.1, deltaCi: [-0.2, -0.01] },
        verdict: 'both',
      },
    ],
    pool: [
      {
        ...{ method: 'ot', language: null, peer: 0.61, peerDocuments: 5, maxAtR: 17.2 },
        ...{ share: { en: 0.3, de: 0.4, sw: 0.3 }, correlation: 0.82 },
      },
    ],
    curves: [{ stage: 'ot', seed: 1, language: 'de', step: 50, loss: 0.4, devMap: 0.71 }],
    collapse: [collapse],
    slots: [
      { method: 'ot', language: 'de', share: 0.71, chance: 0.32, corrected: 0.57, pairs: 180 },
    ],
    training: [training],
    notTrained: [{ language: 'sw', reason: `no bitext for it was given ${HOSTILE}` }],
    notes: [`Collapse alarm, ot, seed 2: mean cosine .97.`, HOSTILE],
    answers: { T1: `T1: ${HOSTILE}`, T2: 'T2: OT cut the high-low MAP gap.' },
    timings: { encode: 12.5, total: 60.25, 'step ot': 0.021 },
    ...changes,
  };
}
