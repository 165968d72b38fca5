import { describe, expect, test } from 'vitest';
import { type Scope, ShapeError } from '../gpu';
import { gpuTest, randomSigned, randomUniform, worstError } from '../gpu/testing';
import { columnEntropy } from './columnEntropy';
import { columnEntropyCpu } from './columnEntropy.cpu';
import { raggedBatch, raggedLayout } from './ragged';

const ROWS = [1, 1, 7, 12, 67, 2, 3];
const COLUMNS = [1, 5, 3, 14, 67, 64, 1];
const layout = raggedLayout(ROWS, COLUMNS);
const cost = randomUniform(layout.entries, 4711);

describe('columnEntropy', () => {
  gpuTest.for([1, 0.2, 0.05])(
    'matches float64 at temperature %f',
    async (temperature, { scope }) => {
      const got = columnEntropy(scope, upload(scope, cost, temperature));
      const want = columnEntropyCpu({ cost, layout, temperature });
      // Measured up to 3e-7, and 2.1e-7 relative to 1 + the value.
      expect(worstError(await scope.download(got.loss), want.loss)).toBeLessThan(6e-7);
      expect(worstError(await scope.download(got.mass), want.mass)).toBeLessThan(6e-7);
      expect(relative(await scope.download(got.dC), want.dC)).toBeLessThan(5e-7);
    },
  );

  gpuTest('is 0 for even costs and 1 where all rows crowd on one column', async ({ scope }) => {
    const values = new Float32Array(layout.entries).fill(0.25);
    const at = layout.planOffsets[3]!;
    for (let i = 0; i < 12; i++) values[at + i * 14 + 13] = -100; // problem 3 is 12 x 14
    const got = columnEntropy(scope, upload(scope, values, 0.05));
    const want = [0, 0, 0, 1, 0, 0, 0];
    expect(worstError(await scope.download(got.loss), want)).toBeLessThan(1e-6);
    const mass = await scope.download(got.mass);
    expect([...mass.subarray(9, 23)]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    expect((await scope.download(got.dC)).every((x) => Math.abs(x) < 1e-6)).toBe(true);
  });

  gpuTest('writes into out and allocates nothing else; refuses what does not fit', ({ scope }) => {
    const inputs = upload(scope, cost, 0.1);
    const out = {
      loss: scope.empty([7], 'l'),
      dC: scope.empty([layout.entries], 'd'),
      mass: scope.empty([layout.columns], 'm'),
    };
    const before = scope.liveBuffers;
    expect(columnEntropy(scope, { ...inputs, out })).toEqual(out);
    expect(scope.liveBuffers).toBe(before);
    const refuse = (change: object) => expect(() => columnEntropy(scope, { ...inputs, ...change }));
    refuse({ cost: scope.empty([3], 'c') }).toThrow(ShapeError);
    refuse({ out: { ...out, loss: scope.empty([6], 'l') } }).toThrow(ShapeError);
    refuse({ out: { ...out, mass: scope.empty([6], 'm') } }).toThrow(ShapeError);
    refuse({ out: { ...out, dC: inputs.cost } }).toThrow('columnEntropy out.dC');
    for (const temperature of [0, -1, Number.NaN, Number.POSITIVE_INFINITY])
      refuse({ temperature }).toThrow('temperature must be positive');
  });
});

test('columnEntropyCpu: the derivative agrees with finite differences', () => {
  const small = raggedLayout([3, 1, 4], [4, 2, 1]);
  const host = { layout: small, temperature: 0.4 };
  const start = Float64Array.from(randomSigned(small.entries, 5));
  const want = start.map((_, k) => {
    const at = (step: number) => {
      const moved = start.map((c, l) => c + (l === k ? step : 0));
      return columnEntropyCpu({ ...host, cost: moved }).loss.reduce((a, b) => a + b, 0);
    };
    return (at(1e-5) - at(-1e-5)) / 2e-5;
  });
  const { dC } = columnEntropyCpu({ ...host, cost: start });
  expect(worstError(dC, want)).toBeLessThan(1e-8);
});

function relative(got: ArrayLike<number>, want: Float64Array): number {
  return worstError(
    Array.from(got, (x, k) => x / (1 + Math.abs(want[k]!))),
    want.map((x) => x / (1 + Math.abs(x))),
  );
}

function upload(scope: Scope, values: Float32Array<ArrayBuffer>, temperature: number) {
  const batch = raggedBatch(scope, ROWS, COLUMNS);
  return { cost: scope.upload(values, [layout.entries], 'cost'), batch, temperature };
}
