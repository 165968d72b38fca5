import type { TokenSpan } from '../offsets/tokenSpans';
import type { Encoded, EncodeOptions, Encoder, SpecialTokenPolicy, TextRole } from '../types';
import { PUNCTUATION } from './colbert';

/** What is put around texts and which of their tokens are kept: everything that changes vectors but the model. */
export interface TextPolicy {
  /** Put before queries, and before passages, as they are, a space at the end included. */
  readonly queryPrefix: string;
  readonly passagePrefix: string;
  /** Whether the vectors of a prefix's tokens are kept. */
  readonly prefixTokens: 'drop' | 'keep';
  /** Whether those of special tokens are. */
  readonly specialTokens: SpecialTokenPolicy;
  /** Which words' vectors are left out of passages: the export's own list where it has one, else ASCII punctuation. */
  readonly skiplist: 'none' | 'punctuation';
}

/** What has always been done with the embedded encoder: no prefix, no special tokens, nothing skipped. */
export const PLAIN_POLICY: TextPolicy = {
  queryPrefix: '',
  passagePrefix: '',
  prefixTokens: 'drop',
  specialTokens: 'drop',
  skiplist: 'none',
};

/** A text's tokens under a policy. */
export interface KeptTokens {
  /** Of the text with its prefix, special tokens included. */
  readonly ids: Int32Array;
  /** Which tokens are kept, ascending. */
  readonly kept: readonly number[];
  readonly pieces: readonly string[];
}

/** An encoder that applies a policy: `encode` gives the kept tokens alone, whatever `specialTokens` it is called with. */
export interface PolicyEncoder extends Encoder {
  readonly policy: TextPolicy;
  /** Whether the kept tokens are those of the text itself, all of them and no other. */
  readonly keepsText: boolean;
  keep(text: string, role: TextRole): KeptTokens;
  /** The characters of the text, without its prefix, that each kept token covers. */
  keptSpans(text: string, role: TextRole): readonly (TokenSpan | undefined)[];
}

/** What marks words' beginnings or continuations in pieces: SentencePiece, byte-level BPE, WordPiece. */
const MARKS = /^(▁|Ġ|##)+/;

/**
 * Applies a policy around an encoder. Vectors are asked of `encoder` for the whole text with its prefix, so that what it
 * remembers serves every policy; rows are dropped afterwards. A prefix's tokens are those that stand alike before the text
 * and alone: a token that reaches from the prefix into the text counts as the text's.
 *
 * @param skipped words that `skiplist: 'punctuation'` leaves out; default ASCII punctuation.
 */
export function withPolicy(
  encoder: Encoder,
  policy: TextPolicy,
  skipped: readonly string[] = PUNCTUATION,
): PolicyEncoder {
  const { queryPrefix, passagePrefix, specialTokens, skiplist } = policy;
  const skip = new Set(skiplist === 'none' ? [] : skipped);
  const dropsPrefix = policy.prefixTokens === 'drop';
  const prefixOf = (role: TextRole) => (role === 'query' ? queryPrefix : passagePrefix);
  const heads = new Map<TextRole, readonly number[]>();
  const headOf = (role: TextRole) => {
    const known = heads.get(role) ?? innerIds(encoder, prefixOf(role).trimEnd(), role);
    heads.set(role, known);
    return known;
  };
  const keep = (text: string, role: TextRole): KeptTokens => {
    const prefix = prefixOf(role);
    const { ids, pieces, margins: [start, end] = [1, 1] } = encoder.tokenise(prefix + text, role);
    const body = ids.length - end;
    const head = prefix !== '' && dropsPrefix ? sharedFrom(ids, start, body, headOf(role)) : 0;
    const skips = skip.size > 0 && role === 'passage';
    const kept = Array.from(ids.keys()).filter((at) => {
      if (at < start || at >= body) return specialTokens === 'keep';
      if (at < start + head) return false;
      return !(skips && skip.has(pieces[at]!.replace(MARKS, '')));
    });
    return { ids, kept, pieces: kept.map((at) => pieces[at]!) };
  };
  const plain = !dropsPrefix || (queryPrefix === '' && passagePrefix === '');
  const asEncoded = plain && skip.size === 0;
  return {
    ...encoder,
    policy,
    hasRoles: (encoder.hasRoles ?? false) || queryPrefix !== passagePrefix || skip.size > 0,
    keepsText:
      specialTokens === 'drop' &&
      skip.size === 0 &&
      (dropsPrefix || (queryPrefix === '' && passagePrefix === '')),
    tokenise: (text, role = 'query') => encoder.tokenise(prefixOf(role) + text, role),
    keep,
    keptSpans(text, role) {
      const prefix = prefixOf(role);
      const spans = encoder.spans(prefix + text, role);
      const own = (at: number) => Math.max(0, at - prefix.length);
      return keep(text, role).kept.map((at) => {
        const span = spans[at];
        return span && { start: own(span.start), end: own(span.end) };
      });
    },
    async encode(texts, options = {}) {
      const { role = 'query' } = options;
      const whole = texts.map((text) => prefixOf(role) + text);
      if (asEncoded) return encoder.encode(whole, { ...options, specialTokens });
      const encoded = await encoder.encode(whole, { ...options, specialTokens: 'keep' });
      return keepRows(encoded, texts, options, keep);
    },
  };
}

/** Ids of a text without special tokens. */
function innerIds(encoder: Encoder, text: string, role: TextRole): readonly number[] {
  const { ids, margins: [start, end] = [1, 1] } = encoder.tokenise(text, role);
  return [...ids.subarray(start, ids.length - end)];
}

/** How many of `head` stand at `start`, before `end`. */
function sharedFrom(ids: Int32Array, start: number, end: number, head: readonly number[]): number {
  let shared = 0;
  while (shared < head.length && start + shared < end && ids[start + shared] === head[shared])
    shared++;
  return shared;
}

function keepRows(
  { vectors, offsets, dimension, truncated }: Encoded,
  texts: readonly string[],
  { role = 'query' }: EncodeOptions,
  keep: PolicyEncoder['keep'],
): Encoded {
  const rows = texts.map((text) => keep(text, role));
  const starts = new Uint32Array(texts.length + 1);
  rows.forEach(({ kept }, text) => {
    starts[text + 1] = starts[text]! + kept.length;
  });
  const result = new Float32Array(starts[texts.length]! * dimension);
  rows.forEach(({ kept }, text) => {
    kept.forEach((at, place) => {
      const from = (offsets[text]! + at) * dimension;
      result.set(vectors.subarray(from, from + dimension), (starts[text]! + place) * dimension);
    });
  });
  const pieces = rows.map((row) => row.pieces);
  return { vectors: result, offsets: starts, dimension, pieces, truncated };
}
