import type { Language } from '../data';
import { Rng } from '../lib';
import { type ImportedHead, identityHead, importHead, type TokenSet, trainRanker } from '../train';
import type { StudyContext } from './context';
import { expectedWork } from './costs';
import { type Judgements, judge, judgeHeldOut } from './judgements';
import { projectTokens } from './projection';
import { meanOf, scoreQueries } from './ranking';
import type { TextRole } from './textStore';

/** The frozen English side of one seed. */
export interface SeedTeacher {
  readonly seed: number;
  /** W, `[outputs, inputs]`. */
  readonly head: Float32Array;
  readonly inputs: number;
  readonly outputs: number;
  /** English evaluation texts through W: the documents. */
  readonly documents: TokenSet;
  /** The same of the held-out ids. */
  readonly dev: TokenSet;
  /** Of the held-out queries of a language. */
  readonly devJudgements: (language: Language) => Judgements;
  /** MAP of the held-out English queries. */
  readonly devMap: number;
}

/** Labels of a list of names: equal names get equal numbers. */
export function numberNames(names: readonly string[]): Uint32Array {
  const numbers = new Map<string, number>();
  return Uint32Array.from(names, (name) => {
    const number = numbers.get(name) ?? numbers.size;
    numbers.set(name, number);
    return number;
  });
}

/** Trains the English ranker of one seed and projects what every method of the seed needs. */
export async function openTeacher(context: StudyContext, seed: number): Promise<SeedTeacher> {
  const { plan, texts, nn } = context;
  const tokensOf = (rows: readonly { text: string }[], role: TextRole = 'passage') =>
    texts.select(
      rows.map((row) => row.text),
      role,
    );
  const english = tokensOf(plan.documents);
  const inputs = english.dimension;
  const weight = await trainHead(context, seed, inputs);
  const documents = await projectTokens(nn, english, { weight });
  const dev = await projectTokens(nn, tokensOf(plan.dev.get('en') ?? []), { weight });
  const judged = new Map([...plan.dev.keys()].map((key) => [key, judgeHeldOut(plan, key)]));
  const devJudgements = (language: Language) => judged.get(language)!;
  const asked = texts.hasRoles
    ? await projectTokens(nn, tokensOf(plan.dev.get('en') ?? [], 'query'), { weight })
    : dev;
  const devMap = judged.has('en')
    ? meanOf((await scoreQueries(context, asked, dev, devJudgements('en')))[plan.devTask])
    : Number.NaN;
  const outputs = weight.length / inputs;
  return { seed, head: weight, inputs, outputs, documents, dev, devJudgements, devMap };
}

/** W `[dimension, inputs]`, trained on English alone, or imported, or the identity where there is to be no ranker. */
async function trainHead(
  context: StudyContext,
  seed: number,
  inputs: number,
): Promise<Float32Array> {
  const { nn, config, methods, plan, texts, progress, signal, onEvent } = context;
  const { loss, ...ranker } = config.ranker;
  if (loss === 'none') return identityHead(inputs);
  if (loss === 'imported') return importHead(wantedHead(context), inputs);
  const english = texts.select(plan.rankerTexts.map(({ text }) => text));
  const labels = numberNames(plan.rankerTexts.map(({ intent }) => intent));
  const dev = plan.dev.get('en')!;
  const judgements = judge(dev, { tasks: ['T2'] });
  const devTexts = dev.map(({ text }) => text);
  const devTokens = texts.select(devTexts);
  const devPassages = texts.hasRoles ? texts.select(devTexts, 'passage') : undefined;
  const evaluate = async (weight: Float32Array) => {
    const tokens = await projectTokens(nn, devTokens, { weight });
    const passages = devPassages ? await projectTokens(nn, devPassages, { weight }) : tokens;
    return meanOf((await scoreQueries(context, tokens, passages, judgements)).T2);
  };
  const work = expectedWork(config, methods, plan, 0).ranker;
  return progress.run('ranker', `English ranker, seed ${seed}`, work, async (report) => {
    const { head } = await trainRanker(
      nn,
      { english, labels },
      { ...ranker, loss, evaluateEvery: EVALUATE_EVERY, pairs: plan.rankerPairs },
      new Rng(seed),
      {
        evaluate,
        signal,
        ...(context.pace && { pace: context.pace }),
        onPaused: (at) => onEvent({ type: 'paused', label: `English ranker, seed ${seed}`, ...at }),
        onPoint: (point) => {
          report(point.step, ranker.steps);
          onEvent({ type: 'curve', point: { stage: 'ranker', seed, language: null, ...point } });
        },
      },
    );
    return head;
  });
}

/** Steps between two looks at the held-out ids. */
const EVALUATE_EVERY = 75;

/** Width of the English head's vectors. @throws RangeError as `importHead` does, where the head is imported. */
export function headWidth(context: StudyContext): number {
  const { loss, dimension } = context.config.ranker;
  const inputs = context.texts.dimension;
  if (loss === 'none') return inputs;
  return loss === 'imported' ? importHead(wantedHead(context), inputs).length / inputs : dimension;
}

/** The imported projection. @throws RangeError where there is none. */
export function wantedHead({ head }: Pick<StudyContext, 'head'>): ImportedHead {
  if (head) return head;
  throw new RangeError('Study config: ranker.loss: imported wants a projection, none was loaded');
}
