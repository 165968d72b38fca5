import { Tokenizer } from '@huggingface/tokenizers';
import type { TokenisedText } from './types';

/** No piece is longer than 16 characters, so a text cut here still fills every token it may have. */
const CHARACTERS_PER_TOKEN = 64;

/** Turns a text into ids and pieces. */
export type Tokenise = (text: string) => TokenisedText;

/**
 * Makes the tokeniser that `tokenizer.json` describes: NFKC as SentencePiece does it, then Unigram.
 *
 * Text beyond `maxTokens` is cut off before `</s>`. Zero-width spaces and joiners count as spaces;
 * a character outside the vocabulary becomes `<unk>`, neighbours fused, its own text kept in `pieces`.
 *
 * @throws Error if `json` is not a tokeniser file.
 */
export function makeTokeniser(json: string, maxTokens: number): Tokenise {
  const tokenizer = new Tokenizer(JSON.parse(json) as object, {});
  return (text) => {
    const limit = maxTokens * CHARACTERS_PER_TOKEN;
    const { ids, tokens } = tokenizer.encode(text.length > limit ? text.slice(0, limit) : text);
    const truncated = ids.length > maxTokens || text.length > limit;
    if (ids.length > maxTokens) {
      ids.splice(maxTokens - 1, ids.length - maxTokens);
      tokens.splice(maxTokens - 1, tokens.length - maxTokens);
    }
    return { ids: Int32Array.from(ids), pieces: tokens, truncated };
  };
}
