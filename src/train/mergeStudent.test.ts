import { describe, expect, it } from 'vitest';
import { Rng } from '../lib';
import { openHostNn, runLayers } from '../nn';
import { mergeStudent } from './mergeStudent';
import { makeStudent, projectTexts, snapshotStudent, studentName } from './students';
import { SPECS, TEACHER, TEXTS } from './students/testing';
import type { StudentSnapshot, StudentSpec, StudentTexts } from './students/types';

const encoder = TEACHER.encoder!;
/** Merged matrices are rounded to float32; everything else here is float64. */
const ERROR = 1e-6; // measured: 3.3e-7

/** A student of which every trained value was moved, its vectors, and its snapshot. */
async function movedStudent(spec: StudentSpec) {
  using ops = openHostNn('float64');
  const student = makeStudent(ops, spec, TEACHER, new Rng(4_242));
  const rng = new Rng(987_654);
  for (const { w } of student.parameters) {
    const values = ops.values(w);
    // float32, as a snapshot of a real run is.
    for (let k = 0; k < values.length; k++)
      values[k] = Math.fround(values[k]! + 0.1 * rng.normal());
  }
  const { vectors } = await projectTexts(ops, student, await textsFor(student.reads));
  return { vectors, snapshot: await snapshotStudent(ops, student) };
}

async function textsFor(reads: number | 'ids' | 'last'): Promise<StudentTexts> {
  if (reads === 'ids') return TEXTS;
  using ops = openHostNn('float64');
  const to = reads === 'last' ? encoder.shape.layers : reads;
  return { ...TEXTS, states: await runLayers(ops, encoder, TEXTS, 'ids', to) };
}

function worst(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  return Array.from(a, (value, k) => Math.abs(value - b[k]!)).reduce((x, y) => Math.max(x, y), 0);
}

describe('a merged student', () => {
  const mergeable = SPECS.filter(({ kind }) => kind !== 'mlp');
  it.each(mergeable.map((spec) => [studentName(spec), spec] as const))(
    'is an encoder and W with the vectors of %s',
    async (_, spec) => {
      const { vectors, snapshot } = await movedStudent(spec);
      const merged = mergeStudent(TEACHER, encoder, snapshot, 0);
      expect(merged.head.perceptron).toBeUndefined();
      // A new full student equals its teacher.
      using ops = openHostNn('float64');
      const teacher = { ...TEACHER, head: merged.head.w, encoder: merged.encoder };
      const same = makeStudent(ops, { kind: 'full' }, teacher, new Rng(1));
      const got = await projectTexts(ops, same, TEXTS);
      const untrained = makeStudent(ops, { kind: 'full' }, TEACHER, new Rng(1));
      const before = await projectTexts(ops, untrained, TEXTS);
      expect(worst(got.vectors, vectors)).toBeLessThan(ERROR);
      expect(worst(before.vectors, vectors)).toBeGreaterThan(0.05);
    },
  );

  it('keeps a perceptron beside W, and the norm of the states it reads', async () => {
    const { snapshot } = await movedStudent({ kind: 'mlp', hidden: 8 });
    const { head, encoder: same } = mergeStudent(TEACHER, encoder, snapshot, 5);
    expect(same).toBe(encoder);
    expect(head.w).toBe(TEACHER.head);
    expect(head.inputNorm).toBe(5);
    for (const name of ['v1', 'b1', 'v2'] as const)
      expect(worst(head.perceptron![name], snapshot.values.get(`mlp.${name}`)!)).toBe(0);
    expect(mergeStudent(TEACHER, encoder, snapshot, 0).head.inputNorm).toBeUndefined();
  });

  it('does not touch the layers below those trained', async () => {
    const { snapshot } = await movedStudent({ kind: 'lora', rank: 2, layers: 1 });
    const merged = mergeStudent(TEACHER, encoder, snapshot, 0).encoder;
    expect(merged.layers[0]).toBe(encoder.layers[0]);
    expect(merged.layers[1]!.q.b).toBe(encoder.layers[1]!.q.b);
    expect(merged.layers[1]!.q.w).not.toEqual(encoder.layers[1]!.q.w);
  });
});

describe('what is refused', () => {
  const snapshotOf = (spec: StudentSpec, entries: [string, Float32Array][]): StudentSnapshot => ({
    spec,
    values: new Map(entries),
  });

  it('a snapshot that lacks an array or has one of another length', () => {
    const none = snapshotOf({ kind: 'linear' }, []);
    expect(() => mergeStudent(TEACHER, encoder, none, 0)).toThrow(
      'mergeStudent: found nothing for head.w, want [16,32]',
    );
    const short = snapshotOf({ kind: 'linear' }, [['head.w', new Float32Array(3)]]);
    expect(() => mergeStudent(TEACHER, encoder, short, 0)).toThrow('found 3 values for head.w');
  });

  it('updates of a layer that was not loaded', async () => {
    const { snapshot } = await movedStudent({ kind: 'lora', rank: 2, layers: 2 });
    const gaps = { ...encoder, layers: [undefined, encoder.layers[1]] };
    expect(() => mergeStudent(TEACHER, gaps, snapshot, 0)).toThrow('layer 1 was not loaded');
  });
});
