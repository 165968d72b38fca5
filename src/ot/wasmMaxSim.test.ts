import { expect, test } from 'vitest';
import { randomSigned } from '../gpu/testing';
import { maxSimCpu } from '../kernels/maxSim.cpu';
import { maxSimWasm, openWasmPool } from '../wasm';

function texts(counts: readonly number[], d: number, seed: number) {
  const offsets = new Uint32Array(counts.length + 1);
  counts.forEach((count, t) => {
    offsets[t + 1] = offsets[t]! + count;
  });
  return { vectors: randomSigned(offsets.at(-1)! * d, seed), offsets };
}

function input(queryCounts: readonly number[], documentCounts: readonly number[], d: number) {
  const queries = texts(queryCounts, d, 1234567);
  const documents = texts(documentCounts, d, 7654321);
  return {
    d,
    queries: queries.vectors,
    queryOffsets: queries.offsets,
    documents: documents.vectors,
    documentOffsets: documents.offsets,
  };
}

/** Sizes around the 4 query and 8 document tokens of a tile, empty texts, and one beyond a group. */
const QUERIES = [1, 3, 4, 5, 0, 16, 7, 2];
const DOCUMENTS = [1, 7, 8, 9, 0, 16, 17, 3, ...Array<number>(40).fill(5), 0, 200];

// Sequential float32 sums of d products of values in (-1, 1); measured 1.6e-6 at d = 384.
test.each([1, 3, 4, 19, 128, 384])('scores are those of float64 at d = %i', async (d) => {
  const host = input(QUERIES, DOCUMENTS, d);
  const want = maxSimCpu(host);
  const pool = await openWasmPool({ threads: 2 }); // no workers in Node: this thread does it all
  for (const got of [maxSimWasm(host), await pool.maxSim(host)]) {
    expect(got.length).toBe(want.length);
    want.forEach((score, at) => {
      expect(Math.abs(got[at]! - score)).toBeLessThan(4e-6 * Math.max(1, Math.abs(score)));
    });
  }
  pool.close();
});

test('more tokens than are packed at a time', () => {
  const host = input([4000, 90, 30], [4090, 10, 5000, 1], 4);
  const want = maxSimCpu(host);
  const got = maxSimWasm(host);
  want.forEach((score, at) => {
    expect(Math.abs(got[at]! - score)).toBeLessThan(2e-6);
  });
});

test('a document scores the same whatever stands beside it', () => {
  const host = input(QUERIES, DOCUMENTS, 19);
  const whole = maxSimWasm(host);
  for (const t of [3, 5, DOCUMENTS.length - 1]) {
    const [from, to] = [host.documentOffsets[t]!, host.documentOffsets[t + 1]!];
    const alone = maxSimWasm({
      ...host,
      documents: host.documents.subarray(from * 19, to * 19),
      documentOffsets: [0, to - from],
    });
    expect([...alone]).toEqual(QUERIES.map((_, q) => whole[q * DOCUMENTS.length + t]));
  }
});

test('an empty query or document scores 0, also where all products are negative', () => {
  const got = maxSimWasm({
    d: 2,
    queries: Float32Array.of(1, 0, 1, 0),
    queryOffsets: [0, 2, 2],
    documents: Float32Array.of(-1, 5, -3, 5),
    documentOffsets: [0, 0, 2],
  });
  expect([...got]).toEqual([0, -1, 0, 0]);
});

test('refuses offsets that do not fit', () => {
  const host = input([2], [3], 4);
  expect(() => maxSimWasm({ ...host, queryOffsets: [0, 3] })).toThrow(
    'queryOffsets must rise from 0 to 2 tokens',
  );
  expect(() => maxSimWasm({ ...host, documentOffsets: [0, 4, 3] })).toThrow('documentOffsets');
});
