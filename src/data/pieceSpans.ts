/** Where a piece stands in its text: UTF-16 units, end exclusive. */
export interface PieceSpan {
  readonly start: number;
  readonly end: number;
}

/** Not counted in text and pieces alike: white space, the metaspace that marks it, and what has no glyph. */
const BLANK = /[\s▁\p{Cc}\p{Cf}]/u;

/**
 * The characters of a text that each of its subwords covers, for tokenisers of the SentencePiece kind, which compose
 * compatibility forms (NFKC) and drop no letter. A character that NFKC makes several of belongs to each piece that
 * has a part of it.
 *
 * For the embedded sample, whose pieces are shown before any tokeniser is loaded; where there is one, `Encoder.spans`
 * knows exactly.
 *
 * @param pieces of the whole text without special tokens, `▁` for a space; may end before the text does.
 * @returns one a piece, empty (start = end) for a lone `▁`; undefined where the pieces' characters are not the text's,
 *   so that any span would be a guess.
 */
export function pieceSpans(text: string, pieces: readonly string[]): PieceSpan[] | undefined {
  const { characters, starts, ends } = normalised(text);
  const spans: PieceSpan[] = [];
  let at = 0;
  for (const piece of pieces) {
    const own = [...piece].filter((character) => !BLANK.test(character)).join('');
    if (!characters.startsWith(own, at)) return undefined;
    const start = starts[at] ?? text.length;
    at += own.length;
    spans.push({ start, end: own === '' ? start : ends[at - 1]! });
  }
  return spans;
}

/** The text's characters as the tokeniser sees them, blanks left out, and for each unit where it comes from. */
function normalised(text: string) {
  let characters = '';
  const starts: number[] = [];
  const ends: number[] = [];
  // A letter with its marks is composed as a whole; what stands apart is composed apart.
  for (const { 0: cluster, index } of text.matchAll(/\P{M}\p{M}*|\p{M}+/gsu)) {
    const parts = partsOf(cluster);
    let start = index;
    for (const { raw, shown } of parts) {
      const units = [...shown].filter((character) => !BLANK.test(character)).join('');
      characters += units;
      for (let k = 0; k < units.length; k++) {
        starts.push(start);
        ends.push(start + raw.length);
      }
      start += raw.length;
    }
  }
  return { characters, starts, ends };
}

/** Character by character where that composes to the same, so that marks keep places of their own. */
function partsOf(cluster: string) {
  const whole = cluster.normalize('NFKC');
  const parts = [...cluster].map((raw) => ({ raw, shown: raw.normalize('NFKC') }));
  const apart = parts.map(({ shown }) => shown).join('');
  return apart === whole ? parts : [{ raw: cluster, shown: whole }];
}
