import source from '../../shaders/fusedOtPlain.wgsl?raw';
import { defineKernel, type Kernel } from '../gpu';
import { compose } from './compose';
import type { FusedOtInputs } from './fusedOt';
import { CHECK_EVERY, KERNEL_BITS, type OtSettings } from './otProblem';
import { kernelCache, type TokenPart } from './tokenStorage';

/** Bits of weights and of size at most 64 x 64: the choice must not depend on what else is in a batch. */
const SIZE_BITS = 2 * Math.log2(64);

/**
 * Whether every problem is plain: cosine costs without position prior, weights 1/n and 1/m, balanced, eps
 * constant, not relaxed, from a cold start, and eps so large (above .038) that the kernel domain is proved from
 * costs in [0, 2] alone, `2 log2(e) / eps + log2 max(n, m) + log2 max(n, m) <= KERNEL_BITS`.
 *
 * @see docs/optimal-transport.md, section 4
 */
export function isPlain({ weights, start }: Partial<FusedOtInputs>, settings: OtSettings): boolean {
  const { eps, cost = 'cosine', distortion = 0, marginals, schedule, relaxation } = settings;
  return (
    !(weights || start) &&
    cost === 'cosine' &&
    distortion === 0 &&
    (marginals?.kind ?? 'balanced') === 'balanced' &&
    (schedule?.kind ?? 'constant') === 'constant' &&
    (relaxation ?? 'none') === 'none' &&
    (2 * Math.LOG2E) / eps + SIZE_BITS <= KERNEL_BITS
  );
}

/**
 * The kernel of `fusedOt` for plain problems of at most `longest` rows and columns, its bindings and parameters
 * the same; for adapters where a CPU plays the GPU, which run and compile all that a shader's text holds.
 */
export function fusedOtPlain(tokens: TokenPart, longest: number): Kernel {
  return (longest > 32 ? plain64 : plain32)(tokens, false);
}

const plain32 = kernelCache((tokens) => plain(tokens, 2));
const plain64 = kernelCache((tokens) => plain(tokens, 4));

/** Invocations that hold up to `groups` blocks of 16 rows and columns: the fewer, the sooner compiled. */
function plain(tokens: TokenPart, groups: number): Kernel {
  return defineKernel({
    name: 'fusedOtPlain',
    source: compose(
      source,
      { CHECK_EVERY, GROUPS: groups, COLUMNS: 4 * groups },
      { TOKENS: tokens },
    ),
  });
}
