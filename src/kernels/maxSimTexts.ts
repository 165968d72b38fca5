import { assertShape, type DType, ShapeError, type Tensor } from '../gpu';

/** Two packed sets of texts: text `t` owns the rows `offsets[t] .. offsets[t + 1]` of its vectors. */
export interface MaxSimTexts {
  /** `[queryTokens, d]`, `d` a multiple of 4. */
  readonly queries: Tensor;
  /** u32 `[queryTexts + 1]`, from 0, never falling. */
  readonly queryOffsets: Tensor<'u32'>;
  /** `[documentTokens, d]`. */
  readonly documents: Tensor;
  /** u32 `[documentTexts + 1]`. */
  readonly documentOffsets: Tensor<'u32'>;
}

/** Sizes of a pair of packed sets: texts and tokens of both, and four-component chunks of a vector. */
export interface MaxSimSizes {
  readonly Q: number;
  readonly D: number;
  readonly queryTokens: number;
  readonly documentTokens: number;
  readonly d4: number;
}

/**
 * Checks the shapes of two packed sets and returns their sizes; the offsets live on the device and are trusted.
 *
 * @throws ShapeError if the vectors are not matrices of one width, or offsets are empty or not one-dimensional.
 * @throws RangeError if the width is not a positive multiple of 4: pad the vectors with zeros.
 */
export function maxSimSizes(kernel: string, texts: MaxSimTexts): MaxSimSizes {
  const [queryTokens, d = 0] = texts.queries.shape as [number, number];
  const documentTokens = texts.documents.shape[0]!;
  assertShape(`${kernel} queries`, texts.queries, [queryTokens, d]);
  assertShape(`${kernel} documents`, texts.documents, [documentTokens, d]);
  if (!(d > 0 && d % 4 === 0))
    throw new RangeError(`${kernel}: d must be a positive multiple of 4, got ${d}`);
  const Q = countTexts(`${kernel} queryOffsets`, texts.queryOffsets);
  const D = countTexts(`${kernel} documentOffsets`, texts.documentOffsets);
  return { Q, D, queryTokens, documentTokens, d4: d / 4 };
}

function countTexts(where: string, offsets: Tensor<DType>): number {
  if (offsets.shape.length !== 1 || offsets.shape[0] === 0)
    throw new ShapeError(where, offsets.shape, [1]);
  return offsets.shape[0]! - 1;
}
