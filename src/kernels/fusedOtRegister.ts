import source from '../../shaders/fusedOtRegister.wgsl?raw';
import { defineKernel, type Scope } from '../gpu';
import { compose } from './compose';
import {
  type FusedForm,
  type FusedOtInputs,
  type FusedOtOutputs,
  type FusedOtSettings,
  fusedOt,
} from './fusedOt';
import { ABSORB_BITS, CHECK_EVERY, KERNEL_BITS, type OtWanted } from './otProblem';
import { kernelCache } from './tokenStorage';

/** Rows and columns that the two kernels hold, and invocations of a workgroup. */
const SIZES = [32, 64] as const;

/**
 * The form of `fusedOt` that holds up to `size` rows and columns in registers.
 *
 * @param size a multiple of 16; the workgroup's invocations.
 */
export function registerForm(size: number): FusedForm {
  return {
    fits: (_, n, m) => n <= size && m <= size,
    kernel: kernelCache((tokens, general) =>
      defineKernel({
        name: 'fusedOtRegister',
        source: compose(
          source,
          { V: size / 4, CHECK_EVERY, KERNEL_BITS, ABSORB_BITS },
          { TOKENS: tokens },
        ),
        constants: () => ({ GENERAL: Number(general) }),
      }),
    ),
  };
}

const FORMS = SIZES.map(registerForm);

/**
 * `fusedOt` for real GPUs, the same contract: an invocation keeps one row and one column of the kernel matrix
 * in registers, so a half iteration is a sum over registers and one barrier, and 64 x 64 problems fit the 16
 * KiB of workgroup memory that WebGPU promises. Problems of at most 32 x 32 go in one dispatch, larger
 * ones in a second. It needs no subgroups. On a CPU adapter, where barriers are dear, it is slower than `fusedOt`.
 *
 * @throws what `fusedOt` throws; a problem does not fit if n or m is above 64.
 * @see docs/decisions/0010-unrolled-registers.md
 */
export function fusedOtRegister(
  scope: Scope,
  inputs: FusedOtInputs,
  settings: FusedOtSettings,
  wanted: OtWanted = {},
  out?: FusedOtOutputs,
): FusedOtOutputs {
  const { count, layout } = inputs.batch;
  const chosen = Array.from(inputs.only ?? { length: count }, (b, k) =>
    inputs.only ? Number(b) : k,
  );
  const fitsSmall = (b: number) =>
    Math.max(layout.problems[4 * b + 2] ?? 0, layout.problems[4 * b + 3] ?? 0) <= SIZES[0];
  const small = chosen.filter(fitsSmall);
  const large = chosen.filter((b) => !fitsSmall(b));
  const results = fusedOt(scope, { ...inputs, only: large }, settings, wanted, out, FORMS[1]);
  // The first call has copied `start` into the potentials of all problems.
  const start = inputs.start && { start: results.potentials };
  const rest = { ...inputs, ...start, only: small };
  return fusedOt(scope, rest, settings, wanted, results, FORMS[0]);
}
