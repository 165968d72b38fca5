import { expect, it, vi } from 'vitest';
import type { AlignProblem } from '../alignProblem';
import type { Engine } from '../engine';
import type { RunSummary } from '../runs/runRecord';
import { createAppStore } from '../store';
import { headFile, studentViews } from './students';

const path = (stem: string) => `weights/${stem}.head.safetensors`;

it('takes transport before others, the first seed, and a joint student where no other is', () => {
  const files = ['queries.csv', 'mse.de.1', 'ot+mse.de.1', 'ot.de.2', 'ot.de.1', '0.5xot.th.1'].map(
    (stem) => (stem.includes('csv') ? stem : path(stem)),
  );
  expect(headFile(files, 'de')).toBe(path('ot.de.1'));
  expect(headFile(files, 'th')).toBe(path('0.5xot.th.1'));
  expect(headFile(files, 'fr')).toBeUndefined();
  expect(headFile([...files, path('ot.joint.1')], 'fr')).toBe(path('ot.joint.1'));
  expect(headFile([path('ot.joint.1'), path('mse.de.1')], 'de')).toBe(path('mse.de.1'));
});

it('aligns what the heads of the pinned run give, asked once a pair, and says when there are none', async () => {
  const store = createAppStore();
  const summary = { id: 'run_1', name: 'mine', files: [path('ot.de.1')] } as unknown as RunSummary;
  store.setState(({ runs }) => ({ runs: { ...runs, list: [summary] } }));
  const encoded = { pieces: ['▁a'], vectors: Float32Array.of(1, 0), dimension: 2 };
  const side = { text: 'a', tokens: [{ text: 'a', startsWord: true }], slots: [], spans: null };
  const problem: AlignProblem = {
    rows: { ...side, language: 'en' },
    columns: { ...side, language: 'de' },
    ...{ intent: null, synthetic: true },
    vectors: { x: encoded.vectors, y: encoded.vectors, n: 1, m: 1, d: 2 },
  };
  const studentVectors = vi.fn(async () => ({
    ...{ x: Float32Array.of(1), y: Float32Array.of(-1), d: 1 },
  }));
  const engine = { encode: async () => [encoded, encoded], studentVectors };
  const runs = { file: async () => new Blob(['head']) };
  const view = studentViews(store, engine as unknown as Engine, runs);
  const { look } = store.getState();
  expect(await view(problem, look)).toEqual({ problem, student: null });
  const seen = await view(problem, { ...look, student: 'b', b: 'run_1' });
  expect(seen.student).toBe('ot.de.1');
  expect(seen.problem.vectors).toMatchObject({ n: 1, m: 1, d: 1 });
  await view(problem, { ...look, student: 'b', b: 'run_1', epsilon: 1 });
  expect(studentVectors).toHaveBeenCalledTimes(1);
  await expect(view(problem, { ...look, student: 'a' })).rejects.toThrow('No run A is chosen');
  const thai = { ...problem, columns: { ...problem.columns, language: 'th' } };
  await expect(view(thai, { ...look, student: 'b', b: 'run_1' })).rejects.toThrow('no head for th');
});
