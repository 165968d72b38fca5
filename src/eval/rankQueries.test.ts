import { describe, expect } from 'vitest';
import { gpuTest, randomUnit } from '../gpu/testing';
import { maxSimCpu } from '../kernels/maxSim.cpu';
import { rankCpu } from './cpuRanks';
import { csrRow, packCsr } from './csr';
import { type RankQueriesInputs, rankQueries, rowsPerPiece } from './rankQueries';

describe('rankQueries', () => {
  gpuTest('equals a naive ranking, with planted ties', async ({ scope }) => {
    const inputs = problem(40, 30, 8);
    // Documents 8 and 17 are copies of 5, so they tie with it for every query.
    for (const copy of [8, 17]) copyText(inputs.documents, 5, copy, 8);
    const heard: number[][] = [];
    const onProgress = (done: number, all: number) => heard.push([done, all]);
    const ranked = await rankQueries(scope.gpu, { ...inputs, onProgress });
    expect(ranked).toHaveLength(2);
    const scores = scoreOnHost(inputs, 8);
    inputs.tasks.forEach((task, k) => {
      for (let q = 0; q < 40; q++) {
        const relevant = csrRow(task.relevant, q);
        const row = scores.slice(q * 30, (q + 1) * 30);
        const want = rankCpu(row, relevant, csrRow(task.excluded, q), inputs.tieRank);
        const start = task.relevant.offsets[q]!;
        const end = start + relevant.length;
        expect(ranked[k]!.ranks.subarray(start, end)).toEqual(want.ranks);
        expect(ranked[k]!.ties.subarray(start, end).filter((tie) => tie > 0)).toHaveLength(
          want.ties,
        );
      }
    });
    expect(heard).toEqual([[40, 40]]);
  });

  gpuTest('follows tieRank alone when all vectors are identical', async ({ scope }) => {
    const inputs = problem(3, 12, 4);
    inputs.queries.vectors.fill(0.5);
    inputs.documents.vectors.fill(0.5);
    const lengths = inputs.documents.offsets.map((_, t) => t * 2); // no empty document, which would score 0
    const documents = { vectors: new Float32Array(24 * 4).fill(0.5), offsets: lengths };
    const all = packCsr([0, 1, 2].map(() => Array.from({ length: 12 }, (_, t) => t)));
    const none = packCsr([[], [], []]);
    const tasks = [{ relevant: all, excluded: none }];
    const [ranked] = await rankQueries(scope.gpu, { ...inputs, documents, tasks });
    const want = Array.from(inputs.tieRank, (place) => place + 1);
    expect([...ranked!.ranks]).toEqual([...want, ...want, ...want]);
    expect(ranked!.ties.every((tie) => tie === 11)).toBe(true);
  });

  gpuTest('gives the same from tensors and in several pieces', async ({ scope }) => {
    const inputs = problem(70, 9, 4);
    const { vectors } = inputs.queries;
    const tensor = scope.upload(vectors, [vectors.length / 4, 4], 'vectors');
    const queries = { vectors: tensor, offsets: inputs.queries.offsets };
    const want = await rankQueries(scope.gpu, inputs);
    // A device that binds only 32 rows of scores: three pieces of 32, 32 and 6 queries.
    const small = Object.create(scope.gpu, { maxTensorBytes: { value: 32 * 9 * 4 } });
    const bound = new Proxy(scope.gpu, {
      get: (gpu, key) => {
        const value = key === 'maxTensorBytes' ? small.maxTensorBytes : Reflect.get(gpu, key, gpu);
        return typeof value === 'function' ? value.bind(gpu) : value;
      },
    });
    const heard: number[] = [];
    const onProgress = (done: number) => heard.push(done);
    expect(await rankQueries(bound, { ...inputs, queries, onProgress })).toEqual(want);
    expect(heard).toEqual([32, 64, 70]);
  });

  gpuTest('ranks alike with scores computed on the host', async ({ scope }) => {
    const inputs = problem(37, 23, 8);
    for (const copy of [8, 17]) copyText(inputs.documents, 5, copy, 8);
    const want = await rankQueries(scope.gpu, inputs);
    expect(await rankQueries(scope.gpu, { ...inputs, onHost: true })).toEqual(want);
  });

  gpuTest('stops between pieces when aborted and frees its buffers', async ({ scope }) => {
    const stop = new AbortController();
    const onProgress = () => stop.abort(new Error('enough'));
    const inputs = { ...problem(5, 5, 4), onProgress, signal: stop.signal };
    const before = scope.gpu.liveBytes;
    await expect(rankQueries(scope.gpu, inputs)).rejects.toThrow('enough');
    expect(scope.gpu.liveBytes).toBe(before);
  });

  gpuTest('refuses what does not fit', async ({ scope }) => {
    const inputs = problem(3, 4, 4);
    const refuse = (change: object) =>
      expect(rankQueries(scope.gpu, { ...inputs, ...change })).rejects;
    const none = packCsr([[], [], []]);
    await refuse({ tieRank: new Uint32Array(3) }).toThrow('tieRank must have 4 entries');
    await refuse({ d: 8.5 }).toThrow('not rows of 8.5');
    await refuse({ tasks: [{ relevant: packCsr([[]]), excluded: none }] }).toThrow('3 rows, got 1');
    const far = packCsr([[4], [], []]);
    await refuse({ tasks: [{ relevant: far, excluded: none }] }).toThrow('document 4 of 4');
    const offsets = Uint32Array.of(0, 5, 2, inputs.queries.offsets[3]!);
    await refuse({ queries: { ...inputs.queries, offsets } }).toThrow('fall at 2');
    await refuse({ queries: { ...inputs.queries, offsets: Uint32Array.of(0) } }).toThrow(
      'run from 0',
    );
  });

  gpuTest('keeps a piece within the budgets', ({ scope }) => {
    expect(rowsPerPiece(scope.gpu, 0, 1000) * 4000).toBeLessThanOrEqual(2 ** 26);
    expect(rowsPerPiece(scope.gpu, 1e12, 1)).toBe(32);
  });
});

