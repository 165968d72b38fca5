import { Tokenizer } from '@huggingface/tokenizers';
import { makeTokenSpans, type TokenizerJson, type TokenSpan } from './offsets/tokenSpans';
import type { TokenisedText } from './types';

/** No piece is longer than 16 characters, so a text cut here still fills every token it may have. */
const CHARACTERS_PER_TOKEN = 64;

/** Turns a text into ids and pieces. */
export type Tokenise = (text: string) => TokenisedText;

/** A tokeniser that knows the characters of its tokens. */
export interface Tokeniser {
  readonly tokenise: Tokenise;
  /** As `Encoder.spans`. */
  readonly spans: (text: string) => readonly (TokenSpan | undefined)[];
}

/**
 * Makes the tokeniser that `tokenizer.json` describes, of any kind that `@huggingface/tokenizers` knows; the embedded
 * encoder's: NFKC as SentencePiece does it, then Unigram.
 *
 * Text beyond `maxTokens` is cut off before `</s>`. Zero-width spaces and joiners count as spaces;
 * a character outside the vocabulary becomes `<unk>`, neighbours fused, its own text kept in `pieces`.
 *
 * @throws Error if `json` is not a tokeniser file.
 */
export function openTokeniser(json: string, maxTokens: number): Tokeniser {
  const parsed = JSON.parse(json) as object;
  const tokenizer = new Tokenizer(parsed, {});
  const spansOf = makeTokenSpans(tokenizer, parsed as TokenizerJson);
  const limit = maxTokens * CHARACTERS_PER_TOKEN;
  const cut = (text: string) => (text.length > limit ? text.slice(0, limit) : text);
  const splice = (list: unknown[]) => {
    if (list.length > maxTokens) list.splice(maxTokens - 1, list.length - maxTokens);
  };
  return {
    tokenise(text) {
      const { ids, tokens } = tokenizer.encode(cut(text));
      const truncated = ids.length > maxTokens || text.length > limit;
      splice(ids);
      splice(tokens);
      return { ids: Int32Array.from(ids), pieces: tokens, truncated };
    },
    spans(text) {
      const spans = [...spansOf(cut(text))];
      splice(spans);
      return spans;
    },
  };
}

/** `openTokeniser` where the characters do not matter. */
export function makeTokeniser(json: string, maxTokens: number): Tokenise {
  return openTokeniser(json, maxTokens).tokenise;
}
