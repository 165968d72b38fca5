import { expect } from 'vitest';
import { gpuTest, randomSigned, worstError } from '../gpu/testing';
import { maxSimCpu } from './maxSim.cpu';
import { ragged, randomTexts, uploadTexts } from './maxSim.testing';
import { maxSimArgmax } from './maxSimArgmax';
import { maxSimBackward } from './maxSimBackward';

gpuTest('maxSimBackward gives both gradients of a batch against itself', async ({ scope }) => {
  const { queries, queryOffsets } = randomTexts(ragged(5), [], 4);
  const weights = randomSigned(25, 3);
  const host = { d: 4, queryOffsets, documentOffsets: queryOffsets };
  const inputs = uploadTexts(scope, { ...host, queries, documents: queries });
  const batch = { ...inputs, documents: inputs.queries, documentOffsets: inputs.queryOffsets };
  const { argmax } = maxSimArgmax(scope, batch);
  const dScores = scope.upload(weights, [5, 5], 'dScores');
  const out = { outDQueries: scope.empty([queries.length / 4, 4], 'q') };
  const before = scope.liveBuffers;
  const { dQueries, dDocuments } = maxSimBackward(scope, { ...batch, dScores, argmax, ...out });
  expect(dQueries).toBe(out.outDQueries);
  expect(scope.liveBuffers).toBe(before + 1);
  const documentPart = await scope.download(dDocuments);
  const got = (await scope.download(dQueries)).map((x, k) => x + documentPart[k]!);
  const start = Float64Array.from(queries);
  const want = start.map((_, k) => {
    const at = (step: number) => {
      const moved = start.map((x, l) => x + (l === k ? step : 0));
      const scores = maxSimCpu({ ...host, queries: moved, documents: moved });
      return scores.reduce((sum, score, p) => sum + score * weights[p]!, 0);
    };
    return (at(1e-5) - at(-1e-5)) / 2e-5;
  });
  expect(worstError(got, want)).toBeLessThan(2e-6);
});
