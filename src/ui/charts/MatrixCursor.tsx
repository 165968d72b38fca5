import type { Cell, Sentence } from '../../app';
import { axisLabel, placeOf } from './AxisToken';
import type { MatrixLayout } from './matrixLayout';

interface Props {
  readonly rows: Sentence;
  readonly columns: Sentence;
  readonly layout: MatrixLayout;
  readonly size: readonly [number, number];
  readonly cursor: Cell | null;
  readonly pins: readonly number[];
  /** What is being drawn over. */
  readonly part: readonly [Cell, Cell] | null;
}

/** Crosshair, outlined cell, lit labels and pinned rows, drawn above the chart: moving it redraws nothing else. */
export function MatrixCursor({ rows, columns, layout, size: [n, m], cursor, pins, part }: Props) {
  const { left: x, top: y, cell } = layout;
  const band = { fill: 'none', stroke: 'var(--ob-cursor)', strokeOpacity: 0.55 };
  return (
    <svg
      width={layout.width}
      height={layout.height}
      style={{ position: 'absolute', left: 0, top: 0, pointerEvents: 'none' }}
      aria-hidden="true"
    >
      {pins.map((row) => (
        <g key={row} fill="none" stroke="var(--ob-ink)" strokeWidth={2}>
          <rect x={x - 3} y={y + row * cell} width={m * cell + 6} height={cell} />
          <text
            x={x + m * cell + 6}
            y={y + (row + 0.5) * cell}
            dy="0.35em"
            fontSize={12}
            stroke="none"
            fill="var(--ob-ink)"
          >
            {row + 1}
          </text>
        </g>
      ))}
      {cursor && (
        <g>
          <rect x={x} y={y + cursor.row * cell} width={m * cell} height={cell} {...band} />
          <rect x={x + cursor.column * cell} y={y} width={cell} height={n * cell} {...band} />
          <rect
            x={x + cursor.column * cell}
            y={y + cursor.row * cell}
            width={cell}
            height={cell}
            fill="none"
            stroke="var(--ob-cursor)"
            strokeWidth={2.5}
          />
          <Lit sentence={rows} index={cursor.row} x={x} y={y + (cursor.row + 0.5) * cell} />
          <Lit
            sentence={columns}
            index={cursor.column}
            x={x + (cursor.column + 0.5) * cell}
            y={y}
            slanted
          />
        </g>
      )}
      {part && <Part part={part} layout={layout} />}
    </svg>
  );
}

interface LitProps {
  readonly sentence: Sentence;
  readonly index: number;
  readonly x: number;
  readonly y: number;
  readonly slanted?: boolean;
}

/** The label of the cursor's token over the axis' own. */
function Lit({ sentence, index, x, y, slanted = false }: LitProps) {
  const token = sentence.tokens[index];
  if (!token) return null;
  // Recharts sets ticks some pixels off the plot.
  const place = slanted ? placeOf(x, y - 8, true) : placeOf(x - 8, y);
  return (
    <text
      {...place}
      fontSize={13}
      fontWeight={750}
      fill="var(--ob-cursor)"
      stroke="var(--ob-panel)"
      strokeWidth={5}
      style={{ unicodeBidi: 'plaintext', paintOrder: 'stroke' }}
    >
      {axisLabel(token)}
    </text>
  );
}

function Part({
  part: [a, b],
  layout: { left, top, cell },
}: {
  readonly part: readonly [Cell, Cell];
  readonly layout: MatrixLayout;
}) {
  const [row, column] = [Math.min(a.row, b.row), Math.min(a.column, b.column)];
  return (
    <rect
      x={left + column * cell}
      y={top + row * cell}
      width={(Math.abs(a.column - b.column) + 1) * cell}
      height={(Math.abs(a.row - b.row) + 1) * cell}
      fill="var(--ob-cursor)"
      fillOpacity={0.2}
      stroke="var(--ob-cursor)"
    />
  );
}
