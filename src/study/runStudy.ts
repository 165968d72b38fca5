import { choosePreset } from '../eval';
import type { Gpu } from '../gpu';
import type { EncoderWeights, NnOps } from '../nn';
import type { CurvePoint, EncoderReport, StudyConfig, StudyEvent, StudyReport } from '../report';
import { memoryNeed, type Pace, readsLayer } from '../train';
import { alignScores, tableQueries } from './alignScores';
import { allTexts } from './allTexts';
import { type OpenCheckpoints, StudyCheckpoints } from './checkpoints';
import type { StudyContext } from './context';
import { expectedWork } from './costs';
import { encodeStudy } from './encodeStudy';
import { evaluationCorpus } from './evaluationSplit';
import type { ImportedStudent, StudentPiece } from './exchange';
import { checkImported, importedLevels, importedOf } from './imported';
import { planStudyMemory, requestOf, type StudyMemory } from './memory';
import { isEncoderMethod, resolveMethods, trainedOf } from './methods';
import { alarmNotes, lostNotes } from './outcomeNotes';
import { perQueryCsv } from './perQuery';
import { planStudy, type StudyInput, type StudyPlan, trains } from './plan';
import { planCollection } from './planCollection';
import { Progress } from './progress';
import type { RankingWorld } from './ranking';
import { scoreAll } from './scoreAll';
import { makeTables } from './tables';
import { taskRows } from './taskRows';
import { headWidth, wantedHead } from './teacher';
import type { Level, TextEncoder } from './textStore';
import { translateQueries } from './translations';
import { checkTrecIds, type PutFile, TrecFiles } from './trecFiles';

/** What a study needs of the world; it has no clock, store or network of its own. */
export interface StudyWorld extends RankingWorld {
  /** Where ranker and students are trained; the caller disposes it. */
  readonly nn: NnOps;
  /** Opens the encoder at the first need. */
  readonly openEncoder: () => Promise<TextEncoder>;
  /** Weights of the encoder's layers above `level`, and of its embeddings for `ids`. */
  readonly loadWeights: (level: Level) => Promise<EncoderWeights>;
  /** Layers of the encoder. */
  readonly layers: number;
  /** The encoder as the report tells of it. */
  readonly encoder?: EncoderReport;
  /** Opens device and backend again after the device was lost; without it the study ends there. */
  readonly reopen?: () => Promise<{ readonly gpu: Gpu; readonly nn: NnOps }>;
  /** Where students are kept while the study is unfinished; without it a stopped study starts anew. */
  readonly checkpoints?: OpenCheckpoints;
  /** What training may take; without it a run that does not fit fails when it gets there. */
  readonly memory?: StudyMemory;
  /** Students from elsewhere, for methods `imported:NAME`. */
  readonly imported?: readonly ImportedStudent[];
  /** Gets each student when it is ready and is awaited, so that one at a time is in memory. */
  readonly onStudent?: (student: StudentPiece) => Promise<void>;
  /** Gets each head as it is at each evaluation, and is awaited; students of the encoder are too large. */
  readonly onEvaluated?: (student: StudentPiece) => Promise<void>;
  /** Gets `plans.npz` and `plans.json`: transport plans of a few pairs before and after training. */
  readonly onPlans?: PutFile;
  /** Whether training may go on; asked before every step. */
  readonly pace?: Pace;
  /** Writes every ranking as TREC files, `depth` documents a query; 0: all. */
  readonly trec?: { readonly put: PutFile; readonly depth: number };
  /** Gets `queries.csv`. */
  readonly onTable?: PutFile;
  /** Milliseconds. */
  readonly now: () => number;
  readonly onEvent: (event: StudyEvent) => void;
  readonly env: StudyReport['env'];
}

/**
 * Runs a whole study: encode, train the English ranker on English relevance, train students on bitext
 * alone, rank English documents for the queries of every language, measure the gap.
 * The same input, config and adapter give the same report, but for `timings`; also where the run was stopped and
 * started again in between.
 *
 * @throws RangeError for a corpus that does not fit the config, unknown methods and students, a student that does
 *   not fit in memory; DivergedError of the ranker; the signal's reason when cancelled.
 */
