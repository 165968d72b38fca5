import type {
  Bitext,
  BitextPair,
  Corpus,
  DataSourceRecord,
  Language,
  RankingCollection,
  Utterance,
} from '../data';
import type { ImportedHead } from '../train';
import type { CollectionInput, JudgedCollection } from './collection';

/** English translations of queries by language and id. */
export type QueryTranslations = ReadonlyMap<Language, ReadonlyMap<string, string>>;

/** What a study reads: a corpus, and bitext where the corpus's own parallel ids are not to serve. */
export interface StudyInput {
  readonly corpus: Corpus;
  /** What is ranked in place of the corpus, which has no rows then. */
  readonly collection?: CollectionInput | undefined;
  readonly bitext: readonly Bitext[];
  readonly records: readonly DataSourceRecord[];
  /** English translations of queries by language and id, for methods `translation`. */
  readonly translations?: QueryTranslations | undefined;
  /** The English projection, where the config says that it is imported. */
  readonly head?: ImportedHead | undefined;
  /** Judged English queries that the English ranker learns from instead of the corpus's topics. */
  readonly relevance?: RankingCollection | undefined;
}

/** Utterances of one language for a list of ids, in its order. */
export type Parallel = ReadonlyMap<Language, readonly Utterance[]>;

/** A text that is ranked. */
export type PlannedDocument = Pick<Utterance, 'id' | 'language' | 'text'>;

/** What a study does, worked out before anything is computed. */
export interface StudyPlan {
  /** English first; a collection may lack English queries. */
  readonly languages: readonly Language[];
  /** English utterances that the ranker learns relevance from. */
  readonly rankerTexts: readonly Utterance[];
  /** Whether topics are queries with few texts each, so that batches are drawn in pairs of a topic. */
  readonly rankerPairs: boolean;
  /** Translations that students learn from; a language without any is absent. */
  readonly bitext: ReadonlyMap<Language, readonly BitextPair[]>;
  /** English documents, and in the other languages queries for them. */
  readonly dev: Parallel;
  /** What held-out queries are judged by: ids of the same topic, or translations where there is no topic. */
  readonly devTask: 'T1' | 'T2';
  readonly documents: readonly PlannedDocument[];
  /** In each language the first `queries` are queries; a corpus's English rows are its documents. */
  readonly evaluation: Parallel;
  readonly queries: number;
  /** How the documents are judged where they are a collection's. */
  readonly collection?: JudgedCollection;
  readonly notTrained: readonly { language: Language; reason: string }[];
  readonly notes: readonly string[];
}
