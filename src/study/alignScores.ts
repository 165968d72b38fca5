import { queryRows, type StudyPlan } from './plan';
import type { LanguageScores, TaskScores } from './ranking';
import type { MethodScores } from './scoring';
import type { SeedScores, TableQueries } from './tables';

/**
 * Scores with an entry for each id of all languages' queries, NaN where a language lacks it, as statistics over
 * languages want them. A corpus has its queries in all languages: its scores stay as they are.
 */
export function alignScores(plan: StudyPlan, scores: SeedScores): SeedScores {
  if (!plan.collection) return scores;
  const places = new Map(plan.collection.queryIds.map((id, at) => [id, at]));
  const align = (language: string, ofTask: LanguageScores): LanguageScores => {
    const averagePrecision = new Float64Array(places.size).fill(Number.NaN);
    queryRows(plan, language).forEach(({ id }, q) => {
      averagePrecision[places.get(id)!] = ofTask.averagePrecision[q]!;
    });
    return { ...ofTask, averagePrecision };
  };
  const ofLanguages = (languages: MethodScores): MethodScores =>
    new Map(
      [...languages].map(([language, tasks]) => [
        language,
        Object.fromEntries(
          Object.entries(tasks).map(([task, ofTask]) => [task, align(language, ofTask)]),
        ) as TaskScores,
      ]),
    );
  return new Map(
    [...scores].map(([seed, methods]) => [
      seed,
      new Map([...methods].map(([method, languages]) => [method, ofLanguages(languages)])),
    ]),
  );
}

/** The queries of all languages; those of a collection are of no topic, so that each is a cluster of its own. */
export function tableQueries(plan: StudyPlan): TableQueries {
  const ids = plan.collection?.queryIds;
  if (ids) return { ids, topics: ids };
  const asked = queryRows(plan, 'en');
  return { ids: asked.map(({ id }) => id), topics: asked.map(({ intent }) => intent) };
}
