import {
  readPairs,
  readTexts,
  type VectorDtype,
  type VectorFormat,
  type WritableSet,
  writeTokenVectors,
  writeVectorPairs,
} from '../data';
import type { Encoder } from '../encoders';
import type { AlignTools } from './alignFile';
import type { EncodeTexts } from './encoderPool';
import type { EngineFile } from './types';
import { splitWords, wordsOfPieces } from './wordPieces';

/** Texts to be encoded and how their token vectors are written. */
export interface EncodeJob {
  readonly input: EngineFile;
  /** `texts`: one a line; `pairs`: `source TAB target`. */
  readonly kind: 'texts' | 'pairs';
  /** Encoder layer, 0 to 12. */
  readonly layer: number;
  readonly format: VectorFormat;
  readonly dtype: VectorDtype;
  /** Brings every vector to unit length. */
  readonly normalise: boolean;
}

export interface EncodeOutcome {
  readonly content: Blob;
  readonly texts: number;
  readonly rows: number;
  readonly d: number;
  /** Texts that were cut at the model's length. */
  readonly truncated: number;
  /** Lines that are no pair, as `file:line: what`; they have no vectors. */
  readonly problems: readonly string[];
}

/** Texts encoded at a time: full batches of like length. */
const CHUNK = 256;
/** Texts from which several encoders repay their loading. */
const MANY = 128;

/**
 * Encodes the texts of a file and writes their token vectors, special tokens left out; a blank line has none, nor has a
 * pair with a blank side. With the vectors go the subwords and the word of each within its text.
 *
 * @throws ParseError if the file cannot be read; RangeError as the writers.
 */
export async function encodeFile(
  { input, kind, layer, format, dtype, normalise }: EncodeJob,
  tools: Pick<AlignTools, 'openEncoder' | 'openPool' | 'onProgress'>,
): Promise<EncodeOutcome> {
  if (kind === 'pairs' && format === 'parquet')
    throw new RangeError('pairs are written to .safetensors or .npz, not to .parquet');
  const { sides, problems } = readSides(input, kind);
  const count = sides.reduce((sum, { length }) => sum + length, 0);
  const encoder = await tools.openEncoder();
  const pool = count < MANY ? undefined : await tools.openPool(layer);
  try {
    const encode: EncodeTexts = pool?.encode ?? ((texts) => encoder.encode(texts, { layer }));
    const meta: WritableSet['meta'] = {
      ...{ model: encoder.id, tokeniser: encoder.id, layer, prefix: '' },
      specialTokens: 'dropped',
      ...{ normalised: normalise, dtype: 'F32' },
    };
    const sets: WritableSet[] = [];
    let [done, truncated] = [0, 0];
    for (const texts of sides) {
      const side = await encodeSide(texts, encoder, encode, (more) => {
        done += more;
        tools.onProgress('encode', done, count);
      });
      if (normalise) toUnitLength(side.vectors, encoder.dimension);
      truncated += side.truncated;
      const { vectors, offsets, pieces, words } = side;
      sets.push({ vectors, offsets, pieces, words, d: encoder.dimension, meta });
    }
    const [x, y] = sets;
    const bytes =
      y && format !== 'parquet'
        ? writeVectorPairs(x!, y, format, dtype)
        : writeTokenVectors(x!, format, dtype);
    return {
      content: new Blob([bytes]),
      texts: count,
      rows: sets.reduce((sum, { offsets }) => sum + offsets.at(-1)!, 0),
      ...{ d: encoder.dimension, truncated },
      problems: problems.map((one) => `${one.file}:${one.line}: ${one.detail}`),
    };
  } finally {
    pool?.close();
  }
}

/** The texts of each side, in the order of the lines. */
function readSides(input: EngineFile, kind: EncodeJob['kind']) {
  if (kind === 'texts') return { sides: [readTexts(input)], problems: [] };
  const { pairs, problems } = readPairs(input);
  // Without the other side a text would be aligned with nothing.
  const whole = pairs.map(({ source, target }) =>
    source.trim() === '' || target.trim() === '' ? { source: '', target: '' } : { source, target },
  );
  const sides = [whole.map(({ source }) => source), whole.map(({ target }) => target)];
  return { sides, problems };
}

async function encodeSide(
  texts: readonly string[],
  encoder: Pick<Encoder, 'tokenise' | 'dimension'>,
  encode: EncodeTexts,
  report: (more: number) => void,
) {
  const piecesOf = (text: string) => encoder.tokenise(text).pieces.slice(1, -1);
  const parts: Float32Array[] = [];
  const pieces: string[] = [];
  const words: number[] = [];
  const offsets = new Uint32Array(texts.length + 1);
  let truncated = 0;
  for (let start = 0; start < texts.length; start += CHUNK) {
    const some = texts.slice(start, start + CHUNK);
    const filled = some.filter((text) => text.trim() !== '');
    const encoded = await encode(filled);
    parts.push(encoded.vectors);
    truncated += encoded.truncated;
    let at = 0;
    some.forEach((text, k) => {
      const own = text.trim() === '' ? [] : encoded.pieces[at++]!;
      offsets[start + k + 1] = offsets[start + k]! + own.length;
      pieces.push(...own);
      if (own.length > 0) words.push(...wordsOfPieces(own, splitWords(text), piecesOf));
    });
    report(some.length);
  }
  const vectors = new Float32Array(offsets[texts.length]! * encoder.dimension);
  let done = 0;
  for (const part of parts) {
    vectors.set(part, done);
    done += part.length;
  }
  return { vectors, offsets, pieces, words: Int32Array.from(words), truncated };
}

function toUnitLength(vectors: Float32Array, d: number): void {
  for (let start = 0; start < vectors.length; start += d) {
    const row = vectors.subarray(start, start + d);
    const norm = Math.hypot(...row);
    if (norm > 0) for (let k = 0; k < d; k++) row[k] = row[k]! / norm;
  }
}
