import type { Sentence } from '../alignProblem';
import type { Unit } from '../look/look';
import type { TokenLabel } from '../tokens';

/** Sides longer than this are drawn in blocks of neighbours: more cells than pixels show nothing. */
export const MOST_SHOWN = 128;

/** Tokens as they are shown: by themselves, by words, or by blocks of these. */
export interface Grouping {
  /** Its tokens are the groups; spans and slots are those of the text. */
  readonly sentence: Sentence;
  /** [tokens], group of each token; -1 outside the part that is looked at. */
  readonly of: Int32Array;
  /** Tokens that the part looked at has. */
  readonly tokens: number;
  /** What was put together beyond the wanted unit; null where nothing was. */
  readonly note: string | null;
}

/** A stretch of tokens, end exclusive. */
export interface TokenRange {
  readonly from: number;
  readonly to: number;
}

/**
 * Groups a sentence's tokens.
 *
 * @param range the part that is looked at; default all.
 */
export function groupTokens(sentence: Sentence, unit: Unit, range?: TokenRange | null): Grouping {
  const count = sentence.tokens.length;
  const { from, to } = range ?? { from: 0, to: count };
  const starts = startsOf(sentence, unit, from, Math.min(to, count));
  const fine = starts.length <= MOST_SHOWN;
  const size = Math.ceil(starts.length / MOST_SHOWN);
  const kept = fine ? starts : starts.filter((_, k) => k % size === 0);
  const of = new Int32Array(count).fill(-1);
  kept.forEach((start, group) => {
    of.fill(group, start, kept[group + 1] ?? Math.min(to, count));
  });
  const ends = kept.map((_, k) => kept[k + 1] ?? Math.min(to, count));
  const name = unit === 'word' ? 'words' : 'subwords';
  return {
    of,
    tokens: Math.min(to, count) - from,
    sentence: {
      ...sentence,
      tokens: kept.map((start, k) => labelOf(sentence, start, ends[k]!)),
      spans: spansOf(sentence, kept, ends),
    },
    note: fine ? null : `${starts.length} ${name} in ${kept.length} blocks of ${size}`,
  };
}

function startsOf(sentence: Sentence, unit: Unit, from: number, to: number): number[] {
  const { tokens, spans } = sentence;
  const cuts = unit === 'word' ? wordCuts(sentence) : null;
  const starts: number[] = [];
  for (let token = from; token < to; token++) {
    const isCut = cuts && spans ? cuts.has(spans[token]!.start) : false;
    if (unit === 'subword' || token === from || tokens[token]!.startsWord || isCut)
      starts.push(token);
  }
  return starts;
}

/** Scripts that leave no space between words. */
const UNSPACED =
  /[\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}\p{scx=Han}\p{scx=Hira}\p{scx=Kana}]/u;

/** Where the browser's dictionary starts words in a text without spaces; null where spaces tell. */
function wordCuts({ text, language }: Sentence): ReadonlySet<number> | null {
  if (!UNSPACED.test(text)) return null;
  const segments = new Intl.Segmenter(segmented(language), { granularity: 'word' }).segment(text);
  return new Set([...segments].map(({ index }) => index));
}

/** A code that `Intl` takes; any other text has rules of its script alone. */
function segmented(language: string): string {
  try {
    return Intl.getCanonicalLocales(language)[0] ?? 'en';
  } catch {
    return 'en';
  }
}

function labelOf({ tokens, spans, text }: Sentence, from: number, to: number): TokenLabel {
  if (to === from + 1) return tokens[from]!;
  const [first, last] = [spans?.[from], spans?.[to - 1]];
  const joined = tokens.slice(from, to).map(({ text: own, startsWord }, k) => {
    return `${startsWord && k > 0 ? ' ' : ''}${own}`;
  });
  const own = first && last && last.end > first.start ? text.slice(first.start, last.end) : '';
  return { text: own.trim() || joined.join(''), startsWord: tokens[from]!.startsWord };
}

function spansOf({ spans }: Sentence, starts: readonly number[], ends: readonly number[]) {
  if (!spans) return null;
  return starts.map((start, k) => ({ start: spans[start]!.start, end: spans[ends[k]! - 1]!.end }));
}
