import type { AlignRequest, EncodedText } from '../worker';
import { type AlignmentSample, type SamplePair, type SampleText, unitVectors } from './sample';
import { labelTokens, type TokenLabel } from './tokens';

/** One side of an alignment as it is shown. */
export interface Sentence {
  readonly language: string;
  readonly text: string;
  readonly tokens: readonly TokenLabel[];
  readonly slots: SampleText['slots'];
}

/** An alignment problem with what the screen needs to label it. */
export interface AlignProblem {
  readonly rows: Sentence;
  readonly columns: Sentence;
  readonly intent: string | null;
  readonly synthetic: boolean;
  readonly vectors: Pick<AlignRequest, 'x' | 'y' | 'n' | 'm' | 'd'>;
}

/** English against a translation, out of the sample. */
export function sampleProblem(
  sample: AlignmentSample,
  pair: SamplePair,
  language: string,
): AlignProblem | null {
  const [english, foreign] = [pair.texts.en, pair.texts[language]];
  if (!english || !foreign) return null;
  return {
    rows: sentence('en', english),
    columns: sentence(language, foreign),
    intent: pair.intent,
    synthetic: sample.synthetic,
    vectors: {
      x: unitVectors(sample, english),
      y: unitVectors(sample, foreign),
      n: english.count,
      m: foreign.count,
      d: sample.dimension,
    },
  };
}

/** Two sentences that the encoder has just read. */
export function ownProblem(
  texts: readonly [string, string],
  language: string,
  [english, foreign]: readonly [EncodedText, EncodedText],
): AlignProblem {
  const side = (code: string, text: string, { pieces }: EncodedText): Sentence => ({
    language: code,
    text,
    tokens: labelTokens(pieces),
    slots: [],
  });
  return {
    rows: side('en', texts[0], english),
    columns: side(language, texts[1], foreign),
    intent: null,
    synthetic: false,
    vectors: {
      x: english.vectors,
      y: foreign.vectors,
      n: english.pieces.length,
      m: foreign.pieces.length,
      d: english.dimension,
    },
  };
}

function sentence(language: string, one: SampleText): Sentence {
  return { language, text: one.text, tokens: labelTokens(one.pieces), slots: one.slots };
}
