import { type HeadWeights, openHostNn } from '../nn';
import type { ImportedStudent } from '../study';

/** Token vectors as a student and its teacher compare them. */
export interface StudentVectors {
  /** Under the teacher's head, `[n, d]`, unit length. */
  readonly x: Float32Array;
  /** Under the student's. */
  readonly y: Float32Array;
  readonly d: number;
}

/** A pair's encoder states, row-major, of unit length. */
export interface EncodedPair {
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly d: number;
}

/**
 * Applies a student's heads to a pair of texts.
 *
 * @param at `start` is the student before its first step, when every student equals its teacher.
 * @throws Error for a student that runs encoder layers of its own, or whose head needs the states' own norm.
 */
export async function studentVectors(
  student: ImportedStudent,
  { x, y, d }: EncodedPair,
  at: 'start' | 'end' = 'end',
): Promise<StudentVectors> {
  const { name, reads, head, teacher } = student;
  if (reads !== 'last')
    throw new Error(`${name} runs encoder layers of its own; only heads can be shown here.`);
  if (head.inputs !== d)
    throw new Error(
      `${name}: its head takes ${head.inputs} numbers a token, the encoder has ${d}.`,
    );
  return {
    x: await applyHead(name, teacher, x),
    y: await applyHead(name, at === 'start' ? teacher : head, y),
    d: head.outputs,
  };
}

async function applyHead(name: string, head: HeadWeights, states: Float32Array) {
  const { inputs, outputs, w, b, perceptron, inputNorm } = head;
  if ((b || perceptron) && inputNorm === undefined)
    throw new Error(`${name}: its head needs states of their own length, which are not kept here.`);
  const scaled = inputNorm === undefined ? states : states.map((value) => value * inputNorm);
  const nn = openHostNn('float64');
  try {
    using ops = nn.open();
    const upload = (values: Float32Array, shape: number[]) => ops.upload(values, shape, 'head');
    const s = upload(scaled, [states.length / inputs, inputs]);
    let out = ops.linear({
      ...{ x: s, w: upload(w, [outputs, inputs]) },
      ...(b && { bias: upload(b, [outputs]) }),
    });
    if (perceptron) {
      const { hidden, v1, b1, v2 } = perceptron;
      const inner = ops.linear({
        ...{ x: s, w: upload(v1, [hidden, inputs]), bias: upload(b1, [hidden]) },
      });
      const residual = ops.linear({ x: ops.gelu(inner), w: upload(v2, [outputs, hidden]) });
      out = ops.add({ x: out, y: residual });
    }
    return Float32Array.from(await ops.read(ops.unitNormalise(out).unit));
  } finally {
    nn[Symbol.dispose]();
  }
}
