import { describe, expect, test } from 'vitest';
import { randomSigned, relativeError } from '../../gpu/testing';
import { Rng } from '../../lib';
import {
  type HostNn,
  type HostOps,
  type HostValues,
  openHostNn,
  type Parameter,
  runLayers,
  Tape,
} from '../../nn';
import { TINY } from '../../nn/encoder/testing';
import { makeStudent, snapshotStudent } from './makeStudent';
import { projectTexts } from './project';
import { readsLayer, studentName } from './spec';
import { OUTPUTS, SPECS, TEACHER, TEXTS } from './testing';
import { keptOffsets } from './texts';
import type { StudentModel, StudentSpec, StudentTexts } from './types';

const named = SPECS.map((spec) => [studentName(spec), spec] as const);
const encoder = TEACHER.encoder!;

/** TEXTS as `spec` reads them: ids, or the states of its layer from the frozen encoder. */
async function textsFor(ops: HostOps, spec: StudentSpec): Promise<StudentTexts> {
  const reads = readsLayer(spec, TINY.layers);
  if (reads === 'ids') return TEXTS;
  const { offsets, ids, margin } = TEXTS;
  return { offsets, margin, states: await runLayers(ops, encoder, { offsets, ids }, 'ids', reads) };
}

/** Moves every trained weight off its start. */
function disturb(ops: HostOps, { parameters }: StudentModel, size: number): void {
  parameters.forEach(({ w }, k) => {
    const noise = randomSigned(ops.values(w).length, 1000 + 7919 * k);
    ops.values(w).forEach((value, at) => {
      ops.values(w)[at] = value + size * noise[at]!;
    });
  });
}

describe.each(named)('%s', (_, spec) => {
  test.each(['float64', 'wasm'] as const)('starts at the teacher on %s', async (kind) => {
    using ops = openHostNn(kind);
    const student = makeStudent(ops, spec, TEACHER, new Rng(1));
    expect(student.reads).toBe(
      ['linear', 'low-rank', 'orthogonal', 'mlp'].includes(spec.kind)
        ? 'last'
        : readsLayer(spec, TINY.layers),
    );
    const projected = await projectTexts(ops, student, await textsFor(ops, spec));
    expect(projected.dimension).toBe(OUTPUTS);
    expect(projected.offsets).toEqual(Uint32Array.of(0, 3, 3, 10, 11));
    const wanted = await teacherVectors(ops);
    // Cached states are float32: a pass in float64 that skips the cache differs by their rounding.
    if (kind === 'float64') expect(relativeError(projected.vectors, wanted)).toBeLessThan(2e-7);
    else expect(projected.vectors).toEqual(wanted);
  });

  test('has the gradients of finite differences, in training and evaluation', async () => {
    using ops = openHostNn('float64');
    const student = makeStudent(ops, spec, TEACHER, new Rng(1));
    const texts = await textsFor(ops, spec);
    disturb(ops, student, 0.05);
    for (const training of [true, false]) {
      for (const { gradient } of student.parameters) ops.fill(gradient, 0);
      differentiate(ops, student, texts, training);
      // Measured: at most 3.3e-9. The bias of keys has no slope, because softmax does not see it.
      for (const parameter of student.parameters.filter(({ name }) => !name.endsWith('.k.b')))
        expect(slopeError(ops, student, texts, parameter), parameter.name).toBeLessThan(1e-8);
    }
  });

  test('checkpointing gives the same bits, dropout included', async () => {
    using ops = openHostNn('wasm');
    const texts = await textsFor(ops, spec);
    const [kept, again] = [false, true].map((checkpointing) => {
      const student = makeStudent(ops, spec, TEACHER, new Rng(1), undefined, {
        checkpointing,
        dropout: { rate: 0.1, rng: new Rng(5) },
      });
      disturb(ops, student, 0.05);
      differentiate(ops, student, texts, true);
      return student.parameters.map(({ gradient }) => ops.values(gradient));
    });
    expect(again).toEqual(kept);
    expect(kept!.flatMap((values) => [...values]).some((value) => value !== 0)).toBe(true);
  });

  test('comes back equal from its snapshot, with the same start', async () => {
    using ops = openHostNn('wasm');
    const texts = await textsFor(ops, spec);
    const student = makeStudent(ops, spec, TEACHER, new Rng(1));
    disturb(ops, student, 0.05);
    const wanted = await projectTexts(ops, student, texts);
    const snapshot = await snapshotStudent(ops, student);
    // A snapshot does not follow the student.
    disturb(ops, student, 0.5);
    const again = makeStudent(ops, spec, TEACHER, new Rng(1), snapshot);
    expect(await projectTexts(ops, again, texts)).toEqual(wanted);
    again.parameters.forEach(({ start }, k) => {
      expect(ops.values(start)).toEqual(ops.values(student.parameters[k]!.start));
    });
  });

  test('leaves nothing behind', async () => {
    const ops = openHostNn('wasm');
    {
      using owner = ops.open() as HostOps;
      const student = makeStudent(owner, spec, TEACHER, new Rng(1));
      const before = ops.liveBytes;
      const texts = await textsFor(owner, spec);
      await projectTexts(owner, student, texts);
      differentiate(owner, student, texts, true);
      await student.afterStep?.(owner);
      expect(ops.liveBytes).toBe(before);
    }
    expect(ops.liveBytes).toBe(0);
  });
});