function problem(Q: number, D: number, d: number) {
  const pack = (count: number, seed: number) => {
    const offsets = Uint32Array.from({ length: count + 1 }, (_, t) => 3 * t + (t % 3)); // 4, 4, 1, 4 ...
    return { vectors: randomUnit(offsets.at(-1)!, d, seed), offsets };
  };
  const queries = pack(Q, 1);
  const documents = pack(D, 2);
  const all = Array.from({ length: D }, (_, t) => t);
  const lists = (keep: (q: number, t: number) => boolean) =>
    packCsr(Array.from({ length: Q }, (_, q) => all.filter((t) => keep(q, t))));
  const tasks = [
    { relevant: lists((q, t) => q % D === t), excluded: lists(() => false) },
    { relevant: lists((q, t) => (q + t) % 4 === 1), excluded: lists((q, t) => (q + t) % 4 === 2) },
  ];
  const tieRank = Uint32Array.from(all, (t) => D - 1 - t);
  return { queries, documents, d, tasks, tieRank } satisfies RankQueriesInputs;
}

/** Makes the tokens of text `to` those of `from`; both have as many. */
function copyText(
  texts: ReturnType<typeof problem>['documents'],
  from: number,
  to: number,
  d: number,
) {
  const start = texts.offsets[from]! * d;
  texts.vectors.copyWithin(texts.offsets[to]! * d, start, texts.offsets[from + 1]! * d);
}

function scoreOnHost({ queries, documents }: ReturnType<typeof problem>, d: number): Float32Array {
  const scores = maxSimCpu({
    d,
    queries: queries.vectors,
    queryOffsets: queries.offsets,
    documents: documents.vectors,
    documentOffsets: documents.offsets,
  });
  return Float32Array.from(scores);
}
