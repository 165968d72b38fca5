import type { RankingCollection, Utterance } from '../data';
import { normaliseText } from '../lib';

/**
 * English queries and their relevant documents as texts for the English ranker, such as those of WikiCLIR or mMARCO:
 * a query and what is relevant to it (grade 1 or more) share the query's id as their topic. A document that several
 * queries want stands once with each. What equals an evaluation text is left out; so is a query that then stands alone.
 *
 * @throws RangeError if nothing is left.
 */
export function relevanceTexts(
  { name, queries, documents, qrels }: RankingCollection,
  evaluationTexts: readonly string[],
  notes: string[],
): Utterance[] {
  const leaked = new Set(evaluationTexts.map(normaliseText));
  const english = (rows: RankingCollection['documents']) =>
    new Map(
      rows.flatMap(({ id, language, text }) =>
        language === 'en' && text.trim() !== '' && !leaked.has(normaliseText(text))
          ? [[id, text] as const]
          : [],
      ),
    );
  const [asked, known] = [english(queries), english(documents)];
  const relevant = new Map<string, Set<string>>();
  for (const { query, document, grade } of qrels) {
    if (grade < 1 || !asked.has(query) || !known.has(document)) continue;
    relevant.set(query, (relevant.get(query) ?? new Set()).add(document));
  }
  const texts = [...relevant].flatMap(([query, found]) => [
    rowOf(`query ${query}`, query, asked.get(query)!),
    ...[...found].map((document) => rowOf(`${query} ${document}`, query, known.get(document)!)),
  ]);
  if (texts.length === 0)
    throw new RangeError(
      `Study: ${name} has no English query with a relevant English document to learn from`,
    );
  notes.push(
    `The English ranker learnt from ${relevant.size} queries of ${name} with ${texts.length - relevant.size} relevant documents, not from the corpus.`,
  );
  return texts;
}

function rowOf(id: string, query: string, text: string): Utterance {
  return { id, language: 'en', text, intent: query, domain: '', slots: [], parse: '' };
}