test('a new dropout seed is drawn for every layer and pass', () => {
  using ops = openHostNn('float64');
  const options = { dropout: { rate: 0.3, rng: new Rng(5) } };
  const student = makeStudent(ops, { kind: 'full' }, TEACHER, new Rng(1), undefined, options);
  const pass = (training: boolean) => {
    using inner = ops.open() as HostOps;
    return inner.values(student.forward(new Tape(inner, training), TEXTS).array).slice();
  };
  expect(relativeError(pass(true), pass(true))).toBeGreaterThan(0.01);
  expect(pass(false)).toEqual(pass(false));
});

test('heads drop special tokens where there are any and read bare states as well', async () => {
  using ops = openHostNn('wasm');
  const student = makeStudent(
    ops,
    { kind: 'linear' },
    { ...TEACHER, encoder: undefined },
    new Rng(1),
  );
  const { states, offsets } = await textsFor(ops, student.spec);
  const rows = [1, 2, 3, 8, 9, 10, 11, 12, 13, 14, 17];
  const bare = Float32Array.from(
    rows.flatMap((row) => [...states!.slice(row * TINY.width, (row + 1) * TINY.width)]),
  );
  const got = await projectTexts(ops, student, {
    offsets: keptOffsets({ offsets, margin: 1 }),
    margin: 0,
    states: bare,
  });
  expect(got.vectors).toEqual(await teacherVectors(ops));
  expect(
    (
      await projectTexts(ops, student, {
        offsets: Uint32Array.of(0),
        margin: 0,
        states: bare.slice(0, 0),
      })
    ).vectors,
  ).toHaveLength(0);
});

