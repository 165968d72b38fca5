import { memo } from 'react';
import { clipLabel, type IsolatedToken, type Ribbon, type Sentence } from '../../app';

interface Props {
  readonly rows: Sentence;
  readonly columns: Sentence;
  readonly ribbons: readonly Ribbon[];
  readonly width: number;
  /** The token whose ribbons alone are in full ink. */
  readonly isolated: IsolatedToken | null;
  readonly onIsolate: (token: IsolatedToken | null) => void;
  readonly onPin: (row: number) => void;
}

const MOST_WIDTH = 760;
/** Pixels that a short pair fills. */
const ROOM = 460;
const FADED = 0.15;

/** Tokens of both sides face to face, and lines as strong as the mass between them. */
export const RibbonChart = memo(function RibbonChart(props: Props) {
  const { rows, columns, ribbons, isolated, onIsolate, onPin } = props;
  const width = Math.min(props.width, MOST_WIDTH);
  const label = Math.min(150, width * 0.32);
  const longest = Math.max(rows.tokens.length, columns.tokens.length);
  // Few tokens take the room that a heatmap of them would take.
  const step = longest > 64 ? 15 : Math.max(24, Math.min(48, ROOM / longest));
  const height = longest * step + 8;
  const place = (index: number, count: number) =>
    4 + (index + 0.5) * step + ((longest - count) * step) / 2;
  const at = { row: rows.tokens.length, column: columns.tokens.length };
  const isLit = ({ row, column }: Ribbon) =>
    !isolated || isolated.index === (isolated.side === 'row' ? row : column);
  return (
    <svg
      width={width}
      height={height}
      role="img"
      aria-label={`${ribbons.length} links between ${at.row} and ${at.column} tokens; the table has their numbers`}
      data-testid="ribbons"
      style={{ display: 'block', marginInline: 'auto' }}
    >
      {ribbons.map((ribbon) => {
        const { row, column, share } = ribbon;
        const [y1, y2] = [place(row, at.row), place(column, at.column)];
        const [x1, x2] = [label + 6, width - label - 6];
        const middle = (x1 + x2) / 2;
        return (
          <path
            key={`${row} ${column}`}
            d={`M${x1},${y1} C${middle},${y1} ${middle},${y2} ${x2},${y2}`}
            fill="none"
            stroke="var(--ob-accent)"
            strokeWidth={1 + 5 * share}
            strokeOpacity={share * (isLit(ribbon) ? 1 : FADED)}
            data-share={share.toFixed(4)}
          />
        );
      })}
      {(['row', 'column'] as const).map((side) =>
        (side === 'row' ? rows : columns).tokens.map((token, index) => {
          const near = isNear(side, index, isolated, ribbons);
          return (
            // biome-ignore lint/a11y/noStaticElementInteractions: the grid and the table have the same by keyboard
            <text
              // biome-ignore lint/suspicious/noArrayIndexKey: a token is its place
              key={`${side} ${index}`}
              x={side === 'row' ? label : width - label}
              y={place(index, at[side])}
              dy="0.35em"
              textAnchor={side === 'row' ? 'end' : 'start'}
              lang={(side === 'row' ? rows : columns).language}
              fontSize={step > 20 ? 14 : 11}
              fontWeight={isolated?.side === side && isolated.index === index ? 750 : 480}
              fill="var(--ob-ink)"
              fillOpacity={near ? 1 : FADED}
              style={{ unicodeBidi: 'plaintext', cursor: 'pointer' }}
              onPointerEnter={() => onIsolate({ side, index })}
              onPointerLeave={() => onIsolate(null)}
              onClick={() => side === 'row' && onPin(index)}
            >
              {token.startsWord ? '' : '·'}
              {clipLabel(token.text, 16)}
            </text>
          );
        }),
      )}
    </svg>
  );
});

/** Whether a token is the isolated one or linked with it. */
function isNear(
  side: IsolatedToken['side'],
  index: number,
  isolated: IsolatedToken | null,
  ribbons: readonly Ribbon[],
): boolean {
  if (!isolated) return true;
  if (isolated.side === side) return isolated.index === index;
  return ribbons.some((one) => one[isolated.side] === isolated.index && one[side] === index);
}
