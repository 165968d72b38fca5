import type { Gpu, Scope, Tensor } from '../gpu';
import { maxSim, rankCount } from '../kernels';
import { maxSimWasm } from '../wasm';
import type { CsrIndices } from './csr';
import { assertCsr, assertOffsets } from './rankChecks';

/** Packed token vectors of many texts: text `t` owns rows `offsets[t] .. offsets[t + 1]`. */
export interface RankTexts {
  /** `[tokens, d]`, unit vectors as a rule; host arrays are uploaded for the call. */
  readonly vectors: Tensor | Float32Array;
  /** `[texts + 1]`. */
  readonly offsets: Uint32Array;
}

/** Judgements of one task, e.g. a `Task`; row q of each list belongs to query q. */
export interface RankTask {
  readonly relevant: CsrIndices;
  readonly excluded: CsrIndices;
}

export interface RankQueriesInputs {
  readonly queries: RankTexts;
  readonly documents: RankTexts;
  /** Width of a token vector, a multiple of 4. */
  readonly d: number;
  readonly tasks: readonly RankTask[];
  /** `[documents]`, from `trecTieOrder`. */
  readonly tieRank: Uint32Array;
  /** Scores in WebAssembly on the host, for adapters that are a CPU; otherwise `maxSim` does on the device. */
  readonly onHost?: boolean;
  /** Hears the scores of every query, `[documents]`, in their order; a view that is overwritten later. */
  readonly onScores?: (query: number, scores: Float32Array) => void;
  /** Heard after each piece of queries. */
  readonly onProgress?: (queriesDone: number, queries: number) => void;
  /** Asked between pieces. */
  readonly signal?: AbortSignal;
}

/** Of one task, entry by entry of `relevant.indices`. */
export interface RankedTask {
  /** 1-based places among the documents that are not excluded. */
  readonly ranks: Uint32Array;
  /** How many other ranked documents have the same score. */
  readonly ties: Uint32Array;
}

const QUERIES_AT_LEAST = 32; // what one workgroup of maxSim takes on a software adapter
// One piece: about a second on a software adapter, half a second on hardware, for progress and cancelling.
const FLOPS_PER_PIECE = { software: 2e9, hardware: 250e9 };
const MAX_SCORE_BYTES = 2 ** 26;

/**
 * Scores every query against every document once by MaxSim and finds the places of the relevant documents of
 * each task, in pieces of queries so that scores fit the device, progress shows and a cancel is heard.
 * The ranks do not depend on how the work is cut. Every buffer is freed at the end, also after an error.
 *
 * @returns one entry per task, in their order.
 * @throws RangeError if offsets, indices or lengths do not fit each other.
 * @throws the reason of `signal` if it is aborted.
 */
export async function rankQueries(gpu: Gpu, inputs: RankQueriesInputs): Promise<RankedTask[]> {
  const { queries, documents, d, tasks, tieRank, onScores, onProgress, signal } = inputs;
  const [Q, D] = [queries.offsets.length - 1, documents.offsets.length - 1];
  assertInputs(inputs, Q, D);
  signal?.throwIfAborted();

  using scope = gpu.scope();
  const score = await scorer(scope, inputs);
  const ties = uploadU32(scope, tieRank, 'tieRank');
  const jobs = tasks.map((task) => uploadTask(scope, task));
  const pairs = countTokens('queries', queries, d) * countTokens('documents', documents, d);
  const rows = rowsPerPiece(gpu, (2 * d * pairs) / (Q || 1), D);
  for (let queryStart = 0; queryStart < Q; queryStart += rows) {
    const queryCount = Math.min(rows, Q - queryStart);
    {
      using piece = gpu.scope();
      const scores = await score(piece, queryStart, queryCount);
      for (const job of jobs) rankCount(piece, { ...job, scores, tieRank: ties, queryStart });
      if (onScores) tell(await piece.download(scores), D, queryStart, onScores);
    }
    await gpu.device.queue.onSubmittedWorkDone();
    gpu.check();
    onProgress?.(queryStart + queryCount, Q);
    signal?.throwIfAborted();
  }
  const ranked: RankedTask[] = [];
  for (const { outRanks, outTies } of jobs)
    ranked.push({ ranks: await scope.download(outRanks), ties: await scope.download(outTies) });
  return ranked;
}

