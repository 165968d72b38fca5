import type { CollectionText, Language, RankingCollection } from '../data';
import type { StudyConfig } from '../report';
import { type CollectionInput, utteranceOf } from './collection';
import { judgeDocuments } from './collectionJudgements';
import { planBitext } from './collectionTraining';
import { chosenNotes, trains } from './plan';
import type { Parallel, StudyInput, StudyPlan } from './planTypes';
import { spreadFirst } from './spreadFirst';

/**
 * Chooses languages, queries and pairs of a study of a collection. Queries of one id are one query in several
 * languages; an id that a language lacks has no value there.
 *
 * @throws RangeError if the config asks for what a collection has not, or no query is left.
 */
export function planCollection(
  input: StudyInput,
  source: CollectionInput,
  config: StudyConfig,
): StudyPlan {
  const { collection, rerank, notes } = source;
  checkConfig(collection, config);
  const languages = pickLanguages(collection, config);
  const { queryIds, evaluation } = pickQueries(collection, languages, config.queries);
  const { documents, judged, notes: judgedNotes } = judgeDocuments(collection, queryIds, rerank);
  const texts = [...documents, ...[...evaluation.values()].flat()].map(({ text }) => text);
  const training = trains(config)
    ? planBitext(input.bitext, config, languages, texts)
    : { bitext: new Map(), dev: new Map(), notTrained: [], notes: [] };
  return {
    ...{ languages, documents, evaluation },
    rankerTexts: [],
    rankerPairs: false,
    bitext: training.bitext,
    dev: training.dev,
    devTask: 'T1',
    queries: queryIds.length,
    collection: judged,
    notTrained: training.notTrained,
    notes: [...chosenNotes(config), ...notes, ...judgedNotes, ...training.notes],
  };
}

function checkConfig({ name }: RankingCollection, config: StudyConfig): void {
  const { tasks, ranker, limit } = config;
  if (tasks.length !== 1 || tasks[0] !== 'C')
    throw new RangeError(
      `Study config: tasks: expected C alone, as ${name} is a collection with judgements of its own, got ${tasks.join(', ')}`,
    );
  if (trains(config) && ranker.loss !== 'none' && ranker.loss !== 'imported')
    throw new RangeError(
      `Study config: ranker.loss: expected none or imported, as ${name} is a collection and has no intents to learn relevance from, got ${ranker.loss}`,
    );
  if (limit > 0)
    throw new RangeError(
      `Study config: limit: expected 0, as all documents of a collection are ranked (queries bounds its queries), got ${limit}`,
    );
}

/** Languages of queries, English first. */
function pickLanguages({ name, queries }: RankingCollection, config: StudyConfig): Language[] {
  const available = [...new Set(queries.map(({ language }) => language))];
  if (available.length === 0) throw new RangeError(`Study: ${name} has no queries`);
  const wanted = config.languages.length > 0 ? config.languages : available;
  for (const language of wanted)
    if (!available.includes(language))
      throw new RangeError(
        `Study: language ${language} has no queries in ${name}; wanted some of ${available.join(', ')}`,
      );
  const foreign = [...new Set(wanted)].filter((language) => language !== 'en');
  return available.includes('en') ? ['en', ...foreign] : foreign;
}

/** Queries of every language in one order of ids: English ones first, then what other languages add. */
function pickQueries(collection: RankingCollection, languages: readonly Language[], most: number) {
  const byLanguage = new Map<Language, Map<string, CollectionText>>(
    languages.map((language) => [language, new Map()]),
  );
  for (const query of collection.queries) byLanguage.get(query.language)?.set(query.id, query);
  const all = [...new Set([...byLanguage.values()].flatMap((rows) => [...rows.keys()]))];
  const count = most > 0 ? Math.min(most, all.length) : all.length;
  const queryIds = spreadFirst(all, count).slice(0, count);
  const evaluation: Parallel = new Map(
    [...byLanguage].map(([language, rows]) => [
      language,
      queryIds.flatMap((id) => {
        const query = rows.get(id);
        return query ? [utteranceOf(query)] : [];
      }),
    ]),
  );
  return { queryIds, evaluation };
}
