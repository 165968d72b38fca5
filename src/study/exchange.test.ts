import { expect, test } from 'vitest';
import { testGpu } from '../gpu/testing';
import { openHostNn } from '../nn';
import { parseStudyConfig, type StudyReport } from '../report';
import type { ImportedStudent, StudentPiece } from './exchange';
import { runStudy, type StudyWorld } from './runStudy';
import { ENV, tinyEncoder, tinyInput, tinyTransformer } from './testing';

const SMALL = {
  ranker: { dimension: 8, steps: 12, batch: 12 },
  student: 'mlp-8',
  distil: { steps: 12, batch: 8, evaluateEvery: 4, warmup: 0, learningRate: 5e-3 },
  bootstrap: { replicates: 200 },
  groups: { name: 'tiny', high: ['de'], low: ['sw'] },
};
const { encoder, weights } = tinyTransformer();

async function run(config: object, more: Partial<StudyWorld> = {}): Promise<StudyReport> {
  using nn = openHostNn('wasm');
  return await runStudy(tinyInput(['en', 'de', 'sw']), parseStudyConfig({ ...SMALL, ...config }), {
    gpu: await testGpu(),
    nn,
    openEncoder: async () => tinyEncoder,
    loadWeights: async () => weights,
    layers: 12,
    signal: new AbortController().signal,
    now: () => 0,
    onEvent: () => {},
    env: ENV,
    ...more,
  });
}

/** MAP, its interval over resampled ids and ties: equal where every query's AP is. */
function rowsOf({ results }: StudyReport, method: string, languages: readonly string[]) {
  return results
    .filter((row) => row.method === method && row.seed === 1 && languages.includes(row.language))
    .map(({ method: _, ...row }) => row);
}

/** Runs `methods`, imports what they handed out into a study of its own, and gives both reports. */
async function roundTrip(methods: readonly string[], config = {}, world = {}) {
  const pieces: StudentPiece[] = [];
  const onStudent = async (piece: StudentPiece) => {
    pieces.push(piece);
  };
  const first = await run({ ...config, methods }, { ...world, onStudent });
  const imported = pieces.map((piece, at): ImportedStudent => ({ ...piece, name: `s${at}` }));
  const named = imported.map(({ name }) => `imported:${name}`);
  const second = await run({ ...config, methods: named }, { ...world, imported });
  return { pieces, first, second };
}

test.each([
  [['mse@head', 'mse', 'greedy@low-rank-2', 'mean-shift', 'procrustes'], {}, {}],
  [['infonce@top-2'], { layer: 2 }, { openEncoder: async () => encoder, layers: 2 }],
  [['infonce@full'], { layer: 2, joint: true }, { openEncoder: async () => encoder, layers: 2 }],
  [
    ['infonce@lora-2-1', 'infonce@top-2'],
    { layer: 2 },
    { openEncoder: async () => encoder, layers: 2 },
  ],
])('imported again, %s rank as they did', async (methods, config, world) => {
  const { pieces, first, second } = await roundTrip(methods, config, world);
  const students = 'joint' in config ? 1 : 2;
  expect(pieces).toHaveLength(methods.length * students);
  pieces.forEach(({ method, languages }, at) => {
    const rows = rowsOf(first, method, ['en', ...languages]);
    expect(rows.length).toBeGreaterThanOrEqual(4);
    expect(rowsOf(second, `imported:s${at}`, ['en', 'de', 'sw']), method).toEqual(rows);
  });
  // The best step was no start, at which all students are alike.
  expect(pieces.some(({ step }) => step === null || step > 0)).toBe(true);
});

test('pieces say what they are', async () => {
  const { pieces } = await roundTrip(['mse', 'mean-shift']);
  expect(
    pieces.map(({ method, student, languages, joint, seed, reads, layer }) => [
      ...[method, student, languages, joint, seed, reads, layer],
    ]),
  ).toEqual([
    ['mse', 'mlp-8', ['de'], false, 1, 'last', 12],
    ['mse', 'mlp-8', ['sw'], false, 1, 'last', 12],
    ['mean-shift', 'closed form', ['de'], false, 1, 'last', 12],
    ['mean-shift', 'closed form', ['sw'], false, 1, 'last', 12],
  ]);
  const [mse, , shift] = pieces;
  expect(mse!.step).toBeGreaterThanOrEqual(0);
  expect(mse!.devMap).toBeGreaterThan(0);
  expect([shift!.step, shift!.devMap]).toEqual([null, null]);
});

test('an imported student that does not fit is refused before anything is computed', async () => {
  const { pieces } = await roundTrip(['mean-shift']);
  const imported = [{ ...pieces[0]!, name: 'a' }];
  await expect(run({ methods: ['imported:b'] }, { imported })).rejects.toThrow(
    'methods.0: imported:b was not imported; imported: a',
  );
  await expect(run({ methods: ['imported:a'], layer: 6 }, { imported })).rejects.toThrow(
    'imported:a: its head reads layer 12, the study ranks layer 6',
  );
  await expect(run({ methods: ['imported:a'], languages: ['sw'] }, { imported })).rejects.toThrow(
    'imported:a: it is for de, the study evaluates en, sw',
  );
});
