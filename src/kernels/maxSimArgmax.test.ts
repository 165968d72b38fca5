import { describe, expect } from 'vitest';
import { ShapeError } from '../gpu';
import { gpuTest, worstError } from '../gpu/testing';
import { maxSimCpu } from './maxSim.cpu';
import { ragged, randomTexts, uploadTexts, zeroTexts } from './maxSim.testing';
import { maxSimArgmax, NO_TOKEN } from './maxSimArgmax';
import { maxSimArgmaxCpu } from './maxSimArgmax.cpu';

describe('maxSimArgmax', () => {
  describe.each([
    // One token; below, at and above the tile of 4; empty texts; more pairs than a row of 97 workgroups.
    ['one token', [1], [1], 4],
    ['below the tile', [3], [3], 12],
    ['at the tile', [4], [4], 8],
    ['above the tile', [5], [5], 16],
    ['empty texts', [0, 2, 0], [0, 1, 0, 5], 4],
    ['long vectors', ragged(5), ragged(6), 384],
    ['many pairs', ragged(21), ragged(22), 20],
  ] as const)('on %s', (_, queryLengths, documentLengths, d) => {
    gpuTest('matches float64', async ({ scope }) => {
      const host = randomTexts(queryLengths, documentLengths, d);
      const { scores, argmax } = maxSimArgmax(scope, uploadTexts(scope, host));
      expect(worstError(await scope.download(scores), maxSimCpu(host))).toBeLessThan(1.2e-7); // measured 5.8e-8
      expect(await scope.download(argmax)).toEqual(maxSimArgmaxCpu(host));
    });
  });

  gpuTest.for([0, 3, 4, 7, 8])(
    'finds one huge score at %i, its first copy',
    async (peak, { scope }) => {
      const host = zeroTexts([2], [10, 0], 4);
      host.queries.set([1, 0, 0, 0, 0, 1, 0, 0]);
      for (const j of [peak, peak + 1]) host.documents.set([1e4, 0, 0, 0], j * 4);
      const { scores, argmax } = maxSimArgmax(scope, uploadTexts(scope, host));
      expect([...(await scope.download(scores))]).toEqual([5e3, 0]);
      expect([...(await scope.download(argmax))]).toEqual([peak, NO_TOKEN, 0, NO_TOKEN]);
    },
  );

  gpuTest('writes into outputs and allocates nothing else', ({ scope }) => {
    const inputs = uploadTexts(scope, randomTexts([2, 1], [1], 4));
    const [outScores, outArgmax] = [scope.empty([2, 1], 's'), scope.emptyU32([3, 1], 'a')];
    const before = scope.liveBuffers;
    const got = maxSimArgmax(scope, { ...inputs, outScores, outArgmax });
    expect(got).toEqual({ scores: outScores, argmax: outArgmax });
    expect(scope.liveBuffers).toBe(before);
  });

  gpuTest('refuses wrong shapes and sides without tokens', ({ scope }) => {
    const inputs = uploadTexts(scope, randomTexts([2, 1], [1], 4));
    const refuse = (change: object) => expect(() => maxSimArgmax(scope, { ...inputs, ...change }));
    refuse({ documents: scope.empty([3, 8], 'wide') }).toThrow(ShapeError);
    refuse({ outScores: scope.empty([3, 1], 'o') }).toThrow(ShapeError);
    refuse({ outArgmax: scope.emptyU32([2, 1], 'o') }).toThrow(ShapeError);
    refuse({ documents: scope.empty([0, 4], 'none') }).toThrow('at least one token');
  });
});
