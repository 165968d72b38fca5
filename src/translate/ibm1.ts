import { type Expectation, startExpectation } from './expectation';
import { occurrences, packWords, Vocabulary } from './vocabulary';

/** Stands for the empty word, which every source sentence holds once. */
export const NULL_WORD = null;

/** A sentence and its translation as words that are compared by identity. */
export interface WordPair {
  readonly source: readonly string[];
  readonly target: readonly string[];
}

export interface Ibm1Options {
  /** EM iterations, at least 1. Default 5. */
  readonly iterations?: number;
  /** Probabilities below this are left out of the finished table, in [0, 1). Default 1e-4. Training is not pruned. */
  readonly prune?: number;
}

/** One target word with `t(target | source)`. */
export interface WordTranslation {
  readonly target: string;
  readonly probability: number;
}

/** A trained table `t(target | source)`. */
export interface Ibm1 {
  /**
   * `[iterations + 1]`, natural logarithm of the likelihood of all targets before each iteration and after the last,
   * `sum_pairs sum_j ln(sum_i t(target_j | source_i) / (m + 1))`; the constant length factor is left out. Never falls.
   */
  readonly logLikelihood: Float64Array;
  /** Pairs with words on both sides; the others are not trained on. */
  readonly pairs: number;
  /** Source words that stood in such a pair, NULL not counted. */
  readonly sourceWords: number;
  /** Entries of the finished table. */
  readonly entries: number;
  /** `t(target | source)`; 0 for words that never met and below `prune`. */
  probability(target: string, source: string | typeof NULL_WORD): number;
  /** Translations of a word, the likeliest first, equal ones by first mention; undefined for an unknown word. */
  translations(source: string | typeof NULL_WORD): readonly WordTranslation[] | undefined;
}

/**
 * Trains IBM Model 1: every target word comes from one source word or from NULL, all m + 1 equally likely, and EM finds
 * `t(target | source)` from a uniform start. For foreign queries and English documents source is foreign and target
 * English. Sums in float64 in a fixed order: equal pairs give equal tables to the last bit.
 *
 * Memory while training: 12 bytes for each two words that meet in a pair, and 8 for each target word of the corpus.
 *
 * @throws RangeError if an option is out of range or no pair has words on both sides.
 * @see Brown, Della Pietra, Della Pietra & Mercer 1993, The Mathematics of Statistical Machine Translation, section 4.2
 */
export function trainIbm1(
  pairs: readonly WordPair[],
  { iterations = 5, prune = 1e-4 }: Ibm1Options = {},
): Ibm1 {
  if (!(Number.isInteger(iterations) && iterations >= 1))
    throw new RangeError(
      `trainIbm1: iterations must be an integer of at least 1, got ${iterations}`,
    );
  if (!(prune >= 0 && prune < 1))
    throw new RangeError(`trainIbm1: prune must be in [0, 1), got ${prune}`);
  const full = pairs.filter(({ source, target }) => source.length > 0 && target.length > 0);
  if (full.length === 0)
    throw new RangeError(`trainIbm1: none of ${pairs.length} pairs has words on both sides`);

  const sources = new Vocabulary();
  const targets = new Vocabulary();
  const source = packWords(
    full.map((pair) => pair.source),
    sources,
  );
  const target = packWords(
    full.map((pair) => pair.target),
    targets,
  );
  const em = startExpectation(
    occurrences(source, sources.words.length),
    source.offsets,
    target,
    targets.words.length,
  );
  const logLikelihood = new Float64Array(iterations + 1);
  for (let k = 0; k < iterations; k++) {
    logLikelihood[k] = em.expect();
    em.maximise();
  }
  logLikelihood[iterations] = em.expect();
  return finish(em, { sources, targets, prune, logLikelihood, pairs: full.length });
}

interface Trained {
  readonly sources: Vocabulary;
  readonly targets: Vocabulary;
  readonly prune: number;
  readonly logLikelihood: Float64Array;
  readonly pairs: number;
}

function finish(em: Expectation, trained: Trained): Ibm1 {
  const { sources, targets, prune, logLikelihood, pairs } = trained;
  const rows = Array.from({ length: sources.words.length + 1 }, (_, row) => em.row(row, prune));
  const rowOf = (source: string | null) =>
    rows[source === NULL_WORD ? sources.words.length : (sources.find(source) ?? rows.length)];
  return {
    logLikelihood,
    pairs,
    sourceWords: sources.words.length,
    entries: rows.reduce((sum, row) => sum + row.targets.length, 0),
    probability: (target, source) => {
      const at = rowOf(source)?.targets.indexOf(targets.find(target) ?? targets.words.length) ?? -1;
      return at < 0 ? 0 : rowOf(source)!.probabilities[at]!;
    },
    translations: (source) => {
      const row = rowOf(source);
      return (
        row &&
        Array.from(row.targets, (target, at) => ({
          target: targets.words[target]!,
          probability: row.probabilities[at]!,
        }))
      );
    },
  };
}
