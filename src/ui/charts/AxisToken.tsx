import { clipLabel, type Sentence } from '../../app';
import { LONGEST_LABEL } from './matrixLayout';

interface Props {
  readonly sentence: Sentence;
  readonly slanted?: boolean;
  /** The token under the cursor. */
  readonly lit: number | null;
  /** Recharts gives these. */
  readonly x?: number;
  readonly y?: number;
  readonly payload?: { readonly value: number };
}

/** A token on an axis: word starts in full ink, the pieces that go on with a word in grey. */
export function AxisToken({ sentence, slanted, lit, x = 0, y = 0, payload }: Props) {
  const index = payload?.value ?? 0;
  const token = sentence.tokens[index];
  if (!token) return null;
  const here = index === lit;
  return (
    <text
      transform={slanted ? `translate(${x + 4},${y + 1}) rotate(-45)` : `translate(${x + 2},${y})`}
      textAnchor={slanted ? 'start' : 'end'}
      dy={slanted ? 0 : '0.35em'}
      lang={sentence.language}
      fontSize={13}
      fontWeight={here ? 750 : token.startsWord ? 560 : 400}
      fill={here ? 'var(--ob-cursor)' : token.startsWord ? 'var(--ob-ink)' : 'var(--ob-soft)'}
      style={{ unicodeBidi: 'plaintext' }}
    >
      <title>{token.text}</title>
      {token.startsWord ? '' : '·'}
      {clipLabel(token.text, LONGEST_LABEL)}
    </text>
  );
}
