import type { Tensor } from '../../gpu';
import {
  marginMse,
  marginMseCpu,
  maxSimArgmax,
  maxSimBackwardQuery,
  scoreKl,
  scoreKlCpu,
} from '../../kernels';
import type { HostOps, NnArray, NnOps, WgslOps } from '../../nn';
import { hostMaxSim, hostMaxSimSlopes, type Texts } from '../hostMaxSim';
import { tensorOf } from './context';

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
  const sizes = [queries.offsets.length - 1, documents.offsets.length - 1];
  const { scores, argmax } = hostMaxSim(ops, queries, documents);
  return {
    scores: ops.upload(scores, sizes, 'maxSim.scores'),
    backward: (dScores) => {
      using inner = ops.open() as HostOps;
      const dy = hostMaxSimSlopes(inner, queries, documents, argmax, ops.values(dScores));
      return ops.linearInput({ dy, w: documents.vectors });
    },
  };
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
