import { pieceSpans, type SlotSpan, type TextSpan } from '../data';
import type { AlignRequest, EncodedText } from '../worker';
import { type AlignmentSample, type SamplePair, unitVectors } from './sample';
import { labelTokens, type TokenLabel } from './tokens';

/** One side of an alignment as it is shown. */
export interface Sentence {
  readonly language: string;
  readonly text: string;
  readonly tokens: readonly TokenLabel[];
  readonly slots: readonly SlotSpan[];
  /** Characters of each token; null where its characters are not the text's. */
  readonly spans: readonly TextSpan[] | null;
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

/** What is known of a pair besides its texts. */
export interface PairAbout {
  readonly intent: string | null;
  readonly synthetic: boolean;
  /** Of the rows' text and of the columns'. */
  readonly slots: readonly [readonly SlotSpan[], readonly SlotSpan[]];
}

/** Two sentences that the encoder has just read. */
export function encodedProblem(
  texts: readonly [string, string],
  languages: readonly [string, string],
  [rows, columns]: readonly [EncodedText, EncodedText],
  { intent, synthetic, slots }: PairAbout = { intent: null, synthetic: false, slots: [[], []] },
): AlignProblem {
  return {
    rows: sentence(languages[0], { text: texts[0], pieces: rows.pieces, slots: slots[0] }),
    columns: sentence(languages[1], { text: texts[1], pieces: columns.pieces, slots: slots[1] }),
    ...{ intent, synthetic },
    vectors: {
      x: rows.vectors,
      y: columns.vectors,
      n: rows.pieces.length,
      m: columns.pieces.length,
      d: rows.dimension,
    },
  };
}

function sentence(
  language: string,
  {
    text,
    pieces,
    slots,
  }: {
    readonly text: string;
    readonly slots: readonly SlotSpan[];
    readonly pieces: readonly string[];
  },
): Sentence {
  return {
    ...{ language, text, slots, tokens: labelTokens(pieces) },
    spans: pieceSpans(text, pieces) ?? null,
  };
}
