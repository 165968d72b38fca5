import { fusedOtCpu, raggedLayout } from '../../kernels';
import { otProperties } from './propertySuite.testing';

// What float64 leaves: sums of at most 25 entries at 1e-16, times up to 2000 iterations.
otProperties(
  'float64',
  async ({ rowCounts, columnCounts, ...batch }, settings) =>
    fusedOtCpu({ ...batch, layout: raggedLayout(rowCounts, columnCounts) }, settings),
  { runs: 100, plan: 1e-10, loss: 1e-9, step: 2 ** -12, slope: 1e-5 },
);
