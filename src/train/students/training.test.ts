import { describe, expect, test } from 'vitest';
import { randomSigned } from '../../gpu/testing';
import { Rng } from '../../lib';
import { type HostOps, type NnArray, openHostNn, runLayers, Tape } from '../../nn';
import { randomIds, TINY } from '../../nn/encoder/testing';
import { makeStudent } from './makeStudent';
import { readsLayer } from './spec';
import { OUTPUTS, TEACHER } from './testing';
import { keptOffsets } from './texts';
import type { StudentModel, StudentOptions, StudentSpec, StudentTexts } from './types';

// 60 tokens in a space of 32 dimensions: no linear head maps them to targets that were drawn at random.
const TOY: StudentTexts & { readonly ids: Uint32Array } = {
  ...randomIds([12, 12, 9, 7, 12, 10, 10, 4]),
  margin: 1,
};
const KEPT = keptOffsets(TOY).at(-1)!;

async function toyTexts(ops: HostOps, spec: StudentSpec): Promise<StudentTexts> {
  const reads = readsLayer(spec, TINY.layers);
  if (reads === 'ids') return TOY;
  const { offsets, ids, margin } = TOY;
  const states = await runLayers(ops, TEACHER.encoder!, { offsets, ids }, 'ids', reads);
  return { offsets, margin, states };
}

/** Trains on the mean of |u - t|^2 over tokens with random unit targets t; gives it after each step. */
async function train(
  ops: HostOps,
  student: StudentModel,
  texts: StudentTexts,
  settings: { steps: number; learningRate: number },
  afterStep?: (ops: HostOps) => void,
): Promise<number[]> {
  const noise = ops.upload(randomSigned(KEPT * OUTPUTS, 55_001), [KEPT, OUTPUTS], 'targets');
  const targets = ops.unitNormalise(noise).unit;
  const losses: number[] = [];
  for (let step = 1; step <= settings.steps; step++) {
    using inner = ops.open() as HostOps;
    const tape = new Tape(inner, true);
    const y = student.forward(tape, texts);
    const difference = inner.add({ x: y.array, y: targets, scale: -1 });
    losses.push(inner.values(inner.sumOfSquares([difference]))[0]! / KEPT);
    for (const { gradient } of student.parameters) inner.fill(gradient, 0);
    const dy = inner.zeros(y.array.shape, 'dy');
    inner.addInto({ x: difference, into: dy, scale: 2 / KEPT });
    tape.backward(y, dy);
    const learningRate = settings.learningRate * (1 - (step - 1) / settings.steps);
    for (const parameter of student.parameters) inner.adam({ ...parameter, learningRate, step });
    await student.afterStep?.(inner);
    afterStep?.(inner);
  }
  return losses;
}

async function run(spec: StudentSpec, learningRate: number, steps = 150, options?: StudentOptions) {
  using ops = openHostNn('wasm');
  const student = makeStudent(ops, spec, TEACHER, new Rng(1), undefined, options);
  return await train(ops, student, await toyTexts(ops, spec), { steps, learningRate });
}

describe('on sixty random targets', () => {
  test.each([
    [{ kind: 'full' }, 3e-3],
    [{ kind: 'top', layers: 1 }, 1e-2],
    [{ kind: 'lora', rank: 4, layers: 2 }, 1e-2],
  ] as const)('%o trains to near zero', async (spec, learningRate) => {
    const losses = await run(spec, learningRate);
    expect(losses[0]).toBeGreaterThan(1);
    expect(losses.at(-1)).toBeLessThan(0.01); // of about 2 at the start
  });

  test('a linear head cannot', async () => {
    const losses = await run({ kind: 'linear' }, 1e-2);
    expect(losses.at(-1)).toBeGreaterThan(0.1);
    expect(losses.at(-1)).toBeLessThan(losses[0]! / 2);
  });

  test('checkpointing changes nothing', async () => {
    const spec = { kind: 'full' } as const;
    expect(await run(spec, 3e-3, 5, { checkpointing: true })).toEqual(await run(spec, 3e-3, 5));
  });
});

test('what LoRA leaves frozen does not move, what it trains does', async () => {
  using ops = openHostNn('wasm');
  const made: { array: NnArray; label: string }[] = [];
  const spec = { kind: 'lora', rank: 2, layers: 2 } as const;
  const student = makeStudent(recordUploads(ops, made), spec, TEACHER, new Rng(1));
  const frozen = made.filter(({ label }) => /^layer\.\d\.\w+\.(w|b|gamma|beta)$/.test(label));
  expect(frozen).toHaveLength(2 * 16);
  const before = frozen.map(({ array }) => ops.values(array).slice());
  await train(ops, student, await toyTexts(ops, spec), { steps: 20, learningRate: 1e-2 });
  frozen.forEach(({ array, label }, k) => {
    expect(ops.values(array), label).toEqual(before[k]);
  });
  for (const { name, w, start } of student.parameters)
    expect(ops.values(w), name).not.toEqual(ops.values(start));
});

describe('the orthogonal student', () => {
  // 0.05 is far off at once: a step of that size on all 32 x 32 entries has norm 1.6.
  test.each([1e-3, 1e-2, 5e-2])('stays orthogonal at learning rate %d', async (learningRate) => {
    using ops = openHostNn('wasm');
    const spec = { kind: 'orthogonal' } as const;
    const student = makeStudent(ops, spec, TEACHER, new Rng(1));
    const [q] = student.parameters;
    let worst = 0;
    const losses = await train(
      ops,
      student,
      await toyTexts(ops, spec),
      { steps: 60, learningRate },
      (inner) => {
        worst = Math.max(worst, offOrthogonal(inner.values(q!.w), TINY.width));
      },
    );
    expect(worst).toBeLessThan(1e-5);
    expect(losses.at(-1)).toBeLessThan(losses[0]!);
    expect(ops.values(q!.w)).not.toEqual(ops.values(q!.start));
  });

  test('stops with a reason where the map is singular or not finite', async () => {
    using ops = openHostNn('wasm');
    const student = makeStudent(ops, { kind: 'orthogonal' }, TEACHER, new Rng(1));
    const [q] = student.parameters;
    for (const value of [0, Number.NaN, Number.POSITIVE_INFINITY]) {
      ops.fill(q!.w, value);
      await expect(student.afterStep!(ops)).rejects.toThrow('singular or not finite');
    }
  });
});

/** The largest entry of |Q Q^T - I|. */
function offOrthogonal(q: ArrayLike<number>, size: number): number {
  let worst = 0;
  for (let a = 0; a < size; a++)
    for (let b = 0; b <= a; b++) {
      let dot = 0;
      for (let k = 0; k < size; k++) dot += q[a * size + k]! * q[b * size + k]!;
      worst = Math.max(worst, Math.abs(dot - (a === b ? 1 : 0)));
    }
  return worst;
}

function recordUploads(ops: HostOps, made: { array: NnArray; label: string }[]): HostOps {
  return new Proxy(ops, {
    get(target, name) {
      const member = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return (...values: unknown[]) => {
        const result = Reflect.apply(member, target, values);
        if (name === 'upload') made.push({ array: result as NnArray, label: values[2] as string });
        return result;
      };
    },
  });
}
