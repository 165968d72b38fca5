import type { Tokenizer } from '@huggingface/tokenizers';
import { type AddedText, addedSections } from './addedSections';
import { rawText, type Traced } from './traced';
import { type Component, traceNormaliser } from './traceNormaliser';
import { tracePreTokens } from './tracePreTokens';
import { type TokenStyle, traceTokens } from './traceTokens';

/** Where a token stands in the raw text: UTF-16 units, end exclusive, no white space at either end. */
export interface TokenSpan {
  readonly start: number;
  readonly end: number;
}

/** The spans of a text's tokens, special ones included. */
export type TokenSpans = (text: string) => readonly (TokenSpan | undefined)[];

/** The parts of `tokenizer.json` that are looked at. */
export interface TokenizerJson {
  readonly normalizer: Component | null;
  readonly pre_tokenizer: Component | null;
  readonly model: Component;
  readonly added_tokens: readonly {
    readonly content: string;
    readonly special?: boolean;
    readonly normalized?: boolean;
    readonly lstrip?: boolean;
    readonly rstrip?: boolean;
  }[];
}

/**
 * Makes what tells the characters of each token: every step of the tokeniser is done again with a record of what
 * each character was made from, and must give what the library gives.
 *
 * A token that the tokeniser put in, such as a lone `▁` before a word, has an empty span where it stands; a special
 * token, `<s>` or `</s>`, has none. Where several tokens are made from one character, each has all of it; where several
 * characters are composed to one, its token has all of them. A surrogate pair is never cut.
 *
 * @returns undefined for a token only where a step gives anything else than the library's: then a span would be a guess.
 */
export function makeTokenSpans(tokenizer: Tokenizer, json: TokenizerJson): TokenSpans {
  const style = styleOf(tokenizer, json.model);
  const added = json.added_tokens ?? [];
  const isNormalised = ({ normalized, special }: (typeof added)[number]) =>
    (normalized ?? !special) && tokenizer.normalizer !== null;
  const raw = added.filter((token) => !isNormalised(token));
  const normal = added
    .filter(isNormalised)
    .map((token) => ({ ...token, content: String(tokenizer.normalizer!(token.content)) }));
  const frame = specialFrame(tokenizer);
  return (text) => {
    const { tokens } = tokenizer.encode(text);
    const spans: (TokenSpan | undefined)[] = tokens.map(() => undefined);
    const stretches = addedSections(rawText(text), raw).map((section, index) =>
      section.added ? [section.text] : preTokens(section.text, index, { tokenizer, json, normal }),
    );
    if (stretches.some((one) => one === undefined)) return spans;
    const own = tokens.slice(frame.before, tokens.length - frame.after);
    const found = traceTokens(
      stretches.flatMap((one) => one ?? []),
      own,
      style,
    );
    found?.forEach(([start, end], at) => {
      spans[frame.before + at] = trimmed(text, start, end);
    });
    return spans;
  };
}

interface Steps {
  readonly tokenizer: Tokenizer;
  readonly json: TokenizerJson;
  /** Added tokens that are looked for after normalisation. */
  readonly normal: readonly AddedText[];
}

/** What the model is given of a section; undefined where that is not what the library gives it. */
function preTokens(
  section: Traced,
  index: number,
  { tokenizer, json, normal }: Steps,
): readonly Traced[] | undefined {
  const text = traceNormaliser(section, json.normalizer);
  const wanted = tokenizer.normalizer ? String(tokenizer.normalizer(section.text)) : section.text;
  if (text?.text !== wanted) return undefined;
  const stretches: Traced[] = [];
  for (const { text: own, added } of addedSections(text, normal)) {
    const parts = added ? [own] : tracePreTokens([own], json.pre_tokenizer, index === 0);
    if (!parts) return undefined;
    if (!added && tokenizer.pre_tokenizer) {
      const cut = tokenizer.pre_tokenizer(own.text, { section_index: index }) as string[];
      const equal = cut.length === parts.length && cut.every((one, at) => one === parts[at]!.text);
      if (!equal) return undefined;
    }
    stretches.push(...parts);
  }
  return stretches;
}

function styleOf({ model }: Tokenizer, config: Component): TokenStyle {
  const known = model!.tokens_to_ids;
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  const isWordPiece =
    config.type === 'WordPiece' || !('merges' in config || Array.isArray(config.vocab));
  return {
    unknown: model!.unk_token,
    unknownWhole: isWordPiece,
    fuseUnknown: model!.fuse_unk,
    isKnown: (token) => known.has(token),
    prefix: isWordPiece ? text(config.continuing_subword_prefix) : '',
    suffixes: [text(config.end_of_word_suffix), text(config.continuing_subword_suffix)],
    byteFallback: config.byte_fallback === true,
  };
}

/** How many special tokens stand before and after a text's own. */
function specialFrame({ post_processor: process }: Tokenizer): { before: number; after: number } {
  if (!process) return { before: 0, after: 0 };
  const own = '\0own';
  const { tokens } = process([own], null, true) as { tokens: string[] };
  const before = tokens.indexOf(own);
  return { before, after: tokens.length - before - 1 };
}

const SPACE = /\s/;

/** Without white space at the ends, unless there is nothing else; surrogate pairs stay whole. */
function trimmed(text: string, start: number, end: number): TokenSpan {
  if (start === end) return { start, end };
  let [from, to] = [start, end];
  while (from < to && SPACE.test(text[from]!)) from++;
  while (from < to && SPACE.test(text[to - 1]!)) to--;
  if (from === to) [from, to] = [start, end];
  const isLow = (at: number) => (text.charCodeAt(at) & 0xfc00) === 0xdc00;
  const isHigh = (at: number) => (text.charCodeAt(at) & 0xfc00) === 0xd800;
  if (isLow(from) && isHigh(from - 1)) from--;
  if (isHigh(to - 1) && isLow(to)) to++;
  return { start: from, end: to };
}
