import { describe, expect, test } from 'vitest';
import { ShapeError } from '../gpu';
import { gpuTest, worstError } from '../gpu/testing';
import { maxSim, maxSimBlocks } from './maxSim';
import { maxSimCpu } from './maxSim.cpu';
import { ragged, randomTexts, uploadTexts, zeroTexts } from './maxSim.testing';

describe('maxSim', () => {
  describe.each([
    // One token; below, at and above the tile of 16; empty texts; long texts; a workgroup's 32 texts and more.
    ['one token', [1], [1], 4],
    ['below the tile', [15], [15], 12],
    ['at the tile', [16], [16], 8],
    ['above the tile', [17], [17], 16],
    ['empty texts', [0, 2, 0, 0, 3, 0], [0, 0, 1, 0, 5, 0], 4],
    ['only empty texts', [0, 0], [0], 4],
    ['texts over many tiles', [30, 34, 1], [40, 1, 1, 1, 33], 4],
    ['32 texts', ragged(32), ragged(32), 4],
    ['33 texts', ragged(33), ragged(33), 4],
    ['long vectors', ragged(20), ragged(31), 384],
    ['many blocks', ragged(70), ragged(101), 20],
  ] as const)('on %s', (_, queryLengths, documentLengths, d) => {
    gpuTest('matches float64', async ({ scope }) => {
      const host = randomTexts(queryLengths, documentLengths, d);
      const got = await scope.download(maxSim(scope, uploadTexts(scope, host)));
      expect(worstError(got, maxSimCpu(host))).toBeLessThan(3e-7); // measured 1.4e-7
    });
  });

  gpuTest.for([0, 15, 16, 17, 31, 32, 36])(
    'finds one huge score at document token %i',
    async (peak, { scope }) => {
      const lengths = [16, 1, 15, 5];
      const host = zeroTexts([3], lengths, 4);
      host.documents.fill(-1);
      host.documents.set([1000, 0, 0, 0], peak * 4);
      host.queries.set([1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0]);
      const got = await scope.download(maxSim(scope, uploadTexts(scope, host)));
      const home = host.documentOffsets.findLastIndex((start) => start <= peak);
      expect([...got]).toEqual(lengths.map((_, t) => (t === home ? 1000 : -1)));
    },
  );

  gpuTest('sums scores below -1e30 without a floor', async ({ scope }) => {
    const host = zeroTexts([2], [3], 4);
    host.queries.set([1e18, 0, 0, 0, 1e18, 0, 0, 0]);
    for (const j of [0, 1, 2]) host.documents.set([-1e18, 0, 0, 0], 4 * j);
    const [score] = await scope.download(maxSim(scope, uploadTexts(scope, host)));
    expect(score! / -1e36).toBeCloseTo(1, 6);
  });

  gpuTest('scores a range of queries into out and allocates nothing', async ({ scope }) => {
    const host = randomTexts(ragged(40), ragged(5), 8);
    const inputs = uploadTexts(scope, host);
    const out = scope.empty([36, 5], 'out');
    const before = scope.liveBuffers;
    expect(maxSim(scope, { ...inputs, queryStart: 3, queryCount: 36, out })).toBe(out);
    expect(scope.liveBuffers).toBe(before);
    const want = maxSimCpu(host).subarray(3 * 5, 39 * 5);
    expect(worstError(await scope.download(out), want)).toBeLessThan(3e-7);
  });

  gpuTest('gives nothing for no texts', async ({ scope }) => {
    const inputs = uploadTexts(scope, randomTexts([], [2], 4));
    expect(await scope.download(maxSim(scope, inputs))).toHaveLength(0);
  });

  gpuTest('refuses wrong shapes and ranges', ({ scope }) => {
    const inputs = uploadTexts(scope, randomTexts([2, 1], [3], 4));
    const refuse = (change: object) => expect(() => maxSim(scope, { ...inputs, ...change }));
    refuse({ documents: scope.empty([3, 8], 'wide') }).toThrow(ShapeError);
    refuse({ queryOffsets: scope.emptyU32([0], 'none') }).toThrow(ShapeError);
    refuse({ out: scope.empty([2, 2], 'out') }).toThrow(ShapeError);
    refuse({ queryStart: 1, queryCount: 2 }).toThrow('queries 1 to 3 leave [0, 2]');
    refuse({ queryStart: 0.5 }).toThrow('must be whole');
    const odd = { queries: scope.empty([3, 6], 'odd'), documents: scope.empty([3, 6], 'odd') };
    refuse(odd).toThrow('multiple of 4, got 6');
  });
});

describe('maxSimBlocks', () => {
  const sizes = { Q: 1237, D: 1237, queryTokens: 13_106, documentTokens: 9_812, d4: 96 };
  test.each([true, false])('covers every pair once, software %s', (software) => {
    const adapter = { vendor: '', architecture: '', device: '', description: '', software };
    const blocks = [...maxSimBlocks(adapter, sizes, 5, 1237)];
    const pairs = blocks.map(
      ({ params: p }) => (p.queryEnd - p.queryStart) * (p.documentEnd - p.documentStart),
    );
    expect(pairs.reduce((a, b) => a + b)).toBe(1232 * 1237);
    const flops = (2 * 384 * 13_106 * 9_812 * Math.max(...pairs)) / 1237 ** 2;
    expect(flops).toBeLessThan(software ? 0.4e9 : 75e9);
    expect(blocks.map(({ last }) => last).indexOf(true)).toBe(blocks.length - 1);
  });
});
