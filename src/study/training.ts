import type { Scope, Tensor } from '../gpu';
import { Rng } from '../lib';
import type { CollapseRow } from '../report';
import {
  type DistilProblem,
  distil,
  headTokens,
  loadHead,
  type Student,
  type StudentWeights,
  studentTokens,
  type TokenSet,
  trainRanker,
  type UnitTokens,
} from '../train';
import { type CollapseProbe, measureCollapse } from './collapseProbe';
import type { StudyContext } from './context';
import { expectedWork, type TrainedMethod } from './costs';
import { judge, meanOf, scoreQueries } from './ranking';

/** Labels of a list of names: equal names get equal numbers. */
export function numberNames(names: readonly string[]): Uint32Array {
  const numbers = new Map<string, number>();
  return Uint32Array.from(names, (name) => {
    const number = numbers.get(name) ?? numbers.size;
    numbers.set(name, number);
    return number;
  });
}

/** Trains the English ranker of one seed, W `[dimension, inputs]`. Sees English alone. */
export async function trainHead(context: StudyContext, seed: number): Promise<Float32Array> {
  const { gpu, config, plan, texts, progress, signal, onEvent } = context;
  const english = texts.select(plan.rankerTexts.map(({ text }) => text));
  const labels = numberNames(plan.rankerTexts.map(({ intent }) => intent));
  const dev = plan.dev.get('en')!;
  const judgements = judge(dev);
  const devTokens = texts.select(dev.map(({ text }) => text));
  const evaluate = async (head: Tensor) => {
    using scope = gpu.scope();
    const tokens = headTokens(scope, devTokens, head);
    return meanOf((await scoreQueries(context, tokens, tokens, judgements)).T2);
  };
  const work = expectedWork(config, plan, 0).ranker;
  return progress.run('ranker', `English ranker, seed ${seed}`, work, async (report) => {
    const { head } = await trainRanker(
      gpu,
      { english, labels },
      { ...config.ranker, evaluateEvery: config.distil.evaluateEvery },
      new Rng(seed),
      {
        evaluate,
        signal,
        onPoint: (point) => {
          report(point.step, config.ranker.steps);
          onEvent({ type: 'curve', point: { stage: 'ranker', seed, ...point } });
        },
      },
    );
    return head;
  });
}

/** Bitext and head as distillation sees them: token vectors, no judgement. */
export function distilProblem(context: StudyContext, head: Float32Array): DistilProblem {
  const { plan, texts, config } = context;
  const english = [
    ...new Set([...plan.bitext.values()].flatMap((pairs) => pairs.map((p) => p.english))),
  ];
  const index = new Map(english.map((text, k) => [text, k]));
  return {
    head,
    outputs: config.ranker.dimension,
    english: texts.select(english),
    languages: [...plan.bitext].map(([language, pairs]) => ({
      language,
      tokens: texts.select(pairs.map(({ foreign }) => foreign)),
      english: Uint32Array.from(pairs, (pair) => index.get(pair.english)!),
    })),
  };
}

/** Trains one student for all languages and looks for signs of collapse. */
export async function trainStudent(
  context: StudyContext,
  problem: DistilProblem,
  method: TrainedMethod,
  seed: number,
): Promise<{ weights: StudentWeights; collapse: CollapseRow }> {
  const { gpu, config, plan, progress, signal, onEvent } = context;
  using scope = gpu.scope();
  const head = loadHead(scope, problem.head, problem.english.dimension);
  const dev = await devSet(context, scope, head);
  let first: CollapseProbe | undefined;
  let last: CollapseProbe | undefined;
  const evaluate = async (student: Student) => {
    using inner = gpu.scope();
    const maps: number[] = [];
    const probes: UnitTokens[] = [];
    for (const { tokens } of dev.languages) {
      const queries = studentTokens(inner, tokens, student);
      probes.push(queries);
      maps.push(meanOf((await scoreQueries(context, queries, dev.documents, dev.judgements)).T2));
    }
    last = await measureCollapse(inner, probes, dev.documents);
    first ??= last;
    return maps.reduce((sum, map) => sum + map, 0) / maps.length;
  };
  const work = expectedWork(config, plan, 0).distil;
  const result = await progress.run('distil', `${method}, seed ${seed}`, work, (report) =>
    distil(gpu, problem, method, config.distil, new Rng(seed), {
      evaluate,
      signal,
      onPoint: (point) => {
        report(point.step, config.distil.steps);
        onEvent({ type: 'curve', point: { stage: method, seed, ...point } });
      },
    }),
  );
  if (!first || !last) throw new Error('distil never evaluated its student');
  return { weights: result.weights, collapse: describeCollapse(method, seed, first, last) };
}

function describeCollapse(
  method: TrainedMethod,
  seed: number,
  first: CollapseProbe,
  last: CollapseProbe,
): CollapseRow {
  const { raised, reasons } = last.alarmAgainst(first);
  const { meanCosine, columnEntropy } = last;
  return { method, seed, meanCosine, columnEntropy, alarm: raised, reasons };
}

interface DevSet {
  readonly documents: UnitTokens;
  readonly judgements: ReturnType<typeof judge>;
  readonly languages: readonly { language: string; tokens: TokenSet }[];
}

async function devSet({ plan, texts }: StudyContext, scope: Scope, head: Tensor): Promise<DevSet> {
  const english = plan.dev.get('en')!;
  const trained = plan.languages.filter((language) => plan.bitext.has(language));
  return {
    documents: headTokens(scope, texts.select(english.map(({ text }) => text)), head),
    judgements: judge(english),
    languages: trained.map((language) => ({
      language,
      tokens: texts.select(plan.dev.get(language)!.map(({ text }) => text)),
    })),
  };
}
