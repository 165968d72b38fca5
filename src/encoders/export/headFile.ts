import {
  float32Tensor,
  ParseError,
  type Safetensors,
  storedTensor,
  writeSafetensors,
} from '../../lib';
import type { HeadWeights } from '../../nn';

/** Keeps a head that is more than W as it is; the folder's Dense modules hold it scaled and stacked. */
export const HEAD_FILE = 'optical_bench_head.safetensors';

/** The bytes of `HEAD_FILE`. */
export function headTensors(head: HeadWeights): Uint8Array {
  const { inputs, outputs, w, b, perceptron, inputNorm } = head;
  const tensors = new Map([['w', storedTensor(w, [outputs, inputs])]]);
  if (b) tensors.set('b', storedTensor(b, [outputs]));
  if (perceptron) {
    const { hidden, v1, b1, v2 } = perceptron;
    tensors.set('v1', storedTensor(v1, [hidden, inputs]));
    tensors.set('b1', storedTensor(b1, [hidden]));
    tensors.set('v2', storedTensor(v2, [outputs, hidden]));
  }
  return writeSafetensors(tensors, inputNorm === undefined ? {} : { inputNorm: `${inputNorm}` });
}

/** Reads `HEAD_FILE`. @throws ParseError where tensors are missing or do not fit each other. */
export function headFromTensors(file: Safetensors): HeadWeights {
  const [outputs, inputs] = matrixShape(file, 'w');
  const w = float32Tensor(file, 'w', [outputs, inputs]);
  const norm = file.metadata.get('inputNorm');
  const inputNorm = norm === undefined ? undefined : Number(norm);
  if (inputNorm !== undefined && !(inputNorm > 0))
    throw new ParseError(file.file, 0, 'inputNorm', `found ${norm}, want a positive number`);
  return {
    inputs,
    outputs,
    w,
    ...(file.tensors.has('b') && { b: float32Tensor(file, 'b', [outputs]) }),
    ...(file.tensors.has('v1') && { perceptron: perceptronOf(file, inputs, outputs) }),
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

function perceptronOf(file: Safetensors, inputs: number, outputs: number) {
  const [hidden] = matrixShape(file, 'v1');
  return {
    hidden,
    v1: float32Tensor(file, 'v1', [hidden, inputs]),
    b1: float32Tensor(file, 'b1', [hidden]),
    v2: float32Tensor(file, 'v2', [outputs, hidden]),
  };
}
