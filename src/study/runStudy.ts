import type {
  CollapseRow,
  CurvePoint,
  Method,
  StudyConfig,
  StudyEvent,
  StudyReport,
} from '../report';
import type { StudentWeights } from '../train';
import type { StudyContext } from './context';
import { expectedWork, TRAINED, type TrainedMethod, trainedMethods } from './costs';
import { planStudy, type StudyInput, type StudyPlan, trains } from './plan';
import { Progress } from './progress';
import { judge, type RankingWorld } from './ranking';
import { evaluationTokens, type MethodScores, scoreEncoder, scoreMethod } from './scoring';
import { makeTables } from './tables';
import { type TextEncoder, TextStore } from './textStore';
import { distilProblem, trainHead, trainStudent } from './training';

/** What a study needs of the world; it has no clock, store or network of its own. */
export interface StudyWorld extends RankingWorld {
  /** Opens the encoder at the first need. */
  readonly openEncoder: () => Promise<TextEncoder>;
  /** Milliseconds. */
  readonly now: () => number;
  readonly onEvent: (event: StudyEvent) => void;
  readonly env: StudyReport['env'];
}

/**
 * Runs a whole study: encode, train the English ranker on English relevance, train students on bitext
 * alone, rank English documents for the queries of every language, measure the gap.
 * The same input, config and adapter give the same report, but for `timings`.
 *
 * @throws RangeError for a corpus that does not fit the config; DivergedError; the signal's reason when cancelled.
 */
export async function runStudy(
  input: StudyInput,
  requested: StudyConfig,
  world: StudyWorld,
): Promise<StudyReport> {
  const config = withBaseline(requested);
  const plan = planStudy(input, config);
  const texts = allTexts(plan);
  const work = expectedWork(config, plan, texts.size);
  const curves: CurvePoint[] = [];
  const onEvent = (event: StudyEvent) => {
    if (event.type === 'curve') curves.push(event.point);
    world.onEvent(event);
  };
  for (const message of plan.notes) onEvent({ type: 'note', message });
  const progress = new Progress([work.total], world.now, onEvent);
  const store = await progress.run('encode', 'token vectors', work.encode, async (report) =>
    TextStore.encode(texts, await world.openEncoder(), {
      layer: config.layer,
      signal: world.signal,
      onProgress: report,
    }),
  );
  const context = { ...world, config, plan, texts: store, progress, onEvent };
  const { scores, collapse } = await scoreAll(context);
  const ids = plan.evaluation.get('en')!.map(({ id }) => id);
  const tables = await progress.run('statistics', 'bootstrap', work.statistics, async () =>
    makeTables(config, plan.languages, ids, scores),
  );
  return {
    schema: 'study/1',
    config,
    env: world.env,
    data: input.records,
    synthetic: input.corpus.synthetic,
    corpus: input.corpus.name,
    sizes: sizesOf(plan),
    ...tables,
    curves,
    collapse,
    notTrained: plan.notTrained,
    notes: [...plan.notes, ...tables.notes, ...alarms(collapse), ...losers(tables)],
    timings: progress.timings(),
  };
}

/** Differences need the baseline, so zero-shot transfer joins whatever else needs the ranker. */
function withBaseline(config: StudyConfig): StudyConfig {
  if (!trains(config) || config.methods.includes('zero-shot')) return config;
  return { ...config, methods: ['zero-shot', ...config.methods] };
}

function allTexts(plan: StudyPlan): Set<string> {
  const texts = new Set<string>();
  for (const rows of [...plan.evaluation.values(), ...plan.dev.values(), plan.rankerTexts])
    for (const { text } of rows) texts.add(text);
  for (const pairs of plan.bitext.values())
    for (const { english, foreign } of pairs) texts.add(english).add(foreign);
  return texts;
}

async function scoreAll(context: StudyContext) {
  const { config, plan } = context;
  const judgements = judge(plan.evaluation.get('en')!);
  const tokens = evaluationTokens(context);
  const untrained = config.methods.includes('encoder-zero-shot')
    ? await scoreEncoder(context, tokens, judgements)
    : undefined;
  const collapse: CollapseRow[] = [];
  const scores = new Map<number, Map<Method, MethodScores>>();
  for (const seed of config.seeds) {
    const ofSeed = new Map<Method, MethodScores>();
    scores.set(seed, ofSeed);
    const { head, students } = await trainSeed(context, seed, collapse);
    for (const method of config.methods) {
      if (method === 'encoder-zero-shot') ofSeed.set(method, untrained!);
      else if (!isTrained(method) || students.has(method)) {
        const label = `${method}, seed ${seed}`;
        const student = isTrained(method) ? students.get(method) : undefined;
        const scored = scoreMethod(context, method, label, head, student, tokens, judgements);
        ofSeed.set(method, await scored);
      }
    }
  }
  return { scores, collapse };
}

async function trainSeed(context: StudyContext, seed: number, collapse: CollapseRow[]) {
  const students = new Map<Method, StudentWeights>();
  if (!trains(context.config)) return { head: new Float32Array(), students };
  const head = await trainHead(context, seed);
  if (context.plan.bitext.size === 0) return { head, students };
  const problem = distilProblem(context, head);
  for (const method of trainedMethods(context.config)) {
    const { weights, collapse: row } = await trainStudent(context, problem, method, seed);
    students.set(method, weights);
    collapse.push(row);
  }
  return { head, students };
}

function isTrained(method: Method): method is TrainedMethod {
  return (TRAINED as readonly Method[]).includes(method);
}

function sizesOf(plan: StudyPlan): StudyReport['sizes'] {
  return {
    trainIds: plan.rankerTexts.length,
    devIds: plan.dev.get('en')?.length ?? 0,
    evaluationIds: plan.evaluation.get('en')!.length,
    bitextPairs: Object.fromEntries([...plan.bitext].map(([lang, pairs]) => [lang, pairs.length])),
  };
}

function alarms(collapse: readonly CollapseRow[]): string[] {
  return collapse
    .filter(({ alarm }) => alarm)
    .map(
      ({ method, seed, reasons }) =>
        `Collapse alarm, ${method}, seed ${seed}: ${reasons.join('; ')}.`,
    );
}

/** A method that ends below its baseline is reported as losing: one note a task and method. */
function losers({ differences }: Pick<StudyReport, 'differences'>): string[] {
  const lost = new Map<string, string[]>();
  for (const { task, method, baseline, language, ci } of differences) {
    if (ci === null || ci[1] >= 0 || method === 'encoder-zero-shot') continue;
    const claim = `${task}: ${method} ends below ${baseline} in`;
    lost.set(claim, [...(lost.get(claim) ?? []), language]);
  }
  return [...lost].map(([claim, languages]) => `${claim} ${languages.join(', ')}.`);
}
