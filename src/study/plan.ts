import {
  type BitextPair,
  type Corpus,
  type HeldOut,
  holdOut,
  type Language,
  LeakCheck,
  parallelPairs,
  type Split,
  selectParallelIds,
  type Utterance,
} from '../data';
import { choosePreset } from '../eval';
import { Rng } from '../lib';
import type { StudyConfig } from '../report';
import { IMPORTED } from './exchange';
import { applyPlacebo, limitPairs } from './placebo';
import type { Parallel, StudyInput, StudyPlan } from './planTypes';
import { relevanceTexts } from './relevanceTexts';
import { spreadFirst } from './spreadFirst';

export type {
  Parallel,
  PlannedDocument,
  QueryTranslations,
  StudyInput,
  StudyPlan,
} from './planTypes';

// Early stopping needs a stable mean, not a long one: evaluating more ids costs more than it tells.
export const MOST_DEV_IDS = 200;

/**
 * Chooses languages, ids and pairs.
 *
 * @throws RangeError if the corpus lacks English, a wanted language, evaluation ids or training rows.
 */
export function planStudy(input: StudyInput, config: StudyConfig): StudyPlan {
  const { corpus } = input;
  if (config.tasks.includes('C'))
    throw new RangeError(
      `Study config: tasks: C asks for a collection's own judgements; ${corpus.name} is a corpus, expected some of T1 to T5`,
    );
  const languages = pickLanguages(corpus, config);
  const all = selectParallelIds(corpus, 'test', languages);
  if (all.length === 0)
    throw new RangeError(
      `Study: no test id of ${corpus.name} is there in all of ${languages.join(', ')}`,
    );
  const limited = config.limit > 0 ? all.slice(0, config.limit) : all;
  const queries = config.queries > 0 ? Math.min(config.queries, limited.length) : limited.length;
  const ids = spreadFirst(limited, queries);
  const evaluation = parallel(corpus.splits.test, languages, ids);
  if (!trains(config))
    return {
      languages,
      rankerTexts: [],
      rankerPairs: false,
      bitext: new Map(),
      dev: new Map(),
      devTask: 'T2',
      documents: evaluation.get('en')!,
      evaluation,
      queries,
      notTrained: [],
      notes: chosenNotes(config),
    };
  const training = planTraining(input, config, languages, evaluation);
  return {
    languages,
    devTask: 'T2',
    documents: evaluation.get('en')!,
    evaluation,
    queries,
    ...training,
    notes: [...chosenNotes(config), ...training.notes],
  };
}

export function chosenNotes({ evaluationSplit }: StudyConfig): string[] {
  return evaluationSplit === 'dev'
    ? ['Ids of the dev split were evaluated; the test split was not read.']
    : [];
}

/** The queries of a language, in the order of the English documents. */
export function queryRows(plan: StudyPlan, language: Language): readonly Utterance[] {
  return plan.evaluation.get(language)!.slice(0, plan.queries);
}

/** The languages whose queries are not English. */
export function foreignLanguages({ languages }: Pick<StudyPlan, 'languages'>): Language[] {
  return languages.filter((language) => language !== 'en');
}

const UNTRAINED = ['encoder-zero-shot', 'bm25', 'char-bm25'];

/** The languages that closed forms and students serve: those with bitext, or the low group's among them. */
export function distilledLanguages(plan: StudyPlan, config: StudyConfig): Language[] {
  const groups = config.groups === 'auto' ? choosePreset(plan.languages) : config.groups;
  const low: readonly Language[] = groups.low;
  return plan.languages.filter(
    (language) =>
      plan.bitext.has(language) && (config.distilFor === 'all' || low.includes(language)),
  );
}

/** Whether any method needs the English ranker, or bitext. */
export function trains(config: StudyConfig): boolean {
  return config.methods.some(
    (method) => !UNTRAINED.includes(method) && !method.startsWith(IMPORTED),
  );
}

