// Runs of the size that screens must bear, made up: figures that look drawn and are always the same.

const LANGUAGES = ['de', 'es', 'fr', 'hi', 'th', 'sw', 'so', 'tl', 'mr', 'fi'];
const METHODS = ['zero-shot', 'ot'];

/**
 * A report of a run whose every step is a point of its curve, in the schema `study/1`.
 *
 * @param {number} seed tells one run from another
 * @param {number} steps
 */
export function longRun(seed, steps = 20_000) {
  const results = LANGUAGES.flatMap((language, k) =>
    METHODS.map((method, m) => {
      const map = 0.8 - k / 25 + m / 20;
      const ci = [map - 0.02, map + 0.02];
      return { task: 'T2', method, language, seed: null, map, ci, queries: 10_000, ties: 0 };
    }),
  );
  const curves = Array.from({ length: steps }, (_, k) => {
    const noise = ((k * 7919 + seed * 104_729) % 1009) / 1009 - 0.5;
    const devMap = k % 500 === 0 ? 0.5 + k / 80_000 + noise / 50 : null;
    const about = { stage: 'ot', seed, language: 'de', step: k + 1 };
    return { ...about, loss: Math.exp(-k / 6000) + 0.2 + noise / 10, devMap };
  });
  return {
    ...{ schema: 'study/1', synthetic: true, topic: 'intent' },
    corpus: `Made up for bench -- ui, seed ${seed}`,
    config: {
      ...{ methods: METHODS, languages: LANGUAGES, seeds: [seed], tasks: ['T2'] },
      bootstrap: { replicates: 200, seed },
    },
    env: { adapter: 'none', software: true, commit: 'none' },
    data: [],
    sizes: { evaluationIds: 10_000 },
    groups: { name: 'halves', high: LANGUAGES.slice(0, 5), low: LANGUAGES.slice(5) },
    tasks: [{ task: 'T2', title: 'T2, made up', queries: 10_000, documents: 10_000 }],
    ...{ results, curves, gaps: [], differences: [], measures: [], tests: [], dispersion: [] },
    ...{ logit: [], pool: [], collapse: [], slots: [], training: [], notTrained: [], notes: [] },
    answers: {},
    timings: {},
  };
}

/** The `queries.csv` of `longRun`: as many queries in each of ten languages, before and after. */
export function manyQueries(seed, queries = 10_000) {
  const lines = ['task,method,language,seed,query,topic,domain,average_precision'];
  for (const method of METHODS)
    for (const [at, language] of LANGUAGES.entries())
      for (let k = 0; k < queries; k++) {
        const base = ((k * 7919 + at * 613) % 1009) / 1009;
        const value = method === 'ot' ? Math.min(1, base + (k % 7) / 40) : base;
        const query = `T2,${method},${language},${seed},q${k},INTENT_${k % 117},domain_${k % 11}`;
        lines.push(`${query},${value.toFixed(4)}`);
      }
  return `${lines.join('\r\n')}\r\n`;
}

/** A run bundle as Runs opens it. @returns {Promise<Buffer>} */
export async function bundleOf(report, queries) {
  const { strToU8, zipSync } = await import('fflate');
  const run = { schema: 'run/1', name: report.corpus, addedAt: 0, report };
  const files = { 'run.json': JSON.stringify(run), ...(queries && { 'queries.csv': queries }) };
  const entries = Object.entries(files).map(([name, text]) => [
    name,
    [strToU8(text), { level: 1 }],
  ]);
  return Buffer.from(zipSync(Object.fromEntries(entries)));
}