describe('refuses', () => {
  const make = (
    spec: StudentSpec,
    teacher: object = {},
    from?: Parameters<typeof makeStudent>[4],
  ) => {
    using ops = openHostNn('float64');
    return makeStudent(ops, spec, { ...TEACHER, ...teacher }, new Rng(1), from);
  };
  const [lower, upper] = encoder.layers;
  test.each([
    [
      'more layers than there are',
      () => make({ kind: 'top', layers: 3 }),
      'top-3: wants 3 layers, the encoder has 2',
    ],
    [
      'rank 0',
      () => make({ kind: 'lora', rank: 0, layers: 1 }),
      'rank is 0, want a positive integer',
    ],
    [
      'half a layer',
      () => make({ kind: 'top', layers: 0.5 }),
      'layers is 0.5, want a positive integer',
    ],
    [
      'a head of another size',
      () => make({ kind: 'linear' }, { outputs: 8 }),
      'the head has 512 values, want [8, 32] = 256',
    ],
    [
      'an encoder of another width',
      () => make({ kind: 'full' }, { inputs: 16, outputs: 32 }),
      "the encoder's width is 32, the head wants 16",
    ],
    [
      'no encoder',
      () => make({ kind: 'full' }, { encoder: undefined }),
      'the teacher has no encoder weights',
    ],
    [
      'a layer that was not loaded',
      () =>
        make({ kind: 'top', layers: 2 }, { encoder: { ...encoder, layers: [undefined, upper] } }),
      'found layers 2 of 2, want layer 1',
    ],
    [
      'no embeddings',
      () => make({ kind: 'full' }, { encoder: { ...encoder, embedding: undefined } }),
      'found no embeddings, want them',
    ],
    [
      'an array of another length',
      () =>
        make(
          { kind: 'top', layers: 1 },
          { encoder: { ...encoder, layers: [lower, { ...upper!, inner: upper!.outer }] } },
        ),
      'layer.2.inner.b has 32 values, want [64] = 64',
    ],
    [
      'a snapshot of another student',
      () => make({ kind: 'linear' }, {}, { spec: { kind: 'full' }, values: new Map() }),
      'found one of full, want head',
    ],
    [
      'a snapshot that lacks an array',
      () => make({ kind: 'linear' }, {}, { spec: { kind: 'linear' }, values: new Map() }),
      'found nothing for head.w, want [16,32] = 512',
    ],
    [
      'a snapshot with an array too many',
      () =>
        make(
          { kind: 'linear' },
          {},
          {
            spec: { kind: 'linear' },
            values: new Map([
              ['head.w', TEACHER.head],
              ['odd', TEACHER.head],
            ]),
          },
        ),
      'head has no parameter odd',
    ],
  ])('%s', (_, act, message) => {
    expect(act).toThrow(RangeError);
    expect(act).toThrow(message);
  });

  test('texts that lack what the student reads', () => {
    using ops = openHostNn('float64');
    const read = (spec: StudentSpec, texts: object) =>
      makeStudent(ops, spec, TEACHER, new Rng(1)).forward(new Tape(ops), { ...TEXTS, ...texts });
    expect(() => read({ kind: 'top', layers: 1 }, {})).toThrow(
      'found no values of the states of layer 1, want 19 tokens x 32',
    );
    expect(() => read({ kind: 'full' }, { ids: undefined })).toThrow('found no ids, want 19');
    expect(() => read({ kind: 'full' }, { offsets: Uint32Array.of(0, 9, 3) })).toThrow(
      'offsets fall from 9 to 3 after text 1',
    );
    expect(() => read({ kind: 'full' }, { offsets: Uint32Array.of(1, 9) })).toThrow(
      'offsets start with 1, want 0',
    );
  });
});

/** `unit(W x)` of the frozen encoder's last states, special tokens left out. */
async function teacherVectors(ops: HostOps): Promise<HostValues> {
  const { offsets, ids } = TEXTS;
  const last = await runLayers(ops, encoder, { offsets, ids }, 'ids', TINY.layers);
  using inner = ops.open() as HostOps;
  const x = inner.upload(last, [offsets.at(-1)!, TINY.width], 'last');
  const w = inner.upload(TEACHER.head, [OUTPUTS, TINY.width], 'w');
  const { unit } = inner.unitNormalise(inner.linear({ x, w }));
  const rows = [1, 2, 3, 8, 9, 10, 11, 12, 13, 14, 17];
  return Float32Array.from(
    rows.flatMap((row) => [...inner.values(unit).slice(row * OUTPUTS, (row + 1) * OUTPUTS)]),
  );
}

function weightsOf(length: number): Float32Array {
  return randomSigned(length, 880_301);
}

function differentiate(
  ops: HostOps,
  student: StudentModel,
  texts: StudentTexts,
  training: boolean,
): void {
  using inner = ops.open();
  const tape = new Tape(inner, training);
  const y = student.forward(tape, texts);
  const [rows, width] = y.array.shape as [number, number];
  tape.backward(y, inner.upload(weightsOf(rows * width), [rows, width], 'dy'));
}

function weightedSum(ops: HostOps, student: StudentModel, texts: StudentTexts): number {
  using inner = ops.open() as HostOps;
  const y = Array.from(inner.values(student.forward(new Tape(inner), texts).array));
  const weights = weightsOf(y.length);
  return y.reduce((sum, value, k) => sum + value * weights[k]!, 0);
}

/** Distance of gradients from central differences, at the entries where they are largest. */
function slopeError(
  ops: HostNn,
  student: StudentModel,
  texts: StudentTexts,
  { w, gradient }: Parameter,
): number {
  const [values, slopes] = [ops.values(w), ops.values(gradient)];
  const picks = [...slopes.keys()]
    .sort((a, b) => Math.abs(slopes[b]!) - Math.abs(slopes[a]!))
    .slice(0, 3);
  const wanted = picks.map((at) => {
    const kept = values[at]!;
    const [above, below] = [1e-5, -1e-5].map((step) => {
      values[at] = kept + step;
      return weightedSum(ops, student, texts);
    });
    values[at] = kept;
    return (above! - below!) / 2e-5;
  });
  return relativeError(
    picks.map((at) => slopes[at]!),
    wanted,
  );
}
