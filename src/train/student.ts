import type { Scope, Tensor } from '../gpu';
import {
  columnSum,
  geluBackward,
  geluResidual,
  linear,
  linearBackwardInput,
  linearBackwardWeight,
  unitNormalise,
  unitNormaliseBackward,
} from '../kernels';
import type { Rng } from '../lib';
import { makeParameter, type Parameter } from './optimiser';

/** Weights of a student's residual perceptron on the host. */
export interface StudentWeights {
  readonly inputs: number;
  readonly hidden: number;
  readonly outputs: number;
  /** `[hidden, inputs]`. */
  readonly v1: Float32Array;
  /** `[hidden]`. */
  readonly b1: Float32Array;
  /** `[outputs, hidden]`. */
  readonly v2: Float32Array;
}

interface Forward {
  readonly x: Tensor;
  readonly before: Tensor;
  readonly hidden: Tensor;
  readonly unit: Tensor;
  readonly norm: Tensor;
}

/**
 * A query head: the frozen English head plus a residual perceptron,
 * `u = unit(W x + V2 gelu(V1 x + b1))`, x `[n, inputs]`, u `[n, outputs]`.
 * V2 starts at zero, so the student starts as the teacher, as OPTICAL's does; pulling V2 to zero
 * pulls the student back to the teacher.
 */
export class Student {
  readonly parameters: readonly [v1: Parameter, b1: Parameter, v2: Parameter];

  constructor(
    scope: Scope,
    /** W, `[outputs, inputs]`; not trained, not owned. */
    readonly head: Tensor,
    weights: StudentWeights,
  ) {
    const { inputs, hidden, outputs, v1, b1, v2 } = weights;
    this.parameters = [
      makeParameter(scope, 'student.v1', [hidden, inputs], v1),
      makeParameter(scope, 'student.b1', [hidden], b1),
      makeParameter(scope, 'student.v2', [outputs, hidden], v2),
    ];
  }

  /** @param base `W x` where the caller has it already, `[n, outputs]`. */
  forward(scope: Scope, x: Tensor, base = linear(scope, { x, w: this.head })): Forward {
    const [v1, b1, v2] = this.parameters;
    const before = linear(scope, { x, w: v1.w, bias: b1.w });
    const hidden = geluResidual(scope, { x: before });
    const z = linear(scope, { x: hidden, w: v2.w, addend: base });
    const { unit, norm } = unitNormalise(scope, { x: z });
    return { x, before, hidden, unit, norm };
  }

  /** Leaves the gradients of the parameters in them, given that of the unit output, `[n, outputs]`. */
  backward(scope: Scope, { x, before, hidden, unit, norm }: Forward, du: Tensor): void {
    const [v1, b1, v2] = this.parameters;
    const dz = unitNormaliseBackward(scope, { unit, norm, du });
    linearBackwardWeight(scope, { dy: dz, x: hidden, out: v2.gradient });
    const dHidden = linearBackwardInput(scope, { dy: dz, w: v2.w });
    const dBefore = geluBackward(scope, { x: before, dy: dHidden });
    linearBackwardWeight(scope, { dy: dBefore, x, out: v1.gradient });
    columnSum(scope, { x: dBefore, out: b1.gradient });
  }

  /** Reads the weights back. */
  async weights(scope: Scope): Promise<StudentWeights> {
    const [v1, b1, v2] = this.parameters;
    const [hidden, inputs] = v1.w.shape as [number, number];
    return {
      inputs,
      hidden,
      outputs: v2.w.shape[0]!,
      v1: await scope.download(v1.w),
      b1: await scope.download(b1.w),
      v2: await scope.download(v2.w),
    };
  }
}

/** V1 normal with variance 1 / inputs, everything else zero: the student that equals the teacher. */
export function initialStudent(
  inputs: number,
  hidden: number,
  outputs: number,
  rng: Rng,
): StudentWeights {
  const scale = 1 / Math.sqrt(inputs);
  return {
    inputs,
    hidden,
    outputs,
    v1: Float32Array.from({ length: hidden * inputs }, () => scale * rng.normal()),
    b1: new Float32Array(hidden),
    v2: new Float32Array(outputs * hidden),
  };
}
