import { assertShape, defineKernel, type Kernel, type Scope, type Tensor } from '../gpu';
import { compose } from './compose';
import { dropoutStream, dropoutThreshold } from './dropoutHash';

/** Rows of texts for attention, packed; text t is in rows `offsets[t]` up to `offsets[t + 1]`. */
export interface AttentionTensors {
  /** `[n, width]`, head h in columns `h * width / heads` onwards. */
  readonly q: Tensor;
  readonly k: Tensor;
  readonly v: Tensor;
  /** `[texts + 1]`, never descending; a text may be empty. Rows outside all texts give zeros. */
  readonly offsets: Tensor<'u32'>;
  /** Divides `width` into heads of 4, 8, ... or 64 columns. */
  readonly heads: number;
  /** Drops probabilities; see `attentionDropoutIndex`. */
  readonly dropout?: { readonly rate: number; readonly seed: number } | undefined;
}

/** Columns of a head at most: what one invocation keeps in registers. */
export const MAX_HEAD_WIDTH = 64;

export interface AttentionShape {
  readonly n: number;
  readonly width: number;
  readonly heads: number;
  /** A quarter of the head width. */
  readonly vectors: number;
}

/**
 * Checks the inputs of an attention kernel.
 *
 * @throws ShapeError if q, k and v differ in shape or `offsets` is empty or no vector.
 * @throws RangeError if heads are not of 4, 8, ... or 64 columns.
 */
export function attentionShape(where: string, inputs: AttentionTensors): AttentionShape {
  const { q, k, v, offsets, heads } = inputs;
  const [n, width] = q.shape as [number, number];
  assertShape(`${where} q`, q, [n, width]);
  assertShape(`${where} k`, k, [n, width]);
  assertShape(`${where} v`, v, [n, width]);
  assertShape(`${where} offsets`, offsets, [Math.max(1, offsets.shape[0] ?? 0)]);
  const vectors = width / heads / 4;
  if (!(Number.isInteger(heads) && Number.isInteger(vectors) && vectors > 0))
    throw new RangeError(
      `${where}: ${heads} heads in ${width} columns; a head takes a multiple of 4 columns`,
    );
  if (4 * vectors > MAX_HEAD_WIDTH)
    throw new RangeError(
      `${where}: heads of ${4 * vectors} columns; at most ${MAX_HEAD_WIDTH} are possible`,
    );
  return { n, width, heads, vectors };
}

/** The parameters that the attention kernels share. */
export function attentionParams(
  { offsets, dropout }: AttentionTensors,
  { n, heads, vectors }: AttentionShape,
): Record<string, number> {
  const { rate, seed } = dropout ?? { rate: 0, seed: 0 };
  return {
    n,
    heads,
    texts: offsets.shape[0]! - 1,
    scale: 1 / Math.sqrt(4 * vectors),
    stream: dropoutStream(seed),
    threshold: dropoutThreshold(rate),
    keepScale: 1 / (1 - rate),
  };
}

/** Rows and heads per workgroup. */
export const ATTENTION_W = 64;

/**
 * Makes the kernel of a head width when it is first asked for. On hardware the loops over a head are unrolled
 * in full, so that its columns may stay in registers. SwiftShader compiles and runs plain loops faster: at head
 * width 32 forward and backward take 174 ms of CPU (594 with compiling) against 590 (2890) with 8 unrolled.
 */
export function kernelPerWidth(
  name: string,
  source: string,
): (scope: Scope, vectors: number) => Kernel {
  const kernels = new Map<string, Kernel>();
  return ({ gpu }, vectors) => {
    const unrolled = gpu.adapter.software ? 1 : vectors;
    const known = kernels.get(`${vectors} ${unrolled}`);
    if (known) return known;
    const kernel = defineKernel({
      name,
      source: compose(source, { V: vectors, U: unrolled }),
      lazy: true,
      constants: () => ({ W: ATTENTION_W }),
    });
    kernels.set(`${vectors} ${unrolled}`, kernel);
    return kernel;
  };
}
