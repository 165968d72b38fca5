import type { Tensor } from '../../gpu';
import {
  marginMse,
  marginMseCpu,
  maxSimArgmax,
  maxSimBackwardQuery,
  NO_TOKEN,
  scoreKl,
  scoreKlCpu,
} from '../../kernels';
import type { HostOps, HostValues, NnArray, NnOps, WgslOps } from '../../nn';
import { tensorOf } from './context';

/** Packed unit vectors of texts: text t owns rows `offsets[t]` to `offsets[t + 1]`. */
export interface Texts {
  readonly vectors: NnArray;
  readonly offsets: Uint32Array;
}

/** Scores of queries against documents that can be differentiated by the queries. */
export interface Scores {
  /** `[queries, documents]`. */
  readonly scores: NnArray;
  /** The gradient by the query vectors from that by the scores. */
  backward(dScores: NnArray): NnArray;
}

/** A loss of every row of scores, and its derivative. */
export interface ScoreLoss {
  /** `[queries]`. */
  readonly loss: NnArray;
  /** `[queries, documents]`, of the mean over queries. */
  readonly dScores: NnArray;
}

/**
 * `(1 / |q|) sum_{i in q} max_{j in t} u_i t_j`, 0 for a document without tokens (Khattab & Zaharia 2020).
 *
 * @throws RangeError on a device unless the width is a multiple of 4.
 */
export function maxSimScores(ops: NnOps, queries: Texts, documents: Texts): Scores {
  return ops.kind === 'wgsl'
    ? maxSimOnDevice(ops, queries, documents)
    : maxSimOnHost(ops, queries, documents);
}

function maxSimOnDevice({ scope }: WgslOps, queries: Texts, documents: Texts): Scores {
  const offsets = (values: Uint32Array) => scope.uploadU32(values, [values.length], 'offsets');
  const texts = {
    queries: tensorOf(queries.vectors),
    queryOffsets: offsets(queries.offsets),
    documents: tensorOf(documents.vectors),
    documentOffsets: offsets(documents.offsets),
  };
  const { scores, argmax } = maxSimArgmax(scope, texts);
  const backward = (dScores: NnArray): Tensor =>
    maxSimBackwardQuery(scope, { ...texts, argmax, dScores: tensorOf(dScores) });
  return { scores, backward };
}

function maxSimOnHost(ops: HostOps, queries: Texts, documents: Texts): Scores {
  const [tokens, d] = queries.vectors.shape as [number, number];
  const [Q, D] = [queries.offsets.length - 1, documents.offsets.length - 1];
  const width = documents.vectors.shape[0]!;
  const scores = ops.zeros([Q, D], 'maxSim.scores');
  const best = new Uint32Array(tokens * D).fill(NO_TOKEN);
  {
    using inner = ops.open() as HostOps;
    const products = inner.linear({ x: queries.vectors, w: documents.vectors });
    const sizes = { Q, D, width };
    pickBest(inner.values(products), queries, documents, sizes, best, ops.values(scores));
  }
  return {
    scores,
    backward: (dScores) => {
      // A dense product with a matrix that is mostly zero: SIMD makes it three times as fast as its few terms.
      using inner = ops.open() as HostOps;
      const weights = inner.zeros([tokens, width], 'maxSim.weights');
      placeSlopes(ops.values(dScores), queries, D, width, best, inner.values(weights));
      const dQueries = ops.zeros([tokens, d], 'maxSim.dQueries');
      ops.copy(inner.linearInput({ dy: weights, w: documents.vectors }), dQueries);
      return dQueries;
    },
  };
}

/** For each query token and document the best document token, and the mean of their products. */
function pickBest(
  products: HostValues,
  queries: Texts,
  documents: Texts,
  { Q, D, width }: { Q: number; D: number; width: number },
  best: Uint32Array,
  scores: HostValues,
): void {
  for (let q = 0; q < Q; q++) {
    const first = queries.offsets[q]!;
    const end = queries.offsets[q + 1]!;
    for (let i = first; i < end; i++)
      for (let t = 0; t < D; t++) {
        const last = i * width + documents.offsets[t + 1]!;
        let top = Number.NEGATIVE_INFINITY;
        let at = -1;
        for (let k = i * width + documents.offsets[t]!; k < last; k++) {
          const product = products[k]!;
          if (product > top) {
            top = product;
            at = k;
          }
        }
        if (documents.offsets[t] === documents.offsets[t + 1]) continue;
        // Products that are not finite must not pass for an empty document: divergence shows in the loss.
        if (at === -1) scores[q * D + t] = Number.NaN;
        else {
          best[i * D + t] = at - i * width;
          scores[q * D + t]! += top / (end - first);
        }
      }
  }
}

/** Puts `dScores[q, t] / |q|` where each token of query q meets its best token of document t. */
function placeSlopes(
  dScores: HostValues,
  queries: Texts,
  D: number,
  width: number,
  best: Uint32Array,
  weights: HostValues,
): void {
  for (let q = 0; q + 1 < queries.offsets.length; q++) {
    const first = queries.offsets[q]!;
    const end = queries.offsets[q + 1]!;
    for (let i = first; i < end; i++)
      for (let t = 0; t < D; t++) {
        const token = best[i * D + t]!;
        if (token !== NO_TOKEN) weights[i * width + token] = dScores[q * D + t]! / (end - first);
      }
  }
}

/** KL of the rows' softmax from that of the targets, see `scoreKl`. Throws RangeError for a bad temperature. */
export function klOfScores(
  ops: NnOps,
  scores: NnArray,
  targets: NnArray,
  temperature: number,
): ScoreLoss {
  const [rows, width] = scores.shape as [number, number];
  const settings = { temperature, scale: 1 / rows };
  if (ops.kind === 'wgsl') {
    const tensors = { scores: tensorOf(scores), targets: tensorOf(targets) };
    return scoreKl(ops.scope, { ...tensors, ...settings });
  }
  if (!(temperature > 0 && Number.isFinite(temperature)))
    throw new RangeError(`scoreKl: temperature must be positive and finite, got ${temperature}`);
  const host = { scores: ops.values(scores), targets: ops.values(targets), width, ...settings };
  return uploadScores(ops, scoreKlCpu(host), rows, width);
}

/** MarginMSE of the rows over all pairs of documents, see `marginMse`. */
export function marginMseOfScores(ops: NnOps, scores: NnArray, targets: NnArray): ScoreLoss {
  const [rows, width] = scores.shape as [number, number];
  const scale = 1 / rows;
  if (ops.kind === 'wgsl') {
    const tensors = { scores: tensorOf(scores), targets: tensorOf(targets) };
    return marginMse(ops.scope, { ...tensors, scale });
  }
  const host = { scores: ops.values(scores), targets: ops.values(targets), width, scale };
  return uploadScores(ops, marginMseCpu(host), rows, width);
}

function uploadScores(
  ops: HostOps,
  { loss, dScores }: { loss: Float64Array; dScores: Float64Array },
  rows: number,
  width: number,
): ScoreLoss {
  return {
    loss: ops.upload(loss, [rows], 'scores.loss'),
    dScores: ops.upload(dScores, [rows, width], 'scores.dScores'),
  };
}