/** Queries of one piece: a multiple of 32 within the FLOP and byte budgets, at least 32. */
export function rowsPerPiece(gpu: Gpu, flopsPerQuery: number, documents: number): number {
  const flops = FLOPS_PER_PIECE[gpu.adapter.software ? 'software' : 'hardware'];
  const bytes = Math.min(MAX_SCORE_BYTES, gpu.maxTensorBytes);
  const rows = Math.min(flops / Math.max(1, flopsPerQuery), bytes / (4 * Math.max(1, documents)));
  return Math.max(1, Math.floor(rows / QUERIES_AT_LEAST)) * QUERIES_AT_LEAST;
}

function tell(
  scores: Float32Array,
  documents: number,
  first: number,
  onScores: (query: number, scores: Float32Array) => void,
): void {
  for (let at = 0; documents > 0 && at < scores.length / documents; at++)
    onScores(first + at, scores.subarray(at * documents, (at + 1) * documents));
}

type Scorer = (scope: Scope, queryStart: number, queryCount: number) => Promise<Tensor>;

/** What computes the scores of a piece, `[queryCount, D]`: the device or the host. */
async function scorer(
  scope: Scope,
  { queries, documents, d, onHost }: RankQueriesInputs,
): Promise<Scorer> {
  if (onHost) {
    const [q, t] = [await hostTexts(scope, queries), await hostTexts(scope, documents)];
    const sides = { d, documents: t.vectors, documentOffsets: t.offsets };
    return async (piece, first, count) => {
      const start = q.offsets[first]!;
      const queryOffsets = q.offsets.subarray(first, first + count + 1).map((at) => at - start);
      const vectors = q.vectors.subarray(start * d, q.offsets[first + count]! * d);
      const scores = maxSimWasm({ ...sides, queries: vectors, queryOffsets });
      return piece.upload(scores, [count, t.offsets.length - 1], 'rankQueries.scores');
    };
  }
  const texts = {
    queries: bindVectors(scope, queries, d, 'rankQueries.queries'),
    queryOffsets: uploadU32(scope, queries.offsets, 'queryOffsets'),
    documents: bindVectors(scope, documents, d, 'rankQueries.documents'),
    documentOffsets: uploadU32(scope, documents.offsets, 'documentOffsets'),
  };
  return async (piece, queryStart, queryCount) =>
    maxSim(piece, { ...texts, queryStart, queryCount });
}

async function hostTexts(scope: Scope, { vectors, offsets }: RankTexts) {
  return { vectors: 'shape' in vectors ? await scope.download(vectors) : vectors, offsets };
}

function assertInputs(
  { queries, documents, d, tasks, tieRank }: RankQueriesInputs,
  Q: number,
  D: number,
) {
  assertOffsets('queries', queries.offsets, countTokens('queries', queries, d));
  assertOffsets('documents', documents.offsets, countTokens('documents', documents, d));
  if (tieRank.length !== D)
    throw new RangeError(`rankQueries: tieRank must have ${D} entries, got ${tieRank.length}`);
  tasks.forEach(({ relevant, excluded }, k) => {
    assertCsr(`task ${k} relevant`, relevant, Q, D);
    assertCsr(`task ${k} excluded`, excluded, Q, D);
  });
}

function countTokens(side: string, { vectors }: RankTexts, d: number): number {
  const tokens = 'shape' in vectors ? vectors.shape[0]! : vectors.length / d;
  if (!Number.isInteger(tokens))
    throw new RangeError(`rankQueries: the ${side} are not rows of ${d} numbers`);
  return tokens;
}

function bindVectors(scope: Scope, { vectors }: RankTexts, d: number, label: string): Tensor {
  return 'shape' in vectors ? vectors : scope.upload(vectors, [vectors.length / d, d], label);
}

function uploadU32(scope: Scope, data: Uint32Array, label: string): Tensor<'u32'> {
  return scope.uploadU32(Uint32Array.from(data), [data.length], `rankQueries.${label}`);
}

function uploadTask(scope: Scope, { relevant, excluded }: RankTask) {
  const count = relevant.indices.length;
  return {
    relevantOffsets: uploadU32(scope, relevant.offsets, 'relevantOffsets'),
    relevant: uploadU32(scope, relevant.indices, 'relevant'),
    excludedOffsets: uploadU32(scope, excluded.offsets, 'excludedOffsets'),
    excluded: uploadU32(scope, excluded.indices, 'excluded'),
    outRanks: scope.emptyU32([count], 'rankQueries.ranks'),
    outTies: scope.emptyU32([count], 'rankQueries.ties'),
  };
}
