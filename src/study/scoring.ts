import type { Language } from '../data';
import type { Scope } from '../gpu';
import type { Method } from '../report';
import {
  applyMap,
  fitMap,
  headTokens,
  loadHead,
  Student,
  type StudentWeights,
  studentTokens,
  type TokenSet,
  type UnitTokens,
  unitTokens,
} from '../train';
import type { StudyContext } from './context';
import { expectedWork } from './costs';
import { type Judgements, scoreQueries, type TaskScores } from './ranking';

/** Scores of one method by language; a language that the method was not trained for is absent. */
export type MethodScores = ReadonlyMap<Language, TaskScores>;

/** Query and document tokens of the evaluation ids by language, as the encoder gave them. */
export function evaluationTokens({ plan, texts }: StudyContext): ReadonlyMap<Language, TokenSet> {
  return new Map(
    [...plan.evaluation].map(([language, rows]) => [
      language,
      texts.select(rows.map(({ text }) => text)),
    ]),
  );
}

/** Ranks with the untrained encoder: no head at all. */
export async function scoreEncoder(
  context: StudyContext,
  tokens: ReadonlyMap<Language, TokenSet>,
  judgements: Judgements,
): Promise<MethodScores> {
  using scope = context.gpu.scope();
  const documents = unitTokens(scope, tokens.get('en')!);
  const work = 3 * expectedWork(context.config, context.plan, 0).rank;
  return await scoreLanguages(
    context,
    'encoder-zero-shot',
    work,
    documents,
    judgements,
    (inner, language) => unitTokens(inner, tokens.get(language)!),
  );
}

/**
 * Ranks with the English head on both sides, with shifted queries, or with a student on the query side.
 * English queries keep the teacher's encoder under every method, as OPTICAL trains other languages only.
 */
export async function scoreMethod(
  context: StudyContext,
  method: Method,
  label: string,
  headValues: Float32Array,
  weights: StudentWeights | undefined,
  tokens: ReadonlyMap<Language, TokenSet>,
  judgements: Judgements,
): Promise<MethodScores> {
  const { gpu, plan, config } = context;
  using scope = gpu.scope();
  const english = tokens.get('en')!;
  const head = loadHead(scope, headValues, english.dimension);
  const documents = headTokens(scope, english, head);
  const student = weights && new Student(scope, head, weights);
  const project = (inner: Scope, language: Language): UnitTokens | undefined => {
    const set = tokens.get(language)!;
    if (language === 'en') return documents;
    if (method === 'zero-shot') return headTokens(inner, set, head);
    if (!plan.bitext.has(language)) return undefined;
    if (method === 'mean-shift')
      return headTokens(inner, shiftLanguage(context, language, set), head);
    if (!student) throw new Error(`${method} has no student`);
    return studentTokens(inner, set, student);
  };
  const work = expectedWork(config, plan, 0).rank;
  return await scoreLanguages(context, label, work, documents, judgements, project);
}

async function scoreLanguages(
  context: StudyContext,
  label: string,
  work: number,
  documents: UnitTokens,
  judgements: Judgements,
  project: (scope: Scope, language: Language) => UnitTokens | undefined,
): Promise<MethodScores> {
  const { gpu, plan, progress } = context;
  return progress.run('rank', label, work, async (report) => {
    const scores = new Map<Language, TaskScores>();
    for (const [k, language] of plan.languages.entries()) {
      using inner = gpu.scope();
      const queries = project(inner, language);
      if (queries)
        scores.set(language, await scoreQueries(context, queries, documents, judgements));
      report(k + 1, plan.languages.length);
    }
    return scores;
  });
}

/** Moves a language's tokens by the difference of the mean vectors of its bitext. */
function shiftLanguage({ plan, texts }: StudyContext, language: Language, set: TokenSet): TokenSet {
  const pairs = plan.bitext.get(language)!;
  const map = fitMap('mean-shift', {
    language,
    foreign: texts.select(pairs.map((pair) => pair.foreign)),
    english: Uint32Array.from(pairs, (_, k) => k),
    englishTokens: texts.select(pairs.map((pair) => pair.english)),
  });
  return applyMap(map, set);
}