function pickLanguages(corpus: Corpus, config: StudyConfig): Language[] {
  const available = [...new Set(corpus.splits.test.map(({ language }) => language))];
  if (available.length === 0) throw new RangeError(`Study: ${corpus.name} has no test rows`);
  if (!available.includes('en'))
    throw new RangeError(
      `Study: ${corpus.name} has no English test rows; documents are English. Found ${available.join(', ')}`,
    );
  const wanted = config.languages.length > 0 ? config.languages : available;
  for (const language of wanted) {
    if (!available.includes(language))
      throw new RangeError(
        `Study: language ${language} has no test rows in ${corpus.name}; wanted one of ${available.join(', ')}`,
      );
  }
  return ['en', ...new Set(wanted.filter((language) => language !== 'en'))];
}

function planTraining(
  input: StudyInput,
  config: StudyConfig,
  languages: readonly Language[],
  evaluation: Parallel,
): Pick<StudyPlan, 'rankerTexts' | 'rankerPairs' | 'bitext' | 'dev' | 'notTrained' | 'notes'> {
  const { corpus } = input;
  const notes: string[] = [];
  const split = trainingSplit(corpus, config.trainSplit, notes);
  const evaluationTexts = evaluation.get('en')!.map(({ text }) => text);
  const { devSplit, devLanguages, trainIds, devIds } = splitIds(corpus, split, languages);
  const englishLeaks = new LeakCheck(evaluationTexts);
  // A translation may equal a query of its language while its English is another text.
  const leaks = new LeakCheck(
    [...evaluation.values()].flatMap((rows) => rows.map(({ text }) => text)),
  );
  const dev = new Set(devIds);
  const english = corpus.splits[split].filter(
    ({ language, id }) => language === 'en' && (trainIds === null || trainIds.has(id)),
  );
  const rankerTexts = english.filter(({ id, text }) => !dev.has(id) && !englishLeaks.has(text));
  if (rankerTexts.length < 2)
    throw new RangeError(`Study: ${corpus.name} has no English rows to train the ranker on`);
  if (rankerTexts.length < english.length)
    notes.push(
      `${english.length - rankerTexts.length} English training rows were left out: held out, or equal to an evaluation text.`,
    );
  const allowed = new Set(rankerTexts.map(({ id }) => id));
  const { bitext, notTrained } = collectBitext(
    input,
    config,
    languages,
    devLanguages,
    corpus.splits[split].filter(({ id }) => allowed.has(id)),
    leaks,
    notes,
  );
  const { relevance } = input;
  return {
    rankerTexts: relevance ? relevanceTexts(relevance, evaluationTexts, notes) : rankerTexts,
    rankerPairs: relevance !== undefined,
    bitext,
    dev: parallel(corpus.splits[devSplit], devLanguages, devIds),
    notTrained,
    notes,
  };
}

function trainingSplit(corpus: Corpus, wanted: 'train' | 'dev', notes: string[]): 'train' | 'dev' {
  if (corpus.splits[wanted].length > 0) return wanted;
  const other = wanted === 'train' ? 'dev' : 'train';
  if (corpus.splits[other].length === 0)
    throw new RangeError(`Study: ${corpus.name} has neither train nor dev rows to train on`);
  notes.push(`${corpus.name} has no ${wanted} rows; its ${other} rows are trained on.`);
  return other;
}

interface HeldOutIds {
  readonly devSplit: 'train' | 'dev';
  /** Languages that have the held-out ids; English first. */
  readonly devLanguages: readonly Language[];
  /** null: all of the split. */
  readonly trainIds: ReadonlySet<string> | null;
  readonly devIds: readonly string[];
}

/**
 * Ids to train on and ids held out: the dev split's, or a tenth of the training split's where it has none.
 * A language without a row in a split does not empty it for the others; the split that serves more languages
 * is taken.
 */
