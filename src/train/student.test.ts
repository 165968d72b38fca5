import { describe, expect } from 'vitest';
import type { Scope } from '../gpu';
import { gpuTest, randomSigned, relativeError } from '../gpu/testing';
import { raggedBatch, readStatus } from '../kernels';
import { Rng } from '../lib';
import { LOSSES, type LossName } from './losses';
import { initialStudent, Student, type StudentWeights } from './student';

const [INPUTS, HIDDEN, OUTPUTS] = [12, 8, 8];
const SETTINGS = { epsilon: 0.1, iterations: 300 };

describe('Student', () => {
  gpuTest('equals the teacher before training', async ({ scope }) => {
    const { student, head } = makeStudent(
      scope,
      initialStudent(INPUTS, HIDDEN, OUTPUTS, new Rng(1)),
    );
    const x = scope.upload(randomSigned(5 * INPUTS, 31), [5, INPUTS], 'x');
    const got = await scope.download(student.forward(scope, x).unit);
    expect(relativeError(got, unitRows(project(await scope.download(x), head)))).toBeLessThan(1e-6);
  });

  // Float32 forward passes limit central differences to about three digits.
  for (const loss of ['mse', 'greedy', 'ot'] as const) {
    gpuTest(`has the gradient of ${loss} by finite differences`, async ({ scope }) => {
      const weights = trained();
      const { student } = makeStudent(scope, weights);
      const analytic = await gradients(scope, student, loss);
      for (const [name, picks] of [
        ['v1', [0, 17, 95]],
        ['b1', [0, 7]],
        ['v2', [3, 40, 63]],
      ] as const) {
        const wanted: number[] = [];
        const got: number[] = [];
        for (const at of picks) {
          wanted.push(await slope(scope, weights, name, at, loss));
          got.push(analytic[name][at]!);
        }
        // <P, C> with P fixed is not the slope of <P, C>: compare ot with its regularised value instead.
        expect(relativeError(got, wanted), name).toBeLessThan(0.02);
      }
    });
  }
});

function trained(): StudentWeights {
  const start = initialStudent(INPUTS, HIDDEN, OUTPUTS, new Rng(1));
  return { ...start, v2: randomSigned(OUTPUTS * HIDDEN, 977).map((value) => value / 2) };
}

function makeStudent(scope: Scope, weights: StudentWeights) {
  const head = randomSigned(OUTPUTS * INPUTS, 4099);
  const tensor = scope.upload(head, [OUTPUTS, INPUTS], 'head');
  return { head, student: new Student(scope, tensor, weights) };
}

/** Two pairs, of 3 x 2 and 2 x 4 tokens. */
function makePairs(scope: Scope, student: Student) {
  const batch = raggedBatch(scope, [3, 2], [2, 4]);
  const x = scope.upload(randomSigned(5 * INPUTS, 31), [5, INPUTS], 'x');
  const y = scope.upload(unitRows(randomSigned(6 * OUTPUTS, 7001)), [6, OUTPUTS], 'y');
  const forward = student.forward(scope, x);
  return { forward, pairs: { x: forward.unit, y, batch } };
}

async function gradients(scope: Scope, student: Student, loss: LossName) {
  const { forward, pairs } = makePairs(scope, student);
  const { gradient } = LOSSES[loss](scope, pairs, SETTINGS);
  student.backward(scope, forward, gradient);
  const [v1, b1, v2] = await Promise.all(
    student.parameters.map(({ gradient: g }) => scope.download(g)),
  );
  return { v1: v1!, b1: b1!, v2: v2! };
}

/** Central difference of the mean loss; for `ot` of <P, C> + eps KL(P | a b'), whose gradient holds P fixed. */
async function slope(
  scope: Scope,
  weights: StudentWeights,
  name: 'v1' | 'b1' | 'v2',
  at: number,
  loss: LossName,
): Promise<number> {
  const h = 4e-3;
  const value = async (shift: number) => {
    const moved = { ...weights, [name]: weights[name].slice() };
    moved[name][at]! += shift;
    const { student } = makeStudent(scope, moved);
    const { pairs } = makePairs(scope, student);
    if (loss === 'ot') return regularised(scope, pairs);
    const values = await scope.download(LOSSES[loss](scope, pairs, SETTINGS).loss);
    return (values[0]! + values[1]!) / 2;
  };
  return ((await value(h)) - (await value(-h))) / (2 * h);
}

async function regularised(
  scope: Scope,
  pairs: Parameters<(typeof LOSSES)['ot']>[1],
): Promise<number> {
  const { solveOt } = await import('../ot');
  const { epsilon, iterations } = SETTINGS;
  const status = await scope.download(solveOt(scope, pairs, { eps: epsilon, iterations }).status);
  return (readStatus(status, 0).value + readStatus(status, 1).value) / 2;
}

function project(x: Float32Array, head: Float32Array): Float32Array {
  const rows = x.length / INPUTS;
  return Float32Array.from({ length: rows * OUTPUTS }, (_, at) => {
    const [row, out] = [Math.floor(at / OUTPUTS), at % OUTPUTS];
    let sum = 0;
    for (let k = 0; k < INPUTS; k++) sum += x[row * INPUTS + k]! * head[out * INPUTS + k]!;
    return sum;
  });
}

function unitRows(values: Float32Array): Float32Array {
  const unit = values.slice();
  for (let start = 0; start < unit.length; start += OUTPUTS) {
    const norm = Math.hypot(...unit.subarray(start, start + OUTPUTS));
    for (let k = start; k < start + OUTPUTS; k++) unit[k]! /= norm;
  }
  return unit;
}
