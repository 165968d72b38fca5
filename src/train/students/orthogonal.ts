import type { NnArray, NnOps } from '../../nn';

/** Frobenius norm of Q Q^T - I below which one more iteration reaches the rounding of float32. */
const CLOSE = 2e-3;
/** Below this norm every singular value is under sqrt 2, where the iteration converges quadratically. */
const NEAR = 1;
const MAX_ITERATIONS = 60;

/**
 * Replaces the square matrix `q` by the nearest orthogonal one, the orthogonal factor of its polar
 * decomposition, by Newton-Schulz iterations Q <- 3/2 Q - 1/2 Q Q^T Q (Higham 2008, section 8.3). A matrix that is
 * far off is scaled below norm 1 first, from where the iteration converges for every invertible matrix.
 *
 * @param identity I, same shape.
 * @returns iterations made.
 * @throws RangeError if it does not converge: `q` is singular or has values that are not finite.
 */
export async function retract(ops: NnOps, q: NnArray, identity: NnArray): Promise<number> {
  for (let iteration = 1; iteration <= MAX_ITERATIONS; iteration++) {
    using inner = ops.open();
    const gram = inner.linear({ x: q, w: q });
    const off = await frobenius(inner, inner.add({ x: gram, y: identity, scale: -1 }));
    if (!Number.isFinite(off)) break;
    if (off > NEAR && iteration === 1) {
      // |Q|^2 <= 1 + |Q Q^T - I|: after this every singular value is at most 1.
      scale(inner, q, 1 / Math.sqrt(1 + off));
      continue;
    }
    const cubed = inner.linearInput({ dy: gram, w: q });
    scale(inner, q, 1.5);
    inner.addInto({ x: cubed, into: q, scale: -0.5 });
    if (off < CLOSE) return iteration;
  }
  throw new RangeError('orthogonal student: the map is singular or not finite after a step');
}

export function identityMatrix(size: number): Float32Array {
  const matrix = new Float32Array(size * size);
  for (let k = 0; k < size; k++) matrix[k * size + k] = 1;
  return matrix;
}

async function frobenius(ops: NnOps, x: NnArray): Promise<number> {
  return Math.sqrt((await ops.read(ops.sumOfSquares([x])))[0]!);
}

/** `q *= factor`, in place. */
function scale(ops: NnOps, q: NnArray, factor: number): void {
  const old = ops.zeros(q.shape, 'retract.old');
  ops.copy(q, old);
  ops.addInto({ x: old, into: q, scale: factor - 1 });
}
