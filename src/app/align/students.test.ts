import { expect, it, vi } from 'vitest';
import { sampleReport } from '../../report/testing';
import type { AlignProblem } from '../alignProblem';
import type { Engine } from '../engine';
import type { Look } from '../look/look';
import { readUrl } from '../look/urlText';
import { type RunSummary, summaryOf } from '../runs/runRecord';
import { againstHead, shownHead } from './heads';
import { studentViews } from './students';

const path = (stem: string) => `weights/${stem}.head.safetensors`;
const checkpoint = 'checkpoints/ot.de.1.20.head.safetensors';
const { look } = readUrl('');

const report = sampleReport();
const summary: RunSummary = {
  ...summaryOf(report, { id: 'run_1', addedAt: 0, origin: 'imported', name: 'mine' }),
  files: [path('ot.de.1'), path('ot.de.2'), checkpoint],
};

const encoded = { pieces: ['▁a'], vectors: Float32Array.of(1, 0), dimension: 2 };
const side = { text: 'a', tokens: [{ text: 'a', startsWord: true }], slots: [], spans: null };
const problem: AlignProblem = {
  rows: { ...side, language: 'en' },
  columns: { ...side, language: 'de' },
  ...{ intent: null, synthetic: true },
  vectors: { x: encoded.vectors, y: encoded.vectors, n: 1, m: 1, d: 2 },
};

function setUp() {
  const studentVectors = vi.fn(async (..._: unknown[]) => ({
    ...{ x: Float32Array.of(1), y: Float32Array.of(-1), d: 1 },
  }));
  const encode = vi.fn(async () => [encoded, encoded]);
  const file = vi.fn(async () => new Blob(['head']));
  const find = async (id: string) => (id === 'run_1' ? { summary, report } : undefined);
  const view = studentViews({ encode, studentVectors } as unknown as Engine, { file, find });
  return {
    ...{ encode, studentVectors, file },
    shown: (of: AlignProblem, change: Partial<Look>) =>
      view(of, { ...look, ...change }, shownHead({ ...look, ...change })),
    against: (of: AlignProblem, change: Partial<Look>) =>
      view(of, { ...look, ...change }, againstHead({ ...look, ...change })!),
  };
}

it('aligns what the heads of a pinned run give, asked once a pair, and says when there are none', async () => {
  const { shown, studentVectors, encode } = setUp();
  expect(await shown(problem, {})).toEqual({ problem, student: null });
  const seen = await shown(problem, { student: 'b', b: 'run_1' });
  expect(seen.student).toBe('ot.de.1');
  expect(seen.problem.vectors).toMatchObject({ n: 1, m: 1, d: 1 });
  await shown(problem, { student: 'b', b: 'run_1', epsilon: 1 });
  expect(studentVectors).toHaveBeenCalledTimes(1);
  expect(encode).toHaveBeenCalledWith(['a', 'a'], report.config.layer);
  await expect(shown(problem, { student: 'a' })).rejects.toThrow('No run A is chosen');
  await expect(shown(problem, { student: 'a', a: 'run_2' })).rejects.toThrow('import its bundle');
  const thai = { ...problem, columns: { ...problem.columns, language: 'th' } };
  const wanted = { student: 'b', b: 'run_1' } as const;
  await expect(shown(thai, wanted)).rejects.toThrow('no head for th');
  await expect(shown(problem, { ...wanted, head: 'mse.de.1' })).rejects.toThrow(
    'no student like mse.de.1 for de',
  );
});

it('takes the named student at the named step, for both sides of a difference', async () => {
  const { shown, against, file, studentVectors, encode } = setUp();
  const run = { student: 'a', a: 'run_1', against: 'a' } as const;
  const one = await shown(problem, { ...run, head: 'ot.de.1', step: 20 });
  expect(one.student).toBe('ot.de.1 at step 20');
  expect(file).toHaveBeenLastCalledWith('run_1', checkpoint);
  const other = await against(problem, { ...run, againstHead: 'ot.de.2', againstStep: null });
  expect(other.student).toBe('ot.de.2');
  expect(file).toHaveBeenLastCalledWith('run_1', path('ot.de.2'));
  const start = await against(problem, { ...run, againstHead: 'ot.de.2', againstStep: 0 });
  expect(start.student).toBe('ot.de.2 at the start');
  expect(studentVectors.mock.calls.map(([, , at]) => at)).toEqual(['end', 'end', 'start']);
  expect(encode).toHaveBeenCalledTimes(1);
  await expect(shown(problem, { ...run, head: 'ot.de.1', step: 30 })).rejects.toThrow(
    'not kept its weights at step 30',
  );
});

it('asks again for what failed', async () => {
  const { shown, studentVectors } = setUp();
  studentVectors.mockRejectedValueOnce(new Error('out of memory'));
  await expect(shown(problem, { student: 'a', a: 'run_1' })).rejects.toThrow('out of memory');
  expect((await shown(problem, { student: 'a', a: 'run_1' })).student).toBe('ot.de.1');
});
