/** A subword as it is shown. */
export interface TokenLabel {
  /** Without the marker; `␣` for a piece that is nothing but the marker. */
  readonly text: string;
  /** Whether a word starts here. */
  readonly startsWord: boolean;
}

const MARKER = '▁';

/** Turns SentencePiece pieces into labels: `▁set` starts a word, `ting` goes on with one. */
export function labelTokens(pieces: readonly string[]): TokenLabel[] {
  let afterMarker = false;
  return pieces.map((piece, index) => {
    const marked = piece.startsWith(MARKER);
    const text = marked ? piece.slice(MARKER.length) : piece;
    const startsWord = index === 0 || marked || afterMarker;
    afterMarker = text === '';
    return { text: text || '␣', startsWord: startsWord };
  });
}

/** Shortens a label that would not fit along an axis, by whole code points. */
export function clipLabel(text: string, most: number): string {
  const points = [...text];
  return points.length <= most ? text : `${points.slice(0, most - 1).join('')}…`;
}
