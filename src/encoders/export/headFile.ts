import {
  float32Tensor,
  ParseError,
  type Safetensors,
  type StoredTensor,
  storedTensor,
  writeSafetensors,
} from '../../lib';
import type { HeadWeights } from '../../nn';

/** Keeps a head that is more than W as it is; the folder's Dense modules hold it scaled and stacked. */
export const HEAD_FILE = 'optical_bench_head.safetensors';

/** The head of a student's queries and that of its teacher's documents, bit for bit. */
export interface HeadPair {
  readonly student: HeadWeights;
  readonly teacher: HeadWeights;
}

const TEACHER = 'teacher.';

/** The bytes of `HEAD_FILE`. */
export function headTensors(head: HeadWeights): Uint8Array {
  return writeSafetensors(tensorsOf(head, ''), normOf(head, ''));
}

/** Both heads in one safetensors file, with `metadata`. */
export function writeHeads(
  { student, teacher }: HeadPair,
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const tensors = new Map([...tensorsOf(student, ''), ...tensorsOf(teacher, TEACHER)]);
  const norms = { ...normOf(student, ''), ...normOf(teacher, TEACHER) };
  return writeSafetensors(tensors, { ...metadata, ...norms });
}

/** Reads what `writeHeads` wrote. @throws ParseError naming file and tensor, found and wanted. */
export function readHeads(file: Safetensors): HeadPair {
  const student = headFromTensors(file);
  const teacher = headFromTensors(file, TEACHER);
  for (const size of ['inputs', 'outputs'] as const)
    if (teacher[size] !== student[size])
      throw new ParseError(
        file.file,
        0,
        `${TEACHER}w`,
        `found ${teacher[size]} ${size}, want ${student[size]} as in w`,
      );
  return { student, teacher };
}

function tensorsOf(
  { inputs, outputs, w, b, perceptron }: HeadWeights,
  prefix: string,
): Map<string, StoredTensor> {
  const tensors = new Map([[`${prefix}w`, storedTensor(w, [outputs, inputs])]]);
  if (b) tensors.set(`${prefix}b`, storedTensor(b, [outputs]));
  if (perceptron) {
    const { hidden, v1, b1, v2 } = perceptron;
    tensors.set(`${prefix}v1`, storedTensor(v1, [hidden, inputs]));
    tensors.set(`${prefix}b1`, storedTensor(b1, [hidden]));
    tensors.set(`${prefix}v2`, storedTensor(v2, [outputs, hidden]));
  }
  return tensors;
}

function normOf({ inputNorm }: HeadWeights, prefix: string): Record<string, string> {
  return inputNorm === undefined ? {} : { [`${prefix}inputNorm`]: `${inputNorm}` };
}

/** Reads `HEAD_FILE`. @throws ParseError where tensors are missing or do not fit each other. */
export function headFromTensors(file: Safetensors, prefix = ''): HeadWeights {
  const [outputs, inputs] = matrixShape(file, `${prefix}w`);
  const w = float32Tensor(file, `${prefix}w`, [outputs, inputs]);
  const norm = file.metadata.get(`${prefix}inputNorm`);
  const inputNorm = norm === undefined ? undefined : Number(norm);
  if (inputNorm !== undefined && !(inputNorm > 0 && Number.isFinite(inputNorm)))
    throw new ParseError(
      file.file,
      0,
      `${prefix}inputNorm`,
      `found ${norm}, want a positive number`,
    );
  return {
    inputs,
    outputs,
    w,
    ...(file.tensors.has(`${prefix}b`) && { b: float32Tensor(file, `${prefix}b`, [outputs]) }),
    ...(file.tensors.has(`${prefix}v1`) && {
      perceptron: perceptronOf(file, prefix, inputs, outputs),
    }),
    ...(inputNorm !== undefined && { inputNorm }),
  };
}

/** The two sizes of a matrix. @throws ParseError if it is missing or not one. */
export function matrixShape({ file, tensors }: Safetensors, name: string): [number, number] {
  const shape = tensors.get(name)?.shape;
  if (shape?.length !== 2)
    throw new ParseError(
      file,
      0,
      name,
      `found ${shape ? `shape [${shape}]` : 'no such tensor'}, want a matrix`,
    );
  return [shape[0]!, shape[1]!];
}

function perceptronOf(file: Safetensors, prefix: string, inputs: number, outputs: number) {
  const [hidden] = matrixShape(file, `${prefix}v1`);
  return {
    hidden,
    v1: float32Tensor(file, `${prefix}v1`, [hidden, inputs]),
    b1: float32Tensor(file, `${prefix}b1`, [hidden]),
    v2: float32Tensor(file, `${prefix}v2`, [outputs, hidden]),
  };
}
