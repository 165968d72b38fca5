import { assertShape, type DType, defineKernel, type Kernel, type Tensor } from '../gpu';
import { compose } from './compose';
import { fillVectors, tileConstants } from './matmulTile';

/** A linear layer's weights as float32 `[o, k]`, or frozen as halves `[o, k / 2]`, two to a word (see `packHalf`). */
export type WeightTensor = Tensor | Tensor<'u32'>;

/** Whether weights `[o, k]` can be stored as halves: the kernels that read these take four at a time. */
export function fitsHalves(shape: readonly number[]): boolean {
  return shape.length === 2 && fillVectors(...shape);
}

/**
 * Sizes of a linear layer's weights, however they are stored.
 *
 * @throws ShapeError if `w` is not a matrix.
 * @throws RangeError if it is halves, and o or k not a multiple of 4.
 */
export function weightSize(where: string, w: WeightTensor): { o: number; k: number } {
  const [o = 0, width = 0] = w.shape;
  assertShape(where, w, [o, width]);
  if (isFloat(w)) return { o, k: width };
  const k = 2 * width;
  if (!fitsHalves([o, k]))
    throw new RangeError(`${where}: halves need multiples of 4 both ways, got [${o}, ${k}]`);
  return { o, k };
}

export function isFloat(w: Tensor<DType>): w is Tensor {
  return w.dtype === 'f32';
}

/** The tiled kernel `name` for each storage of its weights; the one for halves is compiled at its first use. */
export function weightKernels(name: string, source: string): (w: WeightTensor) => Kernel {
  const define = (part: string, lazy: boolean) => {
    const text = compose(source, {}, { WEIGHTS: part });
    return defineKernel({ name, source: text, lazy, constants: tileConstants });
  };
  const floats = define('floatWeights', false);
  const halves = define('halfWeights', true);
  return (w) => (isFloat(w) ? floats : halves);
}
