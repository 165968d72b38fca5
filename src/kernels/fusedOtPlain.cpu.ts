// One formula, two ways to run it: the twin of both is the same.
export { fusedOtCpu as fusedOtPlainCpu } from './fusedOt.cpu';
