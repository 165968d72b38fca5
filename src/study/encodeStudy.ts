import type { EncoderWeights, NnOps } from '../nn';
import { halveEncoder, runLayers } from '../nn';
import type { StudyConfig } from '../report';
import type { StudyContext } from './context';
import { frozenPlans } from './frozenPlans';
import type { StudyPlan } from './plan';
import type { Progress } from './progress';
import { type Level, type RoleTexts, type RunUp, type TextEncoder, TextStore } from './textStore';

/** Texts that frozen layers are run over at a time, so that progress shows and a cancel is heard. */
const CHUNK = 1024;

interface Job {
  readonly config: StudyConfig;
  readonly plan: StudyPlan;
  readonly levels: readonly Level[];
  readonly progress: Progress;
  readonly work: { readonly encode: number; readonly runUp: number };
}

interface World {
  readonly nn: NnOps;
  readonly openEncoder: () => Promise<TextEncoder>;
  readonly loadWeights: (level: Level) => Promise<EncoderWeights>;
  readonly signal: AbortSignal;
}

interface Encoded extends Pick<StudyContext, 'texts' | 'plans' | 'encoder' | 'spansOf'> {
  /** Names the encoder. */
  readonly encoderId: string;
}

/**
 * Encodes all texts once: the last states for heads; for students that train the encoder the states that they
 * read, and the last states by the same forward pass, so that such a student starts as zero-shot exactly.
 */
export async function encodeStudy(
  texts: RoleTexts,
  { config, plan, levels, progress, work }: Job,
  { nn, openEncoder, loadWeights, signal }: World,
): Promise<Encoded> {
  const encoder = await openEncoder();
  const { storage } = config;
  const loaded = levels.length > 0 ? await loadWeights(lowestOf(levels)) : undefined;
  const weights = loaded && storage === 'f16' ? halveEncoder(loaded) : loaded;
  const store = await progress.run('encode', 'token vectors', work.encode + work.runUp, (report) =>
    TextStore.encode(texts, encoder, {
      layer: config.layer,
      levels,
      normalise: config.encoder.normalise,
      ...(weights && { runUp: runUpWith(nn, weights, storage, signal) }),
      signal,
      onProgress: report,
    }),
  );
  const plans = await plansOf(encoder, config, plan, progress, signal);
  const spansOf = encoder.spans && ((text: string) => encoder.spans!(text));
  return { texts: store, encoder: weights, plans, spansOf, encoderId: encoder.id ?? 'unnamed' };
}

function lowestOf(levels: readonly Level[]): Level {
  if (levels.includes('ids')) return 'ids';
  return Math.min(...levels.filter((level) => level !== 'ids'));
}

function runUpWith(
  nn: NnOps,
  weights: EncoderWeights,
  storage: StudyConfig['storage'],
  signal: AbortSignal,
): RunUp {
  const { width } = weights.shape;
  return async ({ offsets, states, ids }, from, to, onProgress) => {
    const texts = offsets.length - 1;
    const result = new Float32Array(offsets[texts]! * width);
    for (let start = 0; start < texts; start += CHUNK) {
      signal.throwIfAborted();
      const end = Math.min(texts, start + CHUNK);
      const [a, b] = [offsets[start]!, offsets[end]!];
      const part = {
        offsets: offsets.slice(start, end + 1).map((offset) => offset - a),
        ...(states && { states: states.subarray(a * width, b * width) }),
        ...(ids && { ids: ids.subarray(a, b) }),
      };
      result.set(await runLayers(nn, weights, part, from, to, { storage }), a * width);
      onProgress(end, texts);
    }
    return { states: result, width };
  };
}

/** Plans from frozen states of a layer, where the config asks for them. */
async function plansOf(
  encoder: TextEncoder,
  { planLayer }: StudyConfig,
  { bitext }: StudyPlan,
  progress: Progress,
  signal: AbortSignal,
): Promise<StudyContext['plans']> {
  if (planLayer === 'last' || bitext.size === 0) return undefined;
  const texts = [...bitext.values()].flatMap((pairs) =>
    pairs.flatMap(({ english, foreign }) => [english, foreign]),
  );
  return progress.run('encode', `plans from layer ${planLayer}`, 0, async (onProgress) => {
    const store = await TextStore.encode(texts, encoder, { layer: planLayer, signal, onProgress });
    const plans = new Map<string, readonly Float32Array[]>();
    for (const [language, pairs] of bitext) plans.set(language, await frozenPlans(store, pairs));
    return plans;
  });
}
