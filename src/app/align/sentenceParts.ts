import type { Sentence } from '../alignProblem';
import { slotsOfTokens } from './slotBlocks';

/** A stretch of a sentence within or outside a slot. */
export interface SentencePart {
  readonly key: number;
  readonly slot: string | null;
  readonly tokens: readonly {
    readonly text: string;
    /** Null for what is between tokens. */
    readonly token: number | null;
    readonly at: number;
  }[];
}

/** A sentence cut at its tokens and at its slots; every character of the text is in it once and in order. */
export function sentenceParts(sentence: Sentence): SentencePart[] {
  const { text, tokens, spans } = sentence;
  if (!spans) {
    const pieces = tokens.map((token, index) => ({
      text: `${token.startsWord && index > 0 ? ' ' : ''}${token.text}`,
      ...{ token: index, at: index },
    }));
    return [{ key: 0, slot: null, tokens: pieces }];
  }
  const slots = slotsOfTokens(sentence);
  const parts: { key: number; slot: string | null; tokens: SentencePart['tokens'][number][] }[] =
    [];
  const add = (slot: string | null, from: number, to: number, token: number | null) => {
    if (to <= from) return;
    let last = parts.at(-1);
    if (!last || last.slot !== slot) {
      last = { key: from, slot, tokens: [] };
      parts.push(last);
    }
    last.tokens.push({ text: text.slice(from, to), token, at: from });
  };
  let at = 0;
  spans.forEach(({ start, end }, token) => {
    const own = slots[token] ?? null;
    // A gap between two tokens of a slot is in the slot.
    add(token > 0 && slots[token - 1] === own ? own : null, at, start, null);
    add(own, Math.max(at, start), end, token);
    at = Math.max(at, end);
  });
  add(null, at, text.length, null);
  return parts;
}

/** The direction of a text's first strong character. */
export function textDirection(text: string): 'ltr' | 'rtl' {
  const [first = ''] = text.match(/\p{L}/u) ?? [];
  return /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/u.test(first) ? 'rtl' : 'ltr';
}
