import type { BackendKind, EncoderShape } from '../nn';
import type { StudyConfig } from '../report';
import { type MemoryRequest, planMemory } from '../train';
import { allTexts } from './allTexts';
import { expectedWork, trainingWork } from './costs';
import { evaluationCorpus } from './evaluationSplit';
import type { StudyMemory } from './memory';
import { isEncoderMethod, resolveMethods, type TrainedMethod, trainedOf } from './methods';
import { distilledLanguages, planStudy, type StudyInput, type StudyPlan } from './plan';
import { planCollection } from './planCollection';

/** What the students of one method would take. */
export interface StudentEstimate {
  readonly method: string;
  readonly student: string;
  /** Students in all: languages, or one for all, times seeds. */
  readonly count: number;
  /** Steps of each, at most. */
  readonly steps: number;
  /** Pairs in one of them. */
  readonly pairs: number;
  /** A rough figure of two CPU cores, whatever the machine. */
  readonly secondsPerStep: number;
  /** While one is trained. */
  readonly bytes: number;
  readonly fits: boolean;
  /** Empty where it fits. */
  readonly message: string;
}

/** What a study would take, guessed before anything is computed. */
export interface StudyEstimate {
  /** Distinct texts to encode. */
  readonly texts: number;
  readonly students: readonly StudentEstimate[];
  /** Seconds of everything but the training of students: rough figures of two CPU cores. */
  readonly encode: number;
  readonly ranker: number;
  readonly rank: number;
  /** Bytes of the encoder while it reads, and of the token vectors that are kept. */
  readonly encoder: number;
  readonly vectors: number;
  /** What memory there is, and how that is known. */
  readonly limit: string;
  readonly backend: BackendKind;
}

/** The embedded encoder's, on which students of other encoders are guessed, too. */
const SHAPE: EncoderShape = {
  ...{ layers: 12, width: 384, heads: 12, inner: 1536, normEpsilon: 1e-12 },
  ...{ vocabulary: 250_037, positions: 512 },
};
/** Characters of a token; no text is cut into tokens for a guess. */
const PER_TOKEN = 3;
const SPECIAL_TOKENS = 2;

/**
 * Guesses what a study takes.
 *
 * @param encoder bytes of its sessions, which the caller opens
 * @throws RangeError as `runStudy` does for a corpus that does not fit the config.
 */
export function estimateStudy(
  input: StudyInput,
  config: StudyConfig,
  limits: StudyMemory,
  backend: BackendKind,
  encoder: number,
): StudyEstimate {
  const methods = resolveMethods(config);
  const plan = input.collection
    ? planCollection(input, input.collection, config)
    : planStudy({ ...input, corpus: evaluationCorpus(input.corpus, config) }, config);
  const all = allTexts(plan, config, new Map());
  const texts = all.count;
  const work = expectedWork(config, methods, plan, texts);
  const served = distilledLanguages(plan, config).length;
  const each = config.joint ? Math.min(1, served) : served;
  const trained = trainedOf(methods);
  const seeds = config.seeds.length;
  const training = trained.reduce((sum, method) => sum + seeds * each * trainingWork(method), 0);
  const encode = work.encode + work.runUp;
  const ranker = seeds * work.ranker;
  return {
    ...{ texts, encode, ranker, backend, encoder, limit: limits.why },
    vectors: 4 * SHAPE.width * (tokensOf(all.query) + tokensOf(all.passage)),
    rank: Math.max(0, work.total - encode - ranker - training),
    students: each === 0 ? [] : trained.map((method) => studentOf(method, plan, config)),
  };

  function studentOf(
    method: TrainedMethod,
    { bitext }: StudyPlan,
    { storage, ranker }: StudyConfig,
  ) {
    const { id, student, settings } = method;
    const { need, fits, message } = planMemory(
      requestFor(method, longest(bitext), storage, ranker),
      limits,
    );
    return {
      ...{ method: id, student, count: seeds * each, steps: settings.steps },
      pairs: settings.batch * settings.accumulate,
      secondsPerStep: settings.steps > 0 ? trainingWork(method) / settings.steps : 0,
      ...{ bytes: need.total, fits, message },
    };
  }
}

function requestFor(
  method: TrainedMethod,
  tokens: number,
  storage: StudyConfig['storage'],
  ranker: StudyConfig['ranker'],
): MemoryRequest {
  const { spec, settings } = method;
  return {
    spec,
    inputs: SHAPE.width,
    outputs: ranker.loss === 'none' ? SHAPE.width : ranker.dimension,
    ...(isEncoderMethod(method) && { encoder: SHAPE }),
    batch: settings.batch,
    tokensPerText: tokens,
    checkpointing: settings.checkpointing,
    storage,
  };
}

/** Tokens of texts together, about. */
function tokensOf(texts: ReadonlySet<string>): number {
  let tokens = 0;
  for (const text of texts) tokens += Math.ceil(text.length / PER_TOKEN) + SPECIAL_TOKENS;
  return tokens;
}

/** Tokens of the longest text of the bitext, about. */
function longest(bitext: StudyPlan['bitext']): number {
  let most = 0;
  for (const pairs of bitext.values())
    for (const { foreign } of pairs) most = Math.max(most, foreign.length);
  return Math.min(SHAPE.positions, Math.ceil(most / PER_TOKEN) + SPECIAL_TOKENS);
}
