import { makeParameter, type NnArray, type NnOps, type Parameter } from '../../nn';
import { studentName } from './spec';
import type { StudentSnapshot, StudentSpec } from './types';

/**
 * Makes the arrays of one student in `ops`. Trained ones take their values from a snapshot where there is
 * one; `start`, what they are pulled to, stays that of a new student.
 */
export class ParameterStore {
  readonly parameters: Parameter[] = [];

  constructor(
    readonly ops: NnOps,
    readonly spec: StudentSpec,
    readonly from?: StudentSnapshot,
  ) {
    if (from && studentName(from.spec) !== studentName(spec))
      throw new RangeError(
        `student snapshot: found one of ${studentName(from.spec)}, want ${studentName(spec)}`,
      );
  }

  frozen = (name: string, shape: readonly number[], values: Float32Array): NnArray =>
    this.ops.upload(values, shape, name);

  trained = (name: string, shape: readonly number[], start: Float32Array): Parameter => {
    const parameter = makeParameter(this.ops, name, shape, start);
    const values = this.from?.values.get(name);
    if (this.from && values?.length !== start.length)
      throw new RangeError(
        `student snapshot: found ${values ? `${values.length} values` : 'nothing'} for ${name}, ` +
          `want [${shape}] = ${start.length}`,
      );
    if (values) {
      using inner = this.ops.open();
      this.ops.copy(inner.upload(values, shape, name), parameter.w);
    }
    this.parameters.push(parameter);
    return parameter;
  };

  /** @throws RangeError if the snapshot has arrays that the student has not. */
  assertAllUsed(): void {
    const names = new Set(this.parameters.map(({ name }) => name));
    const extra = [...(this.from?.values.keys() ?? [])].filter((name) => !names.has(name));
    if (extra.length > 0)
      throw new RangeError(
        `student snapshot: ${studentName(this.spec)} has no parameter ${extra.join(', ')}`,
      );
  }
}
