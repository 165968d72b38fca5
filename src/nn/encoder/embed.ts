import type { EncoderShape } from '../encoderWeights';
import type { Tape, Value } from '../tape';
import { applyNorm, type EmbeddingModule, weightValue } from './modules';

/**
 * norm(word + position) of every token, `[tokens, width]`.
 *
 * @param ids rows of the word embeddings, special tokens included.
 * @param offsets `[texts + 1]`, in tokens.
 * @throws RangeError if an id is not in the vocabulary or a text is longer than the table of positions.
 */
export function embedTokens(
  tape: Tape,
  ids: Uint32Array,
  offsets: Uint32Array,
  embedding: EmbeddingModule,
  shape: EncoderShape,
): Value {
  const outside = ids.findIndex((id) => id >= shape.vocabulary);
  if (outside >= 0)
    throw new RangeError(
      `embedTokens: id of token ${outside} is ${ids[outside]}, want one below ${shape.vocabulary}`,
    );
  const { ops } = tape;
  const words = tape.gatherRows(weightValue(tape, embedding.words), ops.indices(ids, 'embed.ids'));
  const positions = tape.gatherRows(
    weightValue(tape, embedding.positions),
    ops.indices(positionsOf(offsets, shape.positions), 'embed.positions'),
  );
  return applyNorm(tape, tape.add(words, positions), embedding.norm, shape.normEpsilon);
}

function positionsOf(offsets: Uint32Array, limit: number): Uint32Array {
  const positions = new Uint32Array(offsets.at(-1) ?? 0);
  for (let text = 0; text + 1 < offsets.length; text++) {
    const [start, end] = [offsets[text]!, offsets[text + 1]!];
    if (end - start > limit)
      throw new RangeError(
        `embedTokens: text ${text} has ${end - start} tokens, the encoder has ${limit} positions`,
      );
    for (let token = start; token < end; token++) positions[token] = token - start;
  }
  return positions;
}
