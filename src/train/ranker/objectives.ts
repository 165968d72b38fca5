import type { Tensor } from '../../gpu';
import { addScaled, maxSimArgmax, maxSimBackward, supervisedContrastive } from '../../kernels';
import type { HostOps, NnArray, NnOps, WgslOps } from '../../nn';
import { hostMaxSim, hostMaxSimSlopes } from '../hostMaxSim';
import { type RankerLoss, scoreLoss } from './scoreLoss';

/** A batch of texts, each of which is query and document. Rows past the last text are zero. */
export interface RankerBatch {
  /** The untrained encoder's vectors `[rows, inputs]`. */
  readonly x: NnArray;
  /** Unit vectors `[rows, outputs]`. */
  readonly unit: NnArray;
  /** `[texts + 1]`. */
  readonly offsets: Uint32Array;
  /** `[texts]`. */
  readonly labels: Uint32Array;
}

export interface RankerLossSettings {
  readonly loss: RankerLoss;
  readonly temperature: number;
}

interface RankerResult {
  /** `[texts]`. */
  readonly loss: NnArray;
  /** Of the mean loss with respect to `unit`. */
  readonly gradient: NnArray;
}

/** The ranker's loss over MaxSim / query length of a batch against itself; `ops` owns what it gives. */
export function rankerLoss(
  ops: NnOps,
  batch: RankerBatch,
  settings: RankerLossSettings,
): Promise<RankerResult> | RankerResult {
  return ops.kind === 'wgsl' ? onDevice(ops, batch, settings) : onHost(ops, batch, settings);
}

function onHost(ops: HostOps, batch: RankerBatch, settings: RankerLossSettings): RankerResult {
  const { unit, offsets, labels } = batch;
  const texts = { vectors: unit, offsets };
  const { scores, argmax } = hostMaxSim(ops, texts, texts);
  const { temperature } = settings;
  const encoderScores = () => {
    const untrained = { vectors: ops.unitNormalise(batch.x).unit, offsets };
    return hostMaxSim(ops, untrained, untrained).scores;
  };
  const { loss, dScores } = scoreLoss(settings.loss, {
    scores,
    encoderScores: settings.loss === 'contrastive' ? [] : encoderScores(),
    labels,
    temperature,
  });
  const dy = hostMaxSimSlopes(ops, texts, texts, argmax, dScores);
  const gradient = ops.linearInput({ dy, w: unit });
  ops.linearWeight({ dy, x: unit, into: gradient });
  return { loss: ops.upload(loss, [labels.length], 'ranker.loss'), gradient };
}

/** Scores of the contrastive loss stay on the device; the others are small and read back each step. */
async function onDevice(
  ops: WgslOps,
  batch: RankerBatch,
  settings: RankerLossSettings,
): Promise<RankerResult> {
  const { scope } = ops;
  const unit = batch.unit as Tensor;
  const n = batch.labels.length;
  const offsets = scope.uploadU32(batch.offsets, [n + 1], 'ranker.offsets');
  const sides = sidesOf(unit, offsets);
  const { scores, argmax } = maxSimArgmax(scope, sides);
  const { loss, dScores } =
    settings.loss === 'contrastive'
      ? supervisedContrastive(scope, {
          scores,
          labels: scope.uploadU32(batch.labels, [n], 'ranker.labels'),
          temperature: settings.temperature,
          scale: 1 / n,
        })
      : await distilled(ops, batch, settings, scores, offsets);
  const { dQueries, dDocuments } = maxSimBackward(scope, { dScores, argmax, ...sides });
  return { loss, gradient: addScaled(scope, { x: dQueries, y: dDocuments, scale: 1 }) };
}

async function distilled(
  ops: WgslOps,
  { x, labels }: RankerBatch,
  settings: RankerLossSettings,
  scores: Tensor,
  offsets: Tensor<'u32'>,
): Promise<{ loss: Tensor; dScores: Tensor }> {
  const { scope } = ops;
  const encoder = maxSimArgmax(scope, sidesOf(ops.unitNormalise(x).unit as Tensor, offsets));
  const n = labels.length;
  const { loss, dScores } = scoreLoss(settings.loss, {
    scores: await scope.download(scores),
    encoderScores: await scope.download(encoder.scores),
    labels,
    temperature: settings.temperature,
  });
  return {
    loss: scope.upload(Float32Array.from(loss), [n], 'ranker.loss'),
    dScores: scope.upload(Float32Array.from(dScores), [n, n], 'ranker.dScores'),
  };
}

function sidesOf(unit: Tensor, offsets: Tensor<'u32'>) {
  return { queries: unit, queryOffsets: offsets, documents: unit, documentOffsets: offsets };
}
