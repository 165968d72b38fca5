import type { ModelFiles } from './modelFiles';

/** Number formats of weights, as the hub's ONNX exports name their files. */
export const DTYPES = ['fp32', 'fp16', 'q8', 'int8', 'uint8', 'q4', 'q4f16', 'bnb4'] as const;
export type Dtype = (typeof DTYPES)[number];

const SUFFIXES: Readonly<Record<Dtype, string>> = {
  fp32: '',
  fp16: '_fp16',
  q8: '_quantized',
  int8: '_int8',
  uint8: '_uint8',
  q4: '_q4',
  q4f16: '_q4f16',
  bnb4: '_bnb4',
};
/** Where exports lie: transformers.js and Optimum's newer ones in `onnx/`, older ones at the top. */
const FOLDERS = ['onnx/', ''] as const;
const WEIGHTS = 'model.safetensors';

/** What the transformer is read from. */
export type GraphFiles =
  /** Weights beside the graph, where it is too large for one file. */
  | { readonly kind: 'onnx'; readonly graph: string; readonly data: readonly string[] }
  /** No graph: one is built from the weights of a BERT-shaped checkpoint. */
  | { readonly kind: 'checkpoint'; readonly weights: string };

/**
 * The files that hold the transformer in a number format. Where there is no ONNX file at all, a float32 checkpoint
 * serves `fp32`.
 *
 * @throws RangeError naming the formats that there are.
 */
export function graphFiles(files: ModelFiles, dtype: Dtype): GraphFiles {
  const at = (wanted: Dtype) =>
    FOLDERS.map((folder) => `${folder}model${SUFFIXES[wanted]}.onnx`).find((path) =>
      files.sizes.has(path),
    );
  const graph = at(dtype);
  if (graph) return { kind: 'onnx', graph, data: dataOf(files, graph) };
  const found = DTYPES.filter(at);
  if (found.length === 0 && dtype === 'fp32' && files.sizes.has(WEIGHTS))
    return { kind: 'checkpoint', weights: WEIGHTS };
  const some = found.length > 0 ? found : files.sizes.has(WEIGHTS) ? ['fp32'] : [];
  throw new RangeError(
    some.length > 0
      ? `encoder ${files.origin.name}: it has no weights in ${dtype}; found ${some.join(', ')}`
      : `encoder ${files.origin.name}: found neither onnx/model.onnx nor ${WEIGHTS}; want an ONNX export`,
  );
}

/** `model.onnx_data`, `model.onnx_data_1`, …, or `model.onnx.data`. */
function dataOf(files: ModelFiles, graph: string): string[] {
  const ends = /^[_.]data(_\d+)?$/;
  return [...files.sizes.keys()]
    .filter((path) => path.startsWith(graph) && ends.test(path.slice(graph.length)))
    .sort();
}

/** Formats whose activations are rounded over the whole batch, so that texts in one batch change each other. */
export function roundsBatches(dtype: Dtype): boolean {
  return dtype === 'q8' || dtype === 'int8' || dtype === 'uint8';
}
