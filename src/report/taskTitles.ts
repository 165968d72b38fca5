import type { TaskId } from './configTypes';
import type { StudyReport } from './types';

type Topic = StudyReport['topic'];

const PARALLEL = { intent: 'the parallel utterance', document: 'the parallel sentence' } as const;
const TOPICS = {
  intent: 'utterances of the same intent',
  document: 'sentences of the same document',
} as const;

/** A task in a few words, e.g. `T2, utterances of the same intent`. */
export function taskTitle(task: TaskId, topic: Topic): string {
  return `${task}, ${NAMES[task](topic)}`;
}

const NAMES: Readonly<Record<TaskId, (topic: Topic) => string>> = {
  T1: (topic) => PARALLEL[topic],
  T2: (topic) => TOPICS[topic],
  T3: (topic) => `${TOPICS[topic]}, graded by template`,
  T4: () => 'translations in a pool of all languages',
  T5: (topic) => `${topic === 'intent' ? 'utterances' : 'sentences'} of the same domain`,
  C: () => 'the collection’s own judgements',
};

/** What is relevant in a task, in a sentence. */
export function taskRelevance(task: TaskId, topic: Topic): string {
  return RULES[task](topic);
}

const AWAY = 'the query’s own id and English text leave the ranking';

const RULES: Readonly<Record<TaskId, (topic: Topic) => string>> = {
  T1: () => 'The document with the query’s id, or with the same normalised English text.',
  T2: (topic) =>
    `Documents of the same ${topic === 'intent' ? 'root intent' : 'document'}; ${AWAY}.`,
  T3: () =>
    `Grade 2 for the same template (the tree of intent and slot labels), 1 for the same root intent alone; MAP counts grade 2; ${AWAY}.`,
  T4: () =>
    'In a pool of the texts of all languages, those with the query’s id or English text in the other languages; the query’s own text leaves the ranking.',
  T5: () => `Documents of the same domain; ${AWAY}.`,
  C: () =>
    'Documents that the collection’s judgements give a grade of 1 or more; MAP counts these alike, nDCG goes by their grades.',
};
