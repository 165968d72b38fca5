import type { NnOps } from '../../nn';
import type { StudentModel } from '../students/types';
import type { TrainingState } from './state';

/** @throws RangeError if the state lacks a parameter or has one of another size. */
export function restoreParameters(
  outer: NnOps,
  student: StudentModel,
  parameters: TrainingState['parameters'],
): void {
  using ops = outer.open();
  for (const parameter of student.parameters) {
    const state = parameters.get(parameter.name);
    if (!state) throw new RangeError(`The checkpoint has no ${parameter.name}`);
    const { shape } = parameter.w;
    for (const part of ['w', 'm', 'v'] as const)
      ops.copy(ops.upload(state[part], shape, parameter.name), parameter[part]);
  }
}
