import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { testGpu } from '../gpu/testing';
import { openHostNn } from '../nn';
import { float64Engine, readStatus } from '../ot';
import { parseStudyConfig } from '../report';
import type { StudentPiece } from './exchange';
import { projectHead } from './imported';
import { runStudy } from './runStudy';
import { ENV, tinyEncoder, tinyInput, tinyTransformer } from './testing';
import { TextStore } from './textStore';

const SMALL = {
  seeds: [1, 2],
  ranker: { dimension: 8, steps: 12, batch: 12 },
  student: 'mlp-8',
  distil: { steps: 12, batch: 8, evaluateEvery: 4, warmup: 0, learningRate: 5e-3, epsilon: 0.05 },
  bootstrap: { replicates: 100 },
  groups: { name: 'tiny', high: ['de'], low: ['sw'] },
};
/** Float32 engines against float64, in L1: the bound of src/ot/engineProperties.test.ts. */
const PLAN_BOUND = 2e-5;

const spans = (text: string) => {
  let at = 0;
  return text.split(' ').map((word) => {
    const start = at;
    at += word.length + 1;
    return { start, end: start + word.length };
  });
};

async function plansOf(config: object, own: object = {}) {
  const files = new Map<string, Uint8Array>();
  const pieces: StudentPiece[] = [];
  using nn = openHostNn('wasm');
  await runStudy(tinyInput(['en', 'de', 'sw']), parseStudyConfig({ ...SMALL, ...config }), {
    ...{ gpu: await testGpu(), nn, layers: 12, signal: new AbortController().signal, env: ENV },
    openEncoder: async () => ({ ...tinyEncoder, spans }),
    loadWeights: async () => tinyTransformer().weights,
    now: () => 0,
    onEvent: () => {},
    onStudent: async (piece) => void pieces.push(piece),
    onPlans: async (name, content) =>
      void files.set(name, new Uint8Array(await content.arrayBuffer())),
    ...own,
  });
  const arrays = unzipSync(files.get('plans.npz')!);
  const about = JSON.parse(new TextDecoder().decode(files.get('plans.json')!));
  const plan = (name: string) => {
    const bytes = arrays[`${name}.npy`]!.slice();
    const start = 10 + new DataView(bytes.buffer).getUint16(8, true);
    return new Float32Array(bytes.buffer.slice(start));
  };
  return { arrays, about, plan, pieces };
}

test('the plan of a pair is that of float64 Sinkhorn, before training and after', async () => {
  const { about, plan, pieces, arrays } = await plansOf({ methods: ['ot', 'mean-shift'] });
  // 2 methods x 2 languages x 2 seeds, of 8 pairs, twice.
  expect(about.students).toHaveLength(8);
  expect(Object.keys(arrays)).toHaveLength(8 * 8 * 2);
  expect(about.pairs).toHaveLength(16);
  using nn = openHostNn('wasm');
  for (const [method, seed] of [
    ['ot', 2],
    ['mean-shift', 1],
  ] as const) {
    const { head, teacher } = pieces.find(
      (piece) => piece.method === method && piece.seed === seed && piece.languages[0] === 'sw',
    )!;
    const student = about.students.find(
      (one: { method: string; seed: number; language: string }) =>
        one.method === method && one.seed === seed && one.language === 'sw',
    )!;
    expect(student).toMatchObject({ eps: 0.05, iterations: 30 });
    const pair = about.pairs.find((one: { language: string }) => one.language === 'sw')!;
    expect(pair).toMatchObject({ pair: 'pair000', from: 'held out' });
    const texts = await TextStore.encode([pair.rows.text, pair.columns.text], tinyEncoder, {
      ...{ layer: 12, signal: new AbortController().signal, onProgress: () => {} },
    });
    const english = await projectHead(nn, teacher, texts.select([pair.rows.text]));
    expect(pair.rows.tokens).toEqual(pair.rows.text.split(' '));
    const found = { before: teacher, after: head };
    for (const moment of ['before', 'after'] as const) {
      const foreign = await projectHead(nn, found[moment], texts.select([pair.columns.text]));
      const [n, m] = [english.offsets[1]!, foreign.offsets[1]!];
      const want = await float64Engine().solve(
        { x: english.vectors, y: foreign.vectors, d: 8, rowCounts: [n], columnCounts: [m] },
        { eps: 0.05, iterations: 30 },
        { plan: true },
      );
      const got = plan(`${method}.sw.${seed}.pair000.${moment}.plan`);
      expect(got).toHaveLength(n * m);
      const off = got.reduce((sum, value, k) => sum + Math.abs(value - want.plan![k]!), 0);
      expect(off, `${method} ${moment}`).toBeLessThan(PLAN_BOUND);
      const row = student.plans.find((one: { array: string }) =>
        one.array.endsWith(`pair000.${moment}.plan`),
      );
      expect(row.shape).toEqual([n, m]);
      expect(row.cost).toBeCloseTo(readStatus(want.status, 0).loss, 5);
    }
    const [before, after] = ['before', 'after'].map((moment) =>
      plan(`${method}.sw.${seed}.pair000.${moment}.plan`),
    );
    expect(after).not.toEqual(before);
  }
});

test('a joint student has plans of each language; the names of files hold no sign that a disk refuses', async () => {
  const { about, arrays } = await plansOf({ methods: ['ot+0.5*mse'], joint: true, seeds: [3] });
  expect(about.students.map(({ language }: { language: string }) => language)).toEqual([
    'de',
    'sw',
  ]);
  expect(Object.keys(arrays)[0]).toBe('ot+0.5xmse.de.3.pair000.before.plan.npy');
});

test('without a step, a student of the encoder has the plans of the start', async () => {
  const { encoder, weights } = tinyTransformer();
  const { about, plan } = await plansOf(
    { methods: ['ot@top-1'], layer: 2, seeds: [1], distil: { steps: 0 } },
    { openEncoder: async () => encoder, loadWeights: async () => weights, layers: 2 },
  );
  expect(about.pairs[0].rows.tokens).toBeNull();
  const [before, after] = ['before', 'after'].map((moment) =>
    plan(`ot@top-1.de.1.pair007.${moment}.plan`),
  );
  const off = after!.reduce((sum, value, k) => sum + Math.abs(value - before![k]!), 0);
  expect(off).toBeLessThan(PLAN_BOUND);
});
