import { testGpu } from '../gpu/testing';
import { solveWasm } from '../wasm';
import { otProperties } from './reference/propertySuite.testing';
import { wgslEngine } from './wgslEngine';

// Float32: sums and plans in L1 to a few ulp of 1 times the iterations that carry them on; losses of costs up to 12.
const FLOAT32 = { plan: 2e-5, loss: 5e-5, step: 2 ** -5, slope: 2e-2 };

otProperties('WASM', async (batch, settings, wanted) => solveWasm(batch, settings, wanted), {
  runs: 60,
  ...FLOAT32,
});

otProperties(
  'WGSL',
  async (batch, settings, wanted) =>
    wgslEngine(await testGpu(), 'a test').solve(batch, settings, wanted),
  { runs: 25, ...FLOAT32 },
);
