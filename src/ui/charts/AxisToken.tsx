import { clipLabel, type Sentence } from '../../app';
import { LONGEST_LABEL } from './matrixLayout';

interface Props {
  readonly sentence: Sentence;
  readonly slanted?: boolean;
  /** Recharts gives these. */
  readonly x?: number;
  readonly y?: number;
  readonly payload?: { readonly value: number };
}

/** A token on an axis: word starts in full ink, the pieces that go on with a word in grey. */
export function AxisToken({ sentence, slanted, x = 0, y = 0, payload }: Props) {
  const token = sentence.tokens[payload?.value ?? 0];
  if (!token) return null;
  return (
    <text
      {...placeOf(x, y, slanted)}
      lang={sentence.language}
      fontSize={13}
      fontWeight={token.startsWord ? 560 : 400}
      fill={token.startsWord ? 'var(--ob-ink)' : 'var(--ob-soft)'}
      style={{ unicodeBidi: 'plaintext' }}
    >
      <title>{token.text}</title>
      {axisLabel(token)}
    </text>
  );
}

/** The token's text as axes have it. */
export function axisLabel({ text, startsWord }: Sentence['tokens'][number]): string {
  return `${startsWord ? '' : '·'}${clipLabel(text, LONGEST_LABEL)}`;
}

/** Attributes of a label whose tick is at x, y. */
export function placeOf(x: number, y: number, slanted = false) {
  return {
    transform: slanted ? `translate(${x + 4},${y + 1}) rotate(-45)` : `translate(${x + 2},${y})`,
    textAnchor: slanted ? 'start' : 'end',
    dy: slanted ? 0 : '0.35em',
  } as const;
}
