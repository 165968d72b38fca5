import type { EncoderShape } from '../../nn';
import { checkRows, checkVectors, firstNotFinite } from '../checkVectors';
import type { StudentTexts, Teacher } from '../students/types';
import type { BitextTexts, DistilProblem } from '../types';
import type { PairList } from './batches';
import { keptCounts } from './select';

/** A problem whose languages all have usable pairs. */
export interface PreparedProblem {
  readonly problem: DistilProblem;
  /** Of the languages of `problem`, in their order. */
  readonly lists: readonly PairList[];
}

/**
 * Checks everything that training will read, and leaves out what cannot be trained on: pairs without tokens
 * on one side (transport between nothing and something is undefined), languages without pairs.
 *
 * @throws RangeError that names language, text, row and what was found, for values that are not finite, counts
 *   that do not fit, plans of another size, and ids and texts that the encoder has no row for; RangeError if no pair is left.
 */
export function prepareProblem(problem: DistilProblem): PreparedProblem {
  checkCount(
    'English teacher vectors: components',
    problem.english.dimension,
    problem.teacher.outputs,
  );
  checkVectors('English teacher vectors', problem.english);
  problem.documents?.forEach((text, document) => {
    if (text >= textsOf(problem.english))
      throw new RangeError(
        `document ${document}: English text ${text} of ${textsOf(problem.english)} is not there`,
      );
  });
  if (problem.englishTexts) {
    checkTexts('English', problem.englishTexts, problem.teacher);
    checkCount(
      'English texts of the student',
      textsOf(problem.englishTexts),
      textsOf(problem.english),
    );
  }
  const usable = problem.languages.map((bitext) => {
    checkBitext(problem, bitext);
    return { bitext, list: pairList(problem, bitext) };
  });
  const kept = usable.filter(({ list }) => list.pairs.length > 0);
  if (kept.length === 0) {
    const given = problem.languages.map(({ language }) => language).join(', ') || 'no language';
    throw new RangeError(
      `trainStudent: there is no translation pair with tokens on both sides (${given})`,
    );
  }
  return {
    problem: { ...problem, languages: kept.map(({ bitext }) => bitext) },
    lists: kept.map(({ list }) => list),
  };
}

function checkBitext({ english, teacher }: DistilProblem, bitext: BitextTexts): void {
  const { language, texts, plans } = bitext;
  checkTexts(language, texts, teacher);
  checkCount(`${language}: English texts of the pairs`, bitext.english.length, textsOf(texts));
  bitext.english.forEach((text, pair) => {
    if (text >= textsOf(english))
      throw new RangeError(
        `${language}, pair ${pair}: English text ${text} of ${textsOf(english)} is not there`,
      );
  });
  if (!plans) return;
  checkCount(`${language}: plans`, plans.length, textsOf(texts));
  const counts = keptCounts(texts);
  plans.forEach((plan, pair) => {
    const n = lengthOf(english.offsets, bitext.english[pair]!);
    checkCount(`${language}, pair ${pair}: entries of the plan`, plan.length, n * counts[pair]!);
    const bad = firstNotFinite(plan);
    if (bad >= 0)
      throw new RangeError(
        `${language}, pair ${pair}: entry ${bad} of the plan is ${plan[bad]}, expected a finite value`,
      );
  });
}

function pairList({ english }: DistilProblem, bitext: BitextTexts): PairList {
  const { language, texts } = bitext;
  const counts = keptCounts(texts);
  const pairs = Uint32Array.from(bitext.english.keys()).filter(
    (pair) => counts[pair]! > 0 && lengthOf(english.offsets, bitext.english[pair]!) > 0,
  );
  return { language, pairs, tokens: pairs.map((pair) => lengthOf(texts.offsets, pair)) };
}

/** Texts as a student reads them: states or ids, as many as the offsets say. */
function checkTexts(language: string, texts: StudentTexts, { encoder }: Teacher): void {
  const { offsets, states, ids } = texts;
  const tokens = offsets.at(-1) ?? 0;
  if (!states && !ids) throw new RangeError(`${language}: the texts have neither states nor ids`);
  if (ids) checkCount(`${language}: token ids`, ids.length, tokens);
  if (ids && encoder) checkIds(language, offsets, ids, encoder.shape);
  if (!states || tokens === 0) return;
  if (states.length === 0 || states.length % tokens !== 0)
    throw new RangeError(
      `${language}: expected states of ${tokens} tokens, got ${states.length} values`,
    );
  checkRows(language, states, offsets, states.length / tokens);
}

/** What the embeddings would refuse, in whichever step the text comes up. */
function checkIds(
  language: string,
  offsets: Uint32Array,
  ids: Uint32Array,
  { vocabulary, positions }: EncoderShape,
): void {
  for (let text = 0; text + 1 < offsets.length; text++) {
    const length = lengthOf(offsets, text);
    if (length > positions)
      throw new RangeError(
        `${language}, text ${text}: ${length} tokens, the encoder has ${positions} positions`,
      );
    for (let token = offsets[text]!; token < offsets[text + 1]!; token++)
      if (ids[token]! >= vocabulary)
        throw new RangeError(
          `${language}, text ${text}, token ${token - offsets[text]!}: id ${ids[token]} of ${vocabulary} is not there`,
        );
  }
}

function checkCount(name: string, found: number, wanted: number): void {
  if (found !== wanted) throw new RangeError(`${name}: expected ${wanted}, got ${found}`);
}

function textsOf({ offsets }: { readonly offsets: Uint32Array }): number {
  return offsets.length - 1;
}

function lengthOf(offsets: Uint32Array, text: number): number {
  return offsets[text + 1]! - offsets[text]!;
}
