import { expect, test } from 'vitest';
import { randomSigned, randomUnit, worstError } from '../gpu/testing';
import {
  maxSimArgmaxCpu,
  maxSimBackwardDocumentCpu,
  maxSimBackwardQueryCpu,
  maxSimCpu,
} from '../kernels';
import { openHostNn } from '../nn';
import { hostMaxSim, hostMaxSimSlopes } from './hostMaxSim';
import { offsetsOf } from './tokens';

// A text without tokens among others, and a row of zeros past the last text.
const COUNTS = [3, 0, 1, 4];
const D = 6;
const offsets = new Uint32Array(offsetsOf(COUNTS));

test.each(['wasm', 'float64'] as const)('%s agrees with the twins of the kernels', (kind) => {
  using ops = openHostNn(kind);
  const vectors = Float64Array.from(randomUnit(8, D, 41));
  const padded = Float64Array.from([...vectors, ...new Float64Array(D)]);
  const unit = ops.upload(padded, [9, D], 'unit');
  const sides = {
    d: D,
    queries: vectors,
    queryOffsets: offsets,
    documents: vectors,
    documentOffsets: offsets,
  };
  const texts = { vectors: unit, offsets };
  const bound = kind === 'wasm' ? 1e-6 : 1e-12;
  const { scores, argmax } = hostMaxSim(ops, texts, texts);
  expect(worstError(scores, maxSimCpu(sides))).toBeLessThan(bound);
  expect(argmax).toEqual(maxSimArgmaxCpu(sides));

  const dScores = randomSigned(16, 70001);
  const dy = hostMaxSimSlopes(ops, texts, texts, argmax, dScores);
  const gradient = ops.linearInput({ dy, w: unit });
  ops.linearWeight({ dy, x: unit, into: gradient });
  const got = ops.values(gradient);
  const query = maxSimBackwardQueryCpu(sides, dScores, argmax);
  const document = maxSimBackwardDocumentCpu(sides, dScores, argmax);
  const wanted = query.map((value, k) => value + document[k]!);
  expect(worstError(got, [...wanted, ...new Float64Array(D)])).toBeLessThan(bound);
});
