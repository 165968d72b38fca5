import { useComputedColorScheme } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
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
/** Room for a language, for the methods' names, and how many letters that holds. */
const WIDE = { column: 66, names: 210, letters: 31 } as const;
const NARROW = { column: 52, names: 116, letters: 17 } as const;
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
  const wide = useMediaQuery('(min-width: 48em)', true, { getInitialValueInEffect: false });
  const { column, names, letters } = wide ? WIDE : NARROW;
  const width = names + (languages.length + 1) * column;
  const height = HEAD + rows.length * ROW;
  const left = (k: number) => names + k * column;
  return (
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
          x={left(k) + column / 2}
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
          <MethodLabel name={methodName(method)} {...{ x: names - 10, letters }} />
          {cells.map((cell, k) => (
            <g key={languages[k]} transform={`translate(${left(k)},0)`}>
              <Square cell={cell} {...{ colours, domain, column }} />
            </g>
          ))}
          <text
            x={left(languages.length) + column / 2}
            y={ROW / 2 + 4}
            textAnchor="middle"
            fill="var(--ob-ink)"
          >
            {showMap(mean)}
          </text>
        </g>
      ))}
    </svg>
  );
}

interface SquareProps {
  readonly cell: RankCell;
  readonly colours: ColourTable;
  readonly domain: readonly [number, number];
  readonly column: number;
}

function Square({ cell: { value, rank, shared }, colours, domain, column }: SquareProps) {
  if (value === null)
    return (
      <text x={column / 2} y={ROW / 2 + 4} textAnchor="middle" fill="var(--ob-soft)">
        –
      </text>
    );
  const fill = colourOf(colours, value, { domain, scale: 'linear', diverging: false });
  const ink = inkOn(fill);
  return (
    <>
      <rect x={1} y={1} width={column - 2} height={ROW - 2} rx={3} fill={fill} />
      <text
        x={column / 2}
        y={15}
        textAnchor="middle"
        fill={ink}
        fontWeight={rank === 1 ? 700 : 400}
      >
        {showMap(value)}
      </text>
      {rank !== null && (
        <text x={column / 2} y={28} textAnchor="middle" fontSize={10.5} fill={ink}>
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

interface LabelProps {
  readonly name: string;
  readonly x: number;
  readonly letters: number;
}

/** A name in one line, or in two where it is longer. */
function MethodLabel({ name, x, letters }: LabelProps) {
  const cut = name.length > letters ? name.lastIndexOf(' ', letters) : -1;
  const lines = cut > 0 ? [name.slice(0, cut), name.slice(cut + 1)] : [name];
  return (
    <text y={ROW / 2 + 4 - 7 * (lines.length - 1)} textAnchor="end" fill="var(--ob-ink)">
      {lines.map((line, k) => (
        <tspan key={line} x={x} dy={k * 14}>
          {clipped(line, letters)}
        </tspan>
      ))}
      <title>{name}</title>
    </text>
  );
}

function clipped(name: string, letters: number): string {
  return name.length > letters ? `${name.slice(0, letters - 1)}…` : name;
}
