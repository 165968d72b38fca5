import { mean, type Rng } from '../../lib';
import { makeParameter, type NnArray, type NnOps, type Parameter } from '../../nn';
import { type BestTracker, DivergedError, trackBest } from '../best';
import { checkVectors, firstNotFinite } from '../checkVectors';
import { offsetsOf, rowsOf, type TokenSet } from '../tokens';
import type { Pace, PausedStep } from '../types';
import { rankerLoss } from './objectives';
import type { RankerLoss } from './scoreLoss';

/** English texts with their relevance: texts with the same label are relevant to each other. */
export interface RankerProblem {
  readonly english: TokenSet;
  /** `[texts]`. */
  readonly labels: Uint32Array;
}

export interface RankerSettings {
  readonly loss: RankerLoss;
  readonly dimension: number;
  readonly steps: number;
  readonly batch: number;
  readonly learningRate: number;
  readonly temperature: number;
  readonly evaluateEvery: number;
  /** Draws batches as pairs of texts with one label, for many labels of few texts; default: texts one by one. */
  readonly pairs?: boolean;
}

export interface RankerHooks {
  /** MAP of W `[dimension, inputs]` on held-out ids; the best W by it is kept. */
  readonly evaluate: (head: Float32Array) => Promise<number>;
  readonly onPoint: (point: { step: number; loss: number; devMap: number | null }) => void;
  readonly signal: AbortSignal;
  readonly pace?: Pace;
  readonly onPaused?: (at: PausedStep) => void;
}

/**
 * Trains the English ranker head W `[dimension, inputs]` over MaxSim divided by query length, where every text of
 * a batch is query and document. Sees English alone.
 *
 * @returns W of the step with the best dev MAP, row-major.
 * @throws RangeError naming text, row and component for vectors that are not finite, or if labels do not fit.
 * @throws DivergedError if the loss is not finite; the signal's reason.
 */
export async function trainRanker(
  outer: NnOps,
  problem: RankerProblem,
  settings: RankerSettings,
  rng: Rng,
  hooks: RankerHooks,
): Promise<{ head: Float32Array; best: BestTracker<Float32Array>['best'] }> {
  checkProblem(problem);
  using ops = outer.open();
  const { dimension: inputs, vectors, offsets } = problem.english;
  const english = ops.upload(vectors, [offsets.at(-1)!, inputs], 'ranker.english');
  const shape = [settings.dimension, inputs];
  const initial = initialHead(settings.dimension, inputs, rng.fork('ranker.start'));
  const head = makeParameter(ops, 'ranker.head', shape, initial);
  const batches = rng.fork('ranker.batches');
  const pick = settings.pairs
    ? pairPicker(problem.labels)
    : (size: number, from: Rng) => pickBatch(problem.labels.length, size, from);
  let steps = 0;
  const weights = async () => {
    const values = Float32Array.from(await ops.read(head.w));
    // A device need not show in the loss that weights are no longer finite.
    if (firstNotFinite(values) >= 0) throw new DivergedError(steps, 'weights are not finite');
    return values;
  };

  const best = await trackBest(settings, hooks, {
    step: async (step, wantLoss) => {
      steps = step;
      const texts = pick(settings.batch, batches);
      using inner = ops.open();
      const loss = await rankerStep(
        inner,
        { ...problem, vectors: english },
        texts,
        head,
        settings,
        step,
      );
      return wantLoss ? mean(await inner.read(loss)) : null;
    },
    evaluate: async () => hooks.evaluate(await weights()),
    snapshot: weights,
  });
  return { head: best.model, best };
}

/** Normal with variance 1 / inputs. */
function initialHead(outputs: number, inputs: number, rng: Rng): Float32Array {
  return Float32Array.from({ length: outputs * inputs }, () => rng.normal() / Math.sqrt(inputs));
}

/** Gives the loss of each text, `[texts]`. */
async function rankerStep(
  ops: NnOps,
  { english, labels, vectors }: RankerProblem & { readonly vectors: NnArray },
  texts: Uint32Array,
  head: Parameter,
  settings: RankerSettings,
  step: number,
): Promise<NnArray> {
  const { rows: wanted, counts } = rowsOf(english.offsets, texts);
  const rows = ops.indices(padRows(wanted, english.offsets.at(-1)!), 'ranker.rows');
  const x = ops.gatherRows({ x: vectors, rows });
  const { unit, norm } = ops.unitNormalise(ops.linear({ x, w: head.w }));
  const batch = {
    x,
    unit,
    offsets: offsetsOf(counts),
    labels: Uint32Array.from(texts, (text) => labels[text]!),
  };
  const { loss, gradient } = await rankerLoss(ops, batch, settings);
  const dz = ops.unitNormaliseBackward({ unit, norm, dy: gradient });
  ops.fill(head.gradient, 0);
  ops.linearWeight({ dy: dz, x, into: head.gradient });
  const { w, m, v, gradient: g } = head;
  ops.adam({ w, m, v, gradient: g, learningRate: settings.learningRate, step });
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

function checkProblem({ english, labels }: RankerProblem): void {
  const { offsets, vectors, dimension } = english;
  if (labels.length !== offsets.length - 1)
    throw new RangeError(`trainRanker: ${offsets.length - 1} texts, but ${labels.length} labels`);
  checkVectors('trainRanker: English', english);
  if (labels.length < 2 || vectors.length < dimension)
    throw new RangeError(`trainRanker: wants at least two texts, got ${labels.length}`);
}

/** `size` different texts out of `texts`, drawn without replacement (all where there are fewer). */
export function pickBatch(texts: number, size: number, rng: Rng): Uint32Array {
  if (texts <= size) return Uint32Array.from({ length: texts }, (_, text) => text);
  const picked = new Set<number>();
  while (picked.size < size) picked.add(rng.below(texts));
  return Uint32Array.from(picked);
}

/** Draws batches of different texts, each with another of its label where there is one. */
export function pairPicker(labels: Uint32Array): (size: number, rng: Rng) => Uint32Array {
  const byLabel = new Map<number, number[]>();
  labels.forEach((label, text) => {
    const own = byLabel.get(label);
    if (own) own.push(text);
    else byLabel.set(label, [text]);
  });
  return (size, rng) => {
    const wanted = Math.min(size, labels.length);
    const picked = new Set<number>();
    while (picked.size < wanted) {
      const first = rng.below(labels.length);
      const own = byLabel.get(labels[first]!)!;
      const partner =
        own[(own.indexOf(first) + 1 + rng.below(Math.max(1, own.length - 1))) % own.length]!;
      picked.add(first);
      if (picked.size < wanted) picked.add(partner);
    }
    return Uint32Array.from(picked);
  };
}
