import type { Rng } from '../../lib';
import type { NnOps, Tape, Value } from '../../nn';
import { frozenHead, trainedHead } from './heads';
import { trainedEncoder } from './layers';
import { checkSpec, studentInput, studentName } from './spec';
import { ParameterStore } from './store';
import { checkTexts, keptRows } from './texts';
import type {
  MakeStudent,
  StudentModel,
  StudentOptions,
  StudentSnapshot,
  StudentSpec,
  StudentTexts,
  Teacher,
} from './types';

/**
 * Makes a student in `ops`. A new one equals the teacher exactly: what is added to W and to the layers starts at
 * zero, Q at the identity. With `from` it continues from those weights; what is random at the start then needs
 * the same `rng` only where weights are pulled to it.
 *
 * @throws RangeError if sizes of spec, teacher and snapshot do not fit, or weights of a layer are missing.
 */
export const makeStudent: MakeStudent = (ops, spec, teacher, rng, from, options = {}) => {
  checkSpec(spec);
  checkTeacher(spec, teacher);
  const reads = studentInput(spec, teacher.encoder?.shape.layers);
  const store = new ParameterStore(ops, spec, from);
  const { states, head, afterStep } = parts(store, spec, teacher, rng, options);
  store.assertAllUsed();
  return {
    spec,
    parameters: store.parameters,
    outputs: teacher.outputs,
    reads,
    forward(tape, texts) {
      checkTexts(texts, reads, teacher.inputs);
      const all = states(tape, texts);
      const kept =
        texts.margin === 0 ? all : tape.gatherRows(all, tape.ops.indices(keptRows(texts), 'kept'));
      return tape.unitNormalise(head(tape, kept));
    },
    ...(afterStep && { afterStep }),
  };
};

/** The trained weights of a student on the host. */
export async function snapshotStudent(ops: NnOps, student: StudentModel): Promise<StudentSnapshot> {
  const values = new Map<string, Float32Array | Float64Array>();
  for (const { name, w } of student.parameters) values.set(name, await ops.read(w));
  return { spec: student.spec, values };
}

interface Parts {
  readonly states: (tape: Tape, texts: StudentTexts) => Value;
  readonly head: (tape: Tape, x: Value) => Value;
  readonly afterStep?: (ops: NnOps) => Promise<void>;
}

function parts(
  store: ParameterStore,
  spec: StudentSpec,
  teacher: Teacher,
  rng: Rng,
  options: StudentOptions,
): Parts {
  switch (spec.kind) {
    case 'top':
    case 'lora':
    case 'full':
      return {
        states: trainedEncoder(store, spec, teacher.encoder!, rng, options),
        head: trainedHead(store, teacher).apply,
      };
    default: {
      const head =
        spec.kind === 'linear'
          ? trainedHead(store, teacher)
          : frozenHead(store, spec, teacher, rng);
      return {
        states: (tape, texts) => uploadStates(tape, texts, teacher.inputs),
        head: head.apply,
        ...(head.afterStep && { afterStep: head.afterStep }),
      };
    }
  }
}

function uploadStates(tape: Tape, { offsets, states }: StudentTexts, width: number): Value {
  return tape.constant(tape.ops.upload(states!, [offsets.at(-1)!, width], 'student.states'));
}

function checkTeacher(spec: StudentSpec, { head, inputs, outputs, encoder }: Teacher): void {
  const name = `student ${studentName(spec)}`;
  if (head.length !== inputs * outputs)
    throw new RangeError(
      `${name}: the head has ${head.length} values, want [${outputs}, ${inputs}] = ${outputs * inputs}`,
    );
  if (encoder && encoder.shape.width !== inputs)
    throw new RangeError(
      `${name}: the encoder's width is ${encoder.shape.width}, the head wants ${inputs}`,
    );
}