export async function runStudy(
  input: StudyInput,
  requested: StudyConfig,
  world: StudyWorld,
): Promise<StudyReport> {
  resolveMethods(requested); // its errors name the fields as they were given
  const config = withBaseline(requested);
  if (config.ranker.loss === 'imported' && trains(config)) wantedHead(input);
  const methods = resolveMethods(config);
  const levels = levelsOf(config, world);
  const imported = importedOf(config, world.imported);
  const plan = input.collection
    ? planCollection(input, input.collection, config)
    : planStudy({ ...input, corpus: evaluationCorpus(input.corpus, config) }, config);
  if (world.trec && plan.collection) checkTrecIds(plan.collection);
  for (const student of imported) checkImported(student, config, plan.languages);
  const { translations, notes } = translateQueries(plan, methods, input.translations);
  const texts = allTexts(plan, config, translations);
  const work = expectedWork(config, methods, plan, texts.count);
  const curves: CurvePoint[] = [];
  const onEvent = (event: StudyEvent) => {
    if (event.type === 'curve') curves.push(event.point);
    world.onEvent(event);
  };
  for (const message of [...plan.notes, ...notes]) onEvent({ type: 'note', message });
  const groups = config.groups === 'auto' ? choosePreset(plan.languages) : config.groups;
  onEvent({ type: 'plan', groups, languages: plan.languages });
  const progress = new Progress([work.total], world.now, onEvent);
  const encoded = await encodeStudy(texts, { config, plan, levels, progress, work }, world);
  const { env } = world;
  const identity = { config, data: input.records, encoder: encoded.encoderId, env };
  const checkpoints =
    world.checkpoints && (await StudyCheckpoints.of(identity, world.checkpoints, onEvent));
  const head = input.head;
  const context = openContext(world, {
    ...encoded,
    ...{ config, methods, plan, progress, onEvent, checkpoints, head, imported, translations },
    trec: world.trec && new TrecFiles(world.trec.put, world.trec.depth),
    onStudent: world.onStudent,
    onEvaluated: world.onEvaluated,
    onPlans: world.onPlans,
    pace: world.pace,
  });
  const memory = memoryOf(context, world);
  const outcome = await scoreAll(context);
  const tables = await progress.run('statistics', 'bootstrap', work.statistics, async () =>
    makeTables(config, plan.languages, tableQueries(plan), alignScores(plan, outcome.scores)),
  );
  await world.onTable?.(
    'queries.csv',
    new Blob([...perQueryCsv(plan, config, outcome.scores)], { type: 'text/csv' }),
  );
  await checkpoints?.clear();
  return {
    schema: 'study/1',
    config,
    env: world.env,
    ...(world.encoder && { encoder: world.encoder }),
    data: input.records,
    synthetic: input.corpus.synthetic,
    corpus: input.corpus.name,
    sizes: sizesOf(plan),
    topic: input.corpus.topic,
    tasks: taskRows(plan, config, input.corpus.topic),
    ...tables,
    curves,
    collapse: outcome.collapse,
    slots: outcome.slots,
    pool: outcome.pool,
    training: outcome.training,
    ...(memory && { memory }),
    notTrained: plan.notTrained,
    notes: [
      ...plan.notes,
      ...notes,
      ...tables.notes,
      ...outcome.notes,
      ...alarmNotes(outcome.collapse),
      ...lostNotes(tables),
    ],
    timings: { ...progress.timings(), ...outcome.seconds },
  };
}

/** Larger states than this are not kept: a checkpoint is read, hashed and copied whole. */
const MOST_STATE_BYTES = 2 ** 29;
/** Weights, two moments and the best weights of each trained parameter. */
const STATE_COPIES = 4;

type Shared = Omit<StudyContext, 'gpu' | 'nn' | 'onHost' | 'signal' | 'now' | 'keeps' | 'reopen'>;

/** What the stages share; device and backend are replaced in it where the device was lost. */
function openContext(world: StudyWorld, shared: Shared): StudyContext {
  const { gpu, nn, onHost = false, signal, now } = world;
  const context: { -readonly [Key in keyof StudyContext]: StudyContext[Key] } = {
    ...shared,
    ...{ gpu, nn, onHost, signal, now },
    keeps: (method) => {
      const request = requestOf(context, method, headWidth(context));
      return STATE_COPIES * memoryNeed(request).gradients <= MOST_STATE_BYTES;
    },
    reopen:
      world.reopen &&
      (async (tell) => {
        tell('The device was lost; training goes on from the last checkpoint on another.');
        const fresh = await world.reopen!();
        Object.assign(context, fresh);
        return fresh.nn;
      }),
  };
  return context;
}

function memoryOf(context: StudyContext, { memory }: StudyWorld): StudyReport['memory'] {
  if (!memory || trainedOf(context.methods).length === 0) return undefined;
  return planStudyMemory(context, headWidth(context), memory);
}

/** Differences need the baseline, so zero-shot transfer joins whatever else needs the ranker. */
function withBaseline(config: StudyConfig): StudyConfig {
  if (!trains(config) || config.methods.includes('zero-shot')) return config;
  return { ...config, methods: ['zero-shot', ...config.methods] };
}

/** What students that train the encoder read. @throws RangeError if they end in another layer than is ranked. */
function levelsOf(config: StudyConfig, { layers, imported }: StudyWorld): Level[] {
  const methods = resolveMethods(config).filter(isEncoderMethod);
  if (methods.length > 0) checkTrainable(config, methods[0]!.id);
  if (methods.length > 0 && config.layer !== layers)
    throw new RangeError(
      `Study config: layer: expected ${layers} where a student trains the encoder (${methods[0]!.id}), got ${config.layer}`,
    );
  const own = methods.map(({ spec }) => readsLayer(spec, layers));
  return [...own, ...importedLevels(importedOf(config, imported))];
}

/**
 * Students of the encoder start from its weights, which are here of the embedded one alone, and rank what it gives without
 * `<s>` and `</s>`.
 *
 * @throws RangeError saying what would serve instead.
 */
function checkTrainable({ encoder }: StudyConfig, method: string): void {
  const { source, specialTokens, skiplist, queryPrefix, passagePrefix } = encoder;
  const refuse = (field: string, why: string) => {
    throw new RangeError(
      `Study config: encoder.${field}: ${why} (${method}); heads (--student head, mlp, low-rank, orthogonal) and closed forms work`,
    );
  };
  if (source !== 'embedded')
    refuse('source', `a student that trains layers wants the embedded encoder, got ${source}`);
  if (specialTokens === 'keep')
    refuse('specialTokens', 'a student that trains layers is ranked without special tokens');
  if (skiplist !== 'none' || queryPrefix !== '' || passagePrefix !== '')
    refuse(
      skiplist === 'none' ? 'queryPrefix' : 'skiplist',
      'a student that trains layers reads texts as they are',
    );
}

function sizesOf(plan: StudyPlan): StudyReport['sizes'] {
  return {
    trainIds: plan.rankerTexts.length,
    devIds: plan.dev.get('en')?.length ?? 0,
    evaluationIds: plan.documents.length,
    bitextPairs: Object.fromEntries([...plan.bitext].map(([lang, pairs]) => [lang, pairs.length])),
  };
}
