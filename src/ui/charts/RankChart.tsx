import { useComputedColorScheme } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import {
  type ColourTable,
  colourOf,
  coloursOf,
  languageLabel,
  methodName,
  type RankCell,
  type RankMatrix,
  rankDomain,
  showMap,
} from '../../app';

const ROW = 34;
const COLUMN = 66;
/** Room for the methods' names, and how many letters it holds. */
const WIDE = { names: 210, letters: 31 } as const;
const NARROW = { names: 116, letters: 17 } as const;
const HEAD = 30;

interface Props {
  readonly matrix: RankMatrix;
  readonly measure: string;
}

/** Methods by languages as a table of colours, each with its number and its rank. */
export function RankChart({ matrix, measure }: Props) {
  const dark = useComputedColorScheme('light') === 'dark';
  const colours = coloursOf({ diverging: false }, dark);
  const { languages, rows } = matrix;
  const domain = rankDomain(matrix);
  const { ref, width: room } = useElementSize();
  const { names, letters } = room > 640 ? WIDE : NARROW;
  const width = names + (languages.length + 1) * COLUMN;
  const height = HEAD + rows.length * ROW;
  const left = (k: number) => names + k * COLUMN;
  return (
    <div ref={ref}>
      <svg
        width={width}
        height={height}
        role="img"
        aria-label={`${measure} times 100 of ${rows.length} methods in ${languages.length} languages; the table has the numbers`}
        fontSize={12.5}
        style={{ fontVariantNumeric: 'tabular-nums', display: 'block' }}
      >
        {[...languages, 'Mean'].map((code, k) => (
          <text
            key={code}
            x={left(k) + COLUMN / 2}
            y={HEAD - 11}
            textAnchor="middle"
            fill="var(--ob-ink)"
            fontWeight={600}
          >
            <title>
              {k < languages.length ? languageLabel(code) : 'over the languages beside English'}
            </title>
            {code}
          </text>
        ))}
        {rows.map(({ method, cells, mean }, r) => (
          <g key={method} transform={`translate(0,${HEAD + r * ROW})`}>
            <text x={names - 10} y={ROW / 2 + 4} textAnchor="end" fill="var(--ob-ink)">
              {clipped(methodName(method), letters)}
              <title>{methodName(method)}</title>
            </text>
            {cells.map((cell, k) => (
              <g key={languages[k]} transform={`translate(${left(k)},0)`}>
                <Square cell={cell} {...{ colours, domain }} />
              </g>
            ))}
            <text
              x={left(languages.length) + COLUMN / 2}
              y={ROW / 2 + 4}
              textAnchor="middle"
              fill="var(--ob-ink)"
            >
              {showMap(mean)}
            </text>
          </g>
        ))}
      </svg>
    </div>
  );
}

interface SquareProps {
  readonly cell: RankCell;
  readonly colours: ColourTable;
  readonly domain: readonly [number, number];
}

function Square({ cell: { value, rank, shared }, colours, domain }: SquareProps) {
  if (value === null)
    return (
      <text x={COLUMN / 2} y={ROW / 2 + 4} textAnchor="middle" fill="var(--ob-soft)">
        –
      </text>
    );
  const fill = colourOf(colours, value, { domain, scale: 'linear', diverging: false });
  const ink = inkOn(fill);
  return (
    <>
      <rect x={1} y={1} width={COLUMN - 2} height={ROW - 2} rx={3} fill={fill} />
      <text
        x={COLUMN / 2}
        y={15}
        textAnchor="middle"
        fill={ink}
        fontWeight={rank === 1 ? 700 : 400}
      >
        {showMap(value)}
      </text>
      {rank !== null && (
        <text x={COLUMN / 2} y={28} textAnchor="middle" fontSize={10.5} fill={ink}>
          {shared ? `=${rank}` : `${rank}`}
        </text>
      )}
    </>
  );
}

/** Black or white, whichever stands out more (WCAG 2.2, relative luminance). */
function inkOn(colour: string): string {
  const [r = 0, g = 0, b = 0] = (colour.match(/\d+/g) ?? []).map((text) => {
    const share = Number(text) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? '#000000' : '#ffffff';
}

function clipped(name: string, letters: number): string {
  return name.length > letters ? `${name.slice(0, letters - 1)}…` : name;
}
