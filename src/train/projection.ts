import type { Scope, Tensor } from '../gpu';
import { linear, unitNormalise } from '../kernels';
import type { Student } from './student';
import type { TokenSet } from './tokens';

/** Unit token vectors on the device, with their offsets. */
export interface UnitTokens {
  readonly vectors: Tensor;
  readonly offsets: Uint32Array;
}

/** The encoder's own vectors, `x / |x|`. */
export function unitTokens(scope: Scope, set: TokenSet): UnitTokens {
  return { vectors: unitNormalise(scope, { x: upload(scope, set) }).unit, offsets: set.offsets };
}

/** Through the English head: `unit(W x)`. */
export function headTokens(scope: Scope, set: TokenSet, head: Tensor): UnitTokens {
  using inner = scope.gpu.scope();
  const z = linear(inner, { x: upload(inner, set), w: head });
  return { vectors: unitNormalise(scope, { x: z }).unit, offsets: set.offsets };
}

/** Through a student in training. */
export function studentTokens(scope: Scope, set: TokenSet, student: Student): UnitTokens {
  using inner = scope.gpu.scope();
  const { unit } = student.forward(inner, upload(inner, set));
  const vectors = scope.empty(unit.shape, 'student.unit');
  inner.copy(unit, vectors);
  return { vectors, offsets: set.offsets };
}

/** Uploads W, `[outputs, inputs]`. */
export function loadHead(scope: Scope, head: Float32Array, inputs: number): Tensor {
  return scope.upload(head, [head.length / inputs, inputs], 'head');
}

function upload(scope: Scope, set: TokenSet): Tensor {
  return scope.upload(set.vectors, [set.offsets.at(-1) ?? 0, set.dimension], 'tokens');
}
