import type { Corpus } from '../data';
import type { Task } from '../eval';
import { type StudyConfig, type TaskRow, taskRelevance, taskTitle } from '../report';
import { judgeCollection } from './collection';
import { judge, judgePool } from './judgements';
import type { StudyPlan } from './plan';

/** What each task asks and how it was judged; T4 as its English queries see it. */
export function taskRows(
  plan: StudyPlan,
  config: StudyConfig,
  topic: Corpus['topic'],
): readonly TaskRow[] {
  if (plan.collection)
    return judgeCollection(plan.collection, plan.collection.queryIds).tasks.map((task) =>
      rowOf(task, topic),
    );
  const own = config.tasks.filter((task) => task !== 'T4');
  const { queries } = plan;
  const judged = [...judge(plan.evaluation.get('en')!, { tasks: own, queries }).tasks];
  if (config.tasks.includes('T4')) {
    const most = config.poolQueries > 0 ? Math.min(config.poolQueries, queries) : queries;
    judged.push(...judgePool(plan.evaluation, 'en', { queries: most }).tasks);
  }
  return judged.map((task) => rowOf(task, topic));
}

function rowOf(task: Task, topic: Corpus['topic']): TaskRow {
  const { kind, skipped, grades, level, queryIds, documentIds, missing = [] } = task;
  const without = skipped.reduce((sum, skip) => sum + skip, 0);
  const all = [...grades, ...missing.flatMap((rows) => rows.map(({ grade }) => grade))];
  const relevant = all.filter((grade) => grade >= level).length;
  return {
    task: kind,
    title: taskTitle(kind, topic),
    relevance: taskRelevance(kind, topic),
    documents: documentIds.length,
    queries: queryIds.length,
    skipped: without,
    relevant: relevant / Math.max(1, queryIds.length - without),
  };
}
