import { expect, it } from 'vitest';
import type { CurvePoint, TrainingRow } from '../../report';
import {
  chooseStudent,
  headFile,
  headOptions,
  type RunStudent,
  serves,
  studentLabel,
  studentsOf,
} from './runStudents';

const head = (stem: string) => `weights/${stem}.head.safetensors`;
const at = (stem: string, step: number) => `checkpoints/${stem}.${step}.head.safetensors`;
const row = (method: string, language: string | null, chosen = 20): TrainingRow => ({
  ...{ method, seed: 1, language, student: 'linear', steps: 40, of: 40, chosen, devMap: 0.5 },
});
const point = (stage: string, language: string | null, step: number, devMap: number | null) =>
  ({ stage, seed: 1, language, step, devMap, loss: 1 }) as CurvePoint;

it('takes transport before others, the first seed, and a joint student where no other is', () => {
  const stems = ['mse.de.1', 'ot+mse.de.1', 'ot.de.2', 'ot.de.1', '0.5xot.th.1'];
  const choose = (more: readonly string[], language: string) =>
    chooseStudent(studentsOf([...more], null), null, language)?.stem;
  const files = ['queries.csv', 'weights/ot.de.1.json', ...stems.map(head)];
  expect(choose(files, 'de')).toBe('ot.de.1');
  expect(choose(files, 'th')).toBe('0.5xot.th.1');
  expect(choose(files, 'fr')).toBeUndefined();
  expect(choose([...files, head('ot.joint.1')], 'fr')).toBe('ot.joint.1');
  expect(choose([head('ot.joint.1'), head('mse.de.1')], 'de')).toBe('mse.de.1');
});

it('follows the named student into another language by its method, then its seed', () => {
  const students = studentsOf(
    ['mse.de.2', 'mse.th.1', 'mse.th.2', 'ot.th.1', 'ot.hi.3'].map(head),
    null,
  );
  const choose = (named: string, language: string) =>
    chooseStudent(students, named, language)?.stem;
  expect(choose('mse.de.2', 'th')).toBe('mse.th.2');
  expect(choose('ot.de.7', 'th')).toBe('ot.th.1');
  // Another method in its place would be a wrong picture.
  expect(choose('mse.de.2', 'hi')).toBeUndefined();
  expect(choose('__proto__', 'th')).toBeUndefined();
});

it('knows checkpoints, whole models, and students of the report without a file', () => {
  const files = [
    ...[head('0.5xot@low-rank-4.de.1'), at('0.5xot@low-rank-4.de.1', 20)],
    ...[at('0.5xot@low-rank-4.de.1', 5), 'weights/ot@top-2.de.1.zip', 'weights/ot@top-2.de.1.onnx'],
    ...['checkpoints/odd.head.safetensors', 'weights/a.b.head.safetensors', at('mse.de.1', 20)],
  ];
  const report = {
    training: [row('0.5*ot@low-rank-4', 'de'), row('mse', 'de'), row('kl', 'de')],
    curves: [],
  };
  const [sum, whole, mse, kl, ...rest] = studentsOf(files, report) as [
    RunStudent,
    RunStudent,
    RunStudent,
    RunStudent,
  ];
  expect(rest).toEqual([]);
  expect(sum).toMatchObject({ method: '0.5*ot@low-rank-4', language: 'de', seed: 1, whole: false });
  expect([...sum.checkpoints.keys()]).toEqual([20, 5]);
  expect(headFile(sum, 5)).toBe(at('0.5xot@low-rank-4.de.1', 5));
  expect(headFile(sum, null)).toBe(head('0.5xot@low-rank-4.de.1'));
  expect(headFile(sum, 0)).toBe(head('0.5xot@low-rank-4.de.1'));
  expect(() => headFile(sum, 10)).toThrow('not kept its weights at step 10');
  expect(() => headFile(sum, 10)).toThrow('kept: 5, 20');
  expect(() => headFile(whole, null)).toThrow('whole model');
  expect(studentLabel(whole)).toContain('whole model');
  // The start is in every file, the end is not.
  expect(headFile(mse, 0)).toBe(at('mse.de.1', 20));
  expect(() => headFile(mse, null)).toThrow('not kept its last weights');
  expect(() => headFile(kl, 0)).toThrow('no weights of kl.de.1');
  expect(studentLabel(kl)).toContain('no weights in the run');
  expect(serves(kl, 'th')).toBe(false);
});

it('offers start, evaluations and end, each with why it cannot be had', () => {
  const report = {
    training: [row('ot', 'de'), row('mse', 'de', 0)],
    curves: [
      ...[point('ot', 'de', 1, null), point('ot', 'de', 20, 0.5), point('ot', 'de', 40, 0.4)],
      ...[point('ot', 'th', 60, 0.4), point('ranker', null, 10, 0.9)],
    ],
  };
  const options = (files: string[], stem: string) =>
    headOptions(studentsOf(files, report).find((one) => one.stem === stem)!, report);
  expect(options([head('ot.de.1'), at('ot.de.1', 20)], 'ot.de.1')).toEqual([
    { step: 0, label: 'Initial head', reason: null },
    { step: 20, label: 'Step 20', reason: null },
    { step: 40, label: 'Step 40', reason: 'weights not kept' },
    { step: null, label: 'Final: step 20', reason: null },
  ]);
  expect(options([], 'mse.de.1')).toEqual([
    { step: 0, label: 'Initial head', reason: 'no weights in the run' },
    { step: null, label: 'Final: the start was best', reason: 'no weights in the run' },
  ]);
});
