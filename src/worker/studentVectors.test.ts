import { expect, it } from 'vitest';
import type { ImportedStudent } from '../study';
import { studentVectors } from './studentVectors';

const teacher = { inputs: 2, outputs: 2, w: Float32Array.of(1, 0, 0, 1) };
// A quarter turn, whatever the length.
const head = { inputs: 2, outputs: 2, w: Float32Array.of(0, -3, 3, 0) };
const student: ImportedStudent = {
  ...{ name: 'ot.de.1', languages: ['de'], layer: 6, reads: 'last', head, teacher },
};
const pair = { x: Float32Array.of(1, 0, 0.6, 0.8), y: Float32Array.of(1, 0), d: 2 };

it('puts the rows through the teacher and the columns through the student', async () => {
  const { x, y, d } = await studentVectors(student, pair);
  expect([...x].map((value) => Number(value.toFixed(6)))).toEqual([1, 0, 0.6, 0.8]);
  expect([...y].map((value) => Number(value.toFixed(6)) + 0)).toEqual([0, 1]);
  expect(d).toBe(2);
  // At the start the student is its teacher.
  const start = await studentVectors(student, pair, 'start');
  expect([[...start.x], [...start.y]]).toEqual([[...x], [1, 0]]);
});

it('scales states where a bias needs their norm, and refuses where it is not known', async () => {
  const biased = { ...head, b: Float32Array.of(4, 0) };
  const scaled = { ...student, head: { ...biased, inputNorm: 1 } };
  expect([...(await studentVectors(scaled, pair)).y][0]).toBeCloseTo(0.8, 6);
  await expect(studentVectors({ ...student, head: biased }, pair)).rejects.toThrow('own length');
  await expect(studentVectors({ ...student, reads: 6 }, pair)).rejects.toThrow('layers of its own');
});
