import { type Language, parseTree, template, type Utterance } from '../data';
import { buildTask, type Task, type TaskItem, trecTieOrder } from '../eval';
import { normaliseText } from '../lib';
import type { TaskId, TieRule } from '../report';
import type { Parallel, StudyPlan } from './planTypes';

/** The judgements of several tasks over one list of documents. */
export interface Judgements {
  readonly tasks: readonly Task[];
  /** `[documents]`, the order of equal scores. */
  readonly tieRank: Uint32Array;
  readonly ties: TieRule;
  /** `[queries]`, indices of the documents that are ranked, ascending; default all. */
  readonly lists?: readonly Uint32Array[];
}

interface JudgeOptions {
  readonly tasks: readonly TaskId[];
  /** The first so many documents are queries, too; default all. */
  readonly queries?: number;
  readonly ties?: TieRule;
}

/** English documents; queries of any language carry the judgements of the English text with their id. */
export function judge(
  english: readonly Utterance[],
  { tasks, queries = english.length, ties = 'trec' }: JudgeOptions,
): Judgements {
  const items = english.map((row) => itemOf(row, row.text));
  return {
    tasks: tasks.flatMap((task) =>
      task === 'C' ? [] : [buildTask(task, items.slice(0, queries), items)],
    ),
    tieRank: tieOrder(
      english.map(({ id }) => id),
      ties,
    ),
    ties,
  };
}

/** Held-out queries of a language on held-out English documents, which share ids. */
export function judgeHeldOut(
  { dev, devTask }: Pick<StudyPlan, 'dev' | 'devTask'>,
  language: Language,
): Judgements {
  const english = dev.get('en')!;
  const documents = english.map((row) => itemOf(row, row.text));
  const byId = new Map(documents.map((item) => [item.id, item]));
  const queries = dev.get(language)!.map(({ id }) => byId.get(id)!);
  const ids = english.map(({ id }) => id);
  return {
    tasks: [buildTask(devTask, queries, documents)],
    tieRank: tieOrder(ids, 'trec'),
    ties: 'trec',
  };
}

/** T4: queries of one language, documents of all, in the order of `poolRows`. */
export function judgePool(
  evaluation: Parallel,
  language: Language,
  { queries, ties = 'trec' }: { readonly queries: number; readonly ties?: TieRule },
): Judgements {
  const english = evaluation.get('en')!;
  const itemsOf = (rows: readonly Utterance[]) =>
    rows.map((row, k) => itemOf(row, english[k]!.text));
  const documents = [...evaluation.values()].flatMap(itemsOf);
  const task = buildTask('T4', itemsOf(evaluation.get(language)!).slice(0, queries), documents);
  return { tasks: [task], tieRank: tieOrder(task.documentIds, ties), ties };
}

/** The documents of T4. */
export function poolRows(evaluation: Parallel): Utterance[] {
  return [...evaluation.values()].flat();
}

export function tieOrder(ids: readonly string[], ties: TieRule): Uint32Array {
  return ties === 'insertion' ? Uint32Array.from(ids.keys()) : trecTieOrder(ids);
}

function itemOf({ id, language, intent, domain, parse }: Utterance, english: string): TaskItem {
  return {
    id,
    language,
    englishText: normaliseText(english),
    intent,
    domain,
    template: parse === '' ? '' : template(parseTree(parse)),
  };
}
