import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Chain, makeChain } from './chain';
import { loadRuntime } from './runtime';
import { readBuilt, worstDifference } from './testing/nodeEncoder';

let chain: Chain;
beforeAll(async () => {
  const options = { executionProvider: 'wasm', threads: 1, wasmPaths: 'package' } as const;
  chain = makeChain(await loadRuntime(options));
  await chain.load(12, readBuilt);
});
afterAll(() => chain.close());

const ids = (...values: number[]) => BigInt64Array.from(values, BigInt);

it('padding does not change the states of the tokens', async () => {
  const bare = { ids: ids(0, 100, 2000, 30000, 2), lengths: [5], length: 5 };
  // The pad's own id must not matter, so it is a word here, and the neighbour fills its row.
  const padded = {
    ids: ids(0, 100, 2000, 30000, 2, 7, 7, 7, 0, 9, 8, 7, 6, 5, 4, 2),
    lengths: [5, 8],
    length: 8,
  };
  const want = await chain.run(bare, 12);
  const got = (await chain.run(padded, 12)).subarray(0, want.length);
  expect(worstDifference(got, want)).toBeLessThan(1e-5);
});

it('a layer continues from the one below', async () => {
  const batch = { ids: ids(0, 100, 2), lengths: [3], length: 3 };
  const five = await chain.run(batch, 5);
  const six = await chain.run(batch, 6);
  expect(worstDifference(five, six)).toBeGreaterThan(0.1);
  expect(await chain.run(batch, 6)).toEqual(six);
});

it('says which graph is not loaded', async () => {
  const empty = makeChain(
    await loadRuntime({ executionProvider: 'wasm', threads: 1, wasmPaths: 'package' }),
  );
  await expect(empty.run({ ids: ids(0), lengths: [1], length: 1 }, 0)).rejects.toThrow(
    'embed.onnx is not loaded',
  );
});
