import type { PointerEvent } from 'react';
import { usePlotArea, useXAxisInverseScale, useYAxisInverseScale } from 'recharts';
import type { Cell, Sentence, ShownMatrix } from '../../app';

interface Props {
  readonly matrix: ShownMatrix;
  readonly rows: Sentence;
  readonly columns: Sentence;
  readonly cursor: Cell | null;
  readonly onCursor: (cell: Cell) => void;
}

/** Crosshair, outlined cell, word boundaries, and the one rectangle that hears the pointer. */
export function MatrixCursor({ matrix, rows, columns, cursor, onCursor }: Props) {
  const area = usePlotArea();
  const toColumn = useXAxisInverseScale();
  const toRow = useYAxisInverseScale();
  if (!area) return null;
  const { x, y, width, height } = area;
  const [w, h] = [width / matrix.columns, height / matrix.rows];
  const follow = (event: PointerEvent<SVGRectElement>) => {
    const box = event.currentTarget.ownerSVGElement?.getBoundingClientRect();
    if (!box || !toColumn || !toRow) return;
    const column = Math.round(Number(toColumn(event.clientX - box.left)));
    const row = Math.round(Number(toRow(event.clientY - box.top)));
    if (row >= 0 && row < matrix.rows && column >= 0 && column < matrix.columns) {
      if (row !== cursor?.row || column !== cursor.column) onCursor({ row, column });
    }
  };
  const band = { fill: 'none', stroke: 'var(--ob-cursor)', strokeOpacity: 0.55 };
  return (
    <g>
      <g stroke="var(--ob-soft)" strokeOpacity={0.45}>
        {starts(rows).map((row) => (
          <line key={`r${row}`} x1={x} x2={x + width} y1={y + row * h} y2={y + row * h} />
        ))}
        {starts(columns).map((column) => (
          <line key={`c${column}`} x1={x + column * w} x2={x + column * w} y1={y} y2={y + height} />
        ))}
      </g>
      {cursor && (
        <g pointerEvents="none">
          <rect x={x} y={y + cursor.row * h} width={width} height={h} {...band} />
          <rect x={x + cursor.column * w} y={y} width={w} height={height} {...band} />
          <rect
            x={x + cursor.column * w}
            y={y + cursor.row * h}
            width={w}
            height={h}
            fill="none"
            stroke="var(--ob-cursor)"
            strokeWidth={2.5}
          />
        </g>
      )}
      <rect
        x={x}
        y={y}
        width={width}
        height={height}
        fill="transparent"
        onPointerMove={follow}
        onPointerDown={follow}
        data-testid="heatmap-plot"
      />
    </g>
  );
}

/** Tokens, but for the first, at which a word starts. */
function starts(sentence: Sentence): number[] {
  return sentence.tokens.flatMap(({ startsWord }, index) => (startsWord && index ? [index] : []));
}
