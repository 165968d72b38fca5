import type { Gpu, Scope, Tensor } from '../gpu';
import {
  addScaled,
  gatherRows,
  linear,
  linearBackwardWeight,
  maxSimArgmax,
  maxSimBackward,
  supervisedContrastive,
  unitNormalise,
  unitNormaliseBackward,
} from '../kernels';
import type { Rng } from '../lib';
import { type BestTracker, trackBest } from './best';
import { adamStep, makeParameter, type Parameter } from './optimiser';
import { offsetsOf, rowsOf, type TokenMatrix, type TokenSet, uploadTokens } from './tokens';

/** English texts with their relevance: texts with the same label are relevant to each other. */
export interface RankerProblem {
  readonly english: TokenSet;
  /** `[texts]`. */
  readonly labels: Uint32Array;
}

export interface RankerSettings {
  readonly dimension: number;
  readonly steps: number;
  readonly batch: number;
  readonly learningRate: number;
  readonly temperature: number;
  readonly evaluateEvery: number;
}

export interface TrainingHooks<Model> {
  /** MAP on held-out ids; the best model by it is kept. */
  readonly evaluate: (model: Model) => Promise<number>;
  readonly onPoint: (point: { step: number; loss: number; devMap: number | null }) => void;
  readonly signal: AbortSignal;
}

/**
 * Trains the English ranker head W `[dimension, inputs]`: supervised contrastive loss (Khosla et al.
 * 2020, eq. 2) over MaxSim divided by query length, where every text of the batch is query and
 * document. Sees English alone.
 *
 * @returns W of the step with the best dev MAP, row-major.
 * @throws Error named `DivergedError` if the loss is not finite.
 */
export async function trainRanker(
  gpu: Gpu,
  problem: RankerProblem,
  settings: RankerSettings,
  rng: Rng,
  hooks: TrainingHooks<Tensor>,
): Promise<{ head: Float32Array; best: BestTracker<Float32Array>['best'] }> {
  using scope = gpu.scope();
  const { dimension: inputs } = problem.english;
  const outputs = settings.dimension;
  const english = uploadTokens(scope, problem.english, 'ranker.english');
  const start = rng.fork('ranker.start');
  const initial = Float32Array.from(
    { length: outputs * inputs },
    () => start.normal() / Math.sqrt(inputs),
  );
  const head = makeParameter(scope, 'ranker.head', [outputs, inputs], initial);
  const batches = rng.fork('ranker.batches');

  const best = await trackBest(settings, hooks, {
    step: async (step, wantLoss) => {
      const texts = pickBatch(problem.labels.length, settings.batch, batches);
      using inner = gpu.scope();
      const loss = rankerStep(inner, english, problem.labels, texts, head, settings, step);
      return wantLoss ? mean(await inner.download(loss)) : null;
    },
    evaluate: () => hooks.evaluate(head.w),
    snapshot: () => scope.download(head.w),
  });
  return { head: best.model, best };
}

function rankerStep(
  scope: Scope,
  english: TokenMatrix,
  labels: Uint32Array,
  texts: Uint32Array,
  head: Parameter,
  settings: RankerSettings,
  step: number,
): Tensor {
  const { rows: wanted, counts } = rowsOf(english.offsets, texts);
  const rows = padRows(wanted, english.offsets.at(-1)!);
  const offsets = scope.uploadU32(offsetsOf(counts), [texts.length + 1], 'ranker.offsets');
  const x = gatherRows(scope, {
    x: english.vectors,
    rows: scope.uploadU32(rows, [rows.length], 'ranker.rows'),
  });
  const { unit, norm } = unitNormalise(scope, { x: linear(scope, { x, w: head.w }) });
  const sides = {
    queries: unit,
    queryOffsets: offsets,
    documents: unit,
    documentOffsets: offsets,
  };
  const { scores, argmax } = maxSimArgmax(scope, sides);
  const batchLabels = Uint32Array.from(texts, (text) => labels[text]!);
  const { loss, dScores } = supervisedContrastive(scope, {
    scores,
    labels: scope.uploadU32(batchLabels, [texts.length], 'ranker.labels'),
    temperature: settings.temperature,
    scale: 1 / texts.length,
  });
  const { dQueries, dDocuments } = maxSimBackward(scope, { dScores, argmax, ...sides });
  const du = addScaled(scope, { x: dQueries, y: dDocuments, scale: 1 });
  const dz = unitNormaliseBackward(scope, { unit, norm, du });
  linearBackwardWeight(scope, { dy: dz, x, out: head.gradient });
  adamStep(scope, [head], { learningRate: settings.learningRate, step, pull: 0 });
  return loss;
}

/**
 * Fills up to a multiple of 4 rows, which the tiled product wants, with rows past the last token:
 * `gatherRows` makes zeros of them, no text owns them, and their gradients are zero.
 */
function padRows(rows: Uint32Array, tokens: number): Uint32Array {
  const padded = new Uint32Array(4 * Math.ceil(rows.length / 4)).fill(tokens);
  padded.set(rows);
  return padded;
}

/** `size` different texts out of `texts`, drawn without replacement (all where there are fewer). */
export function pickBatch(texts: number, size: number, rng: Rng): Uint32Array {
  if (texts <= size) return Uint32Array.from({ length: texts }, (_, text) => text);
  const picked = new Set<number>();
  while (picked.size < size) picked.add(rng.below(texts));
  return Uint32Array.from(picked);
}

export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += values[k]!;
  return values.length > 0 ? sum / values.length : 0;
}