function splitIds(
  corpus: Corpus,
  split: 'train' | 'dev',
  languages: readonly Language[],
): HeldOutIds {
  const own = sharedIds(corpus, split, languages);
  const dev = split === 'train' ? sharedIds(corpus, 'dev', languages) : { covered: [], ids: [] };
  if (dev.ids.length > 0 && (dev.covered.length >= own.covered.length || own.ids.length < 2)) {
    const shuffled = new Rng(1).fork('dev').shuffle([...dev.ids]);
    const kept = new Set(shuffled.slice(0, MOST_DEV_IDS));
    const devIds = dev.ids.filter((id) => kept.has(id));
    return { devSplit: 'dev', devLanguages: dev.covered, trainIds: null, devIds };
  }
  if (own.ids.length < 2)
    throw new RangeError(
      `Study: no two ${split} ids of ${corpus.name} are there in ${own.covered.join(', ') || 'English'}`,
    );
  const { train, heldOut } = holdOutOf(corpus, split, own.ids);
  return {
    devSplit: split,
    devLanguages: own.covered,
    trainIds: new Set(train),
    devIds: heldOut,
  };
}

/** A tenth of the ids; of line-aligned text that of whole documents, or else nothing held out has a relevant sentence. */
function holdOutOf(corpus: Corpus, split: Split, ids: readonly string[]): HeldOut {
  if (corpus.topic === 'intent') return holdOut(ids, 1);
  const english = corpus.splits[split].filter(({ language }) => language === 'en');
  const documentOf = new Map(english.map(({ id, intent }) => [id, intent]));
  const { heldOut } = holdOut([...new Set(ids.map((id) => documentOf.get(id)!))], 1);
  const away = new Set(heldOut);
  const isAway = (id: string) => away.has(documentOf.get(id)!);
  return { train: ids.filter((id) => !isAway(id)), heldOut: ids.filter(isAway) };
}

/** The languages that have rows in a split, English among them, and the ids that all of these share. */
function sharedIds(corpus: Corpus, split: Split, languages: readonly Language[]) {
  const present = new Set(corpus.splits[split].map(({ language }) => language));
  const covered = present.has('en') ? languages.filter((language) => present.has(language)) : [];
  return { covered, ids: selectParallelIds(corpus, split, covered) };
}

function collectBitext(
  input: StudyInput,
  config: StudyConfig,
  languages: readonly Language[],
  devLanguages: readonly Language[],
  rows: readonly Utterance[],
  leaks: LeakCheck,
  notes: string[],
) {
  const bitext = new Map<Language, readonly BitextPair[]>();
  const notTrained: { language: Language; reason: string }[] = [];
  const own = input.bitext.length === 0;
  for (const language of languages.slice(1)) {
    const found = own
      ? parallelPairs(rows, language).pairs
      : input.bitext.filter((part) => part.language === language).flatMap(({ pairs }) => pairs);
    const { pairs, leaked } = leaks.clean(found);
    if (leaked > 0)
      notes.push(`${language}: ${leaked} bitext pairs equal an evaluation text and were removed.`);
    if (pairs.length > 0 && devLanguages.includes(language))
      bitext.set(language, applyPlacebo(limitPairs(pairs, config.pairs), config.placebo));
    else notTrained.push({ language, reason: whyNot(found.length, pairs.length, own) });
  }
  for (const language of new Set(input.bitext.map((part) => part.language))) {
    if (!languages.includes(language))
      notes.push(`Bitext for ${language} was given, but ${language} is not evaluated.`);
  }
  return { bitext, notTrained };
}

function whyNot(found: number, kept: number, own: boolean): string {
  if (kept > 0) return 'it has no held-out utterances to stop training by';
  if (found > 0) return 'all of its bitext equals evaluation texts';
  return own ? 'no training id is shared with English' : 'no bitext for it was given';
}

function parallel(
  rows: readonly Utterance[],
  languages: readonly Language[],
  ids: readonly string[],
): Parallel {
  const byKey = new Map(rows.map((row) => [`${row.language} ${row.id}`, row]));
  return new Map(
    languages.map((language) => [language, ids.map((id) => byKey.get(`${language} ${id}`)!)]),
  );
}
