import source from '../../shaders/packHalf.wgsl?raw';
import { assertShape, defineKernel, type Scope, ShapeError, type Tensor } from '../gpu';

const W = 256;
const kernel = defineKernel({ name: 'packHalf', source, constants: () => ({ W }) });

/**
 * Token vectors as halves (IEEE binary16), two to a word, the even dimension in the low bits: half the
 * memory and half the traffic of float32. Shaders read them with `unpack2x16float`, which is core WGSL, so
 * no adapter feature is needed (`shader-f16` is not asked for). Sums over them stay float32.
 *
 * Rounds to the nearest half, ties to even: relative error at most 2^-11 for magnitudes of 6.1e-5 and
 * more, below that at most 3e-8. Magnitudes beyond 65504 saturate to 65504 (a half has no more, and its
 * infinity is nothing that a shader may compute with).
 *
 * @param scope owns the result, unless `out` is given.
 * @param x [N, d], d even.
 * @param out [N, d / 2], overwritten and returned.
 * @throws ShapeError if `x` is not a matrix, d is odd, or `out` is not `[N, d / 2]`.
 */
export function packHalf(scope: Scope, x: Tensor, out?: Tensor<'u32'>): Tensor<'u32'> {
  const [rows, d] = x.shape;
  if (x.shape.length !== 2 || rows === undefined || !d || d % 2 === 1)
    throw new ShapeError('packHalf x, d even', x.shape, [rows ?? 1, d ? d + (d % 2) : 2]);
  const shape = [rows, d / 2];
  const packed = out ?? scope.emptyU32(shape, `${x.label}.halves`);
  assertShape('packHalf out', packed, shape);
  const words = (rows * d) / 2;
  kernel.dispatch(scope, { words }, { x, packed }, Math.ceil(words / W));
  return packed;
}
