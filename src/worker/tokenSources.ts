import type { SentencePair, VectorPairs, VectorSide } from '../data';
import type { Encoder } from '../encoders';
import type { TokenPair } from './alignPairs';
import type { EncodeTexts } from './encoderPool';
import { splitWords, wordsOfPieces } from './wordPieces';

/** Token vectors of the pairs of a file, a stretch at a time. */
export interface TokenSource {
  /** Pairs in all. */
  readonly total: number;
  /** Length of a vector. */
  readonly d: number;
  /** Pairs `start` to `end`, end exclusive; `truncated` of their sides lost their end. */
  read(start: number, end: number): Promise<{ pairs: TokenPair[]; truncated: number }>;
}

/** Words whose characters are remembered; a corpus repeats its words. */
const MOST_WORDS = 50_000;

/**
 * Encodes each line as a whole; a pair with a blank side is not encoded.
 *
 * @param encoder whose tokeniser tells the words of pieces.
 * @param encode gives the token vectors; the same model's.
 */
export function textSource(
  lines: readonly SentencePair[],
  encoder: Pick<Encoder, 'tokenise' | 'dimension'>,
  encode: EncodeTexts,
): TokenSource {
  const { dimension: d } = encoder;
  const piecesOf = remembered((text) => encoder.tokenise(text).pieces.slice(1, -1));
  return {
    total: lines.length,
    d,
    async read(start, end) {
      const pairs = lines.slice(start, end);
      const texts = pairs.flatMap(({ source, target }) => {
        const blank = source.trim() === '' || target.trim() === '';
        return blank ? ['', ''] : [source, target];
      });
      const filled = texts.filter((text) => text !== '');
      const { vectors, offsets, pieces, truncated } = await encode(filled);
      let at = 0;
      const sides = texts.map((text) => {
        if (text === '') return NOTHING;
        const parts = pieces[at]!;
        const words = wordsOfPieces(parts, splitWords(text), piecesOf);
        const own = vectors.subarray(offsets[at]! * d, offsets[at + 1]! * d);
        at++;
        return { vectors: own, words, pieces: parts };
      });
      return { pairs: pairs.map((_, p) => joined(sides[2 * p]!, sides[2 * p + 1]!)), truncated };
    },
  };
}

/** Gives vectors as they are; without word indices every token is a word. */
export function vectorSource({ x, y, pairs: total, d }: VectorPairs): TokenSource {
  const side = ({ vectors, offsets, words }: VectorSide, pair: number) => {
    const [start, end] = [offsets[pair]!, offsets[pair + 1]!];
    return {
      vectors: vectors.subarray(start * d, end * d),
      words: words?.subarray(start, end) ?? Int32Array.from({ length: end - start }, (_, i) => i),
    };
  };
  return {
    total,
    d,
    async read(start, end) {
      const numbers = Array.from({ length: end - start }, (_, at) => start + at);
      const pairs = numbers.map((pair) => joined(side(x, pair), side(y, pair)));
      return { pairs, truncated: 0 };
    },
  };
}

interface Side {
  readonly vectors: Float32Array;
  readonly words: Int32Array;
  readonly pieces?: readonly string[];
}

const NOTHING: Side = { vectors: new Float32Array(0), words: new Int32Array(0) };

function joined(source: Side, target: Side): TokenPair {
  return {
    x: source.vectors,
    y: target.vectors,
    sourceWords: source.words,
    targetWords: target.words,
    ...(source.pieces && { sourcePieces: source.pieces }),
    ...(target.pieces && { targetPieces: target.pieces }),
  };
}

function remembered(piecesOf: (text: string) => readonly string[]) {
  const known = new Map<string, readonly string[]>();
  return (text: string) => {
    let pieces = known.get(text);
    if (!pieces) {
      pieces = piecesOf(text);
      if (known.size >= MOST_WORDS) known.clear();
      known.set(text, pieces);
    }
    return pieces;
  };
}
