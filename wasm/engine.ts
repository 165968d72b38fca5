import { fillCost } from './cost';
import { finish, finishEmpty, unpackPlan } from './finish';
import { fillGradient } from './gradient';
import { absorb, fillKernel, shiftRows } from './kernel';
import { iterateLog } from './logDomain';
import { exp2x4, fill, log2x4 } from './numeric';
import { epsAt, gather, Problem, setting, slot, start } from './problem';
import { resetRelaxation } from './relaxation';
import { scale } from './scaling';
import * as S from './slots';

export { adam } from './adam';
export { attention, attentionBackward } from './attention';
export { gelu, geluBackward } from './gelu';
export { multiply, packColumns } from './gemm';
export { maxSim, maxSimGroup, packPanels } from './maxSim';

/** Bits that the kernel domain has room for; KERNEL_BITS of otProblem.ts. */
const KERNEL_BITS: f64 = 88;
/** Iterations in logarithms before the first absorption. */
const WARM_UP: i32 = 2;

/** Where free memory begins. */
export function heapBase(): usize {
  return __heap_base;
}

/** Solves the problem that slots and settings describe; the answers lie where the slots say. */
export function solve(): void {
  gather();
  if (Problem.rows == 0 || Problem.columns == 0) {
    finishEmpty();
    if (slot(S.WANT_GRADIENT))
      memory.fill(slot(S.GRADIENT), 0, slot(S.COLUMNS) * slot(S.DIMENSION) * 4);
    if (slot(S.WANT_PLAN)) memory.fill(slot(S.PLAN), 0, slot(S.ROWS) * slot(S.COLUMNS) * 4);
    return;
  }
  fillCost();
  iterate();
  finish();
  if (slot(S.WANT_GRADIENT)) fillGradient();
  if (slot(S.WANT_PLAN)) unpackPlan();
}

function iterate(): void {
  const iterations = <i32>setting(S.ITERATIONS);
  Problem.eps = epsAt(1);
  start(Problem.eps);
  resetRelaxation(setting(S.RELAXATION) != 0);
  fill(slot(S.U), Problem.rowsPadded, 1);
  fill(slot(S.V), Problem.columnsPadded, 1);
  if (setting(S.SCHEDULE) == 0 && shiftRows() <= KERNEL_BITS) {
    Problem.domain = 0;
    fillKernel();
    scale(1);
    return;
  }
  const warmUp = min(WARM_UP, iterations);
  Problem.domain = setting(S.SCHEDULE) == 0 && iterations > warmUp ? 1 : 2;
  const stopped = iterateLog(1, Problem.domain == 1 ? warmUp : iterations);
  absorb();
  fillKernel();
  if (Problem.domain == 1 && !stopped) scale(warmUp + 1);
}

/** 2^t of `count` (a multiple of 4) values in place, for the test of its error. */
export function exp2Values(at: usize, count: i32): void {
  for (let i: i32 = 0; i < count; i += 4)
    v128.store(at + (i << 2), exp2x4(v128.load(at + (i << 2))));
}

/** log2 of `count` (a multiple of 4) values in place, for the test of its error. */
export function log2Values(at: usize, count: i32): void {
  for (let i: i32 = 0; i < count; i += 4)
    v128.store(at + (i << 2), log2x4(v128.load(at + (i << 2))));
}
