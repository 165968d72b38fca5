import { describe, expect, test } from 'vitest';
import { type Scope, ShapeError } from '../gpu';
import { gpuTest, randomSigned, worstError } from '../gpu/testing';
import { maxSimCpu } from './maxSim.cpu';
import { ragged, randomTexts, uploadTexts, zeroTexts } from './maxSim.testing';
import { maxSimArgmaxCpu } from './maxSimArgmax.cpu';
import { maxSimBackwardQuery } from './maxSimBackwardQuery';
import { maxSimBackwardQueryCpu } from './maxSimBackwardQuery.cpu';

describe('maxSimBackwardQuery', () => {
  describe.each([
    // One token; one strip of 16 components and more; empty texts; more texts than a row of 97 workgroups.
    ['one token', [1], [1], 4],
    ['a strip', [3, 1], [2, 5], 16],
    ['a strip and a chunk', [5], [5, 1], 20],
    ['empty texts', [0, 2, 0], [0, 1, 0, 5], 4],
    ['long vectors', ragged(5), ragged(6), 384],
    ['many texts', ragged(100), ragged(101), 4],
  ] as const)('on %s', (_, queryLengths, documentLengths, d) => {
    gpuTest('matches float64', async ({ scope }) => {
      const { host, inputs, dScores, argmax } = problem(scope, queryLengths, documentLengths, d);
      const got = await scope.download(maxSimBackwardQuery(scope, inputs));
      expect(worstError(got, maxSimBackwardQueryCpu(host, dScores, argmax))).toBeLessThan(2e-6); // measured 9.3e-7
    });
  });

  gpuTest.for([0, 4, 5, 9])('sends the gradient to token %i alone', async (peak, { scope }) => {
    const host = zeroTexts([1], [10, 2], 4);
    host.queries.set([1, 0, 0, 0]);
    host.documents.fill(-1).set([1e6, 2, 3, 4], peak * 4);
    const dScores = scope.upload(Float32Array.of(3, 0), [1, 2], 'dScores');
    const argmax = scope.uploadU32(Uint32Array.from(maxSimArgmaxCpu(host)), [1, 2], 'argmax');
    const got = maxSimBackwardQuery(scope, { ...uploadTexts(scope, host), dScores, argmax });
    const want = [3e6, 6, 9, 12];
    expect([...(await scope.download(got))]).toEqual([...want]);
  });

  gpuTest('writes into out, allocates nothing else and repeats itself', async ({ scope }) => {
    const { inputs } = problem(scope, ragged(9), ragged(7), 8);
    const out = scope.empty(inputs.queries.shape, 'out');
    const before = scope.liveBuffers;
    expect(maxSimBackwardQuery(scope, { ...inputs, out })).toBe(out);
    expect(scope.liveBuffers).toBe(before);
    const first = await scope.download(out);
    expect(await scope.download(maxSimBackwardQuery(scope, { ...inputs, out }))).toEqual(first);
  });

  gpuTest('refuses wrong shapes', ({ scope }) => {
    const { inputs } = problem(scope, [2, 1], [3], 4);
    const refuse = (change: object) =>
      expect(() => maxSimBackwardQuery(scope, { ...inputs, ...change }));
    refuse({ dScores: scope.empty([1, 1], 's') }).toThrow(ShapeError);
    refuse({ argmax: scope.emptyU32([2, 1], 'a') }).toThrow(ShapeError);
    refuse({ out: scope.empty([9, 4], 'o') }).toThrow(ShapeError);
    refuse({ documents: scope.empty([3, 8], 'wide') }).toThrow(ShapeError);
  });
});

test('maxSimBackwardQueryCpu agrees with finite differences', () => {
  const host = randomTexts([2, 3], [4, 1, 2], 4);
  const dScores = randomSigned(6, 9);
  const objective = (queries: Float64Array) =>
    maxSimCpu({ ...host, queries }).reduce((sum, score, k) => sum + score * dScores[k]!, 0);
  const start = Float64Array.from(host.queries);
  const want = start.map((_, k) => {
    const at = (step: number) => objective(start.map((x, l) => x + (l === k ? step : 0)));
    return (at(1e-5) - at(-1e-5)) / 2e-5;
  });
  const got = maxSimBackwardQueryCpu(host, dScores, maxSimArgmaxCpu(host));
  expect(worstError(got, want)).toBeLessThan(1e-9);
});

function problem(
  scope: Scope,
  queryLengths: readonly number[],
  documentLengths: readonly number[],
  d: number,
) {
  const host = randomTexts(queryLengths, documentLengths, d);
  const [Q, D] = [queryLengths.length, documentLengths.length];
  const dScores = randomSigned(Q * D, 5);
  const argmax = Uint32Array.from(maxSimArgmaxCpu(host));
  const inputs = {
    ...uploadTexts(scope, host),
    dScores: scope.upload(dScores, [Q, D], 'dScores'),
    argmax: scope.uploadU32(argmax, [argmax.length / D, D], 'argmax'),
  };
  return { host, inputs, dScores, argmax };
}
