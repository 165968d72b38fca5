import { useElementSize } from '@mantine/hooks';
import { type KeyboardEvent, useMemo } from 'react';
import { ComposedChart, XAxis, YAxis } from 'recharts';
import type { Cell, ColourTable, Sentence, ShownMatrix } from '../../app';
import { useAppState } from '../appContext';
import { AxisToken } from './AxisToken';
import { moveCell } from './cursorKeys';
import classes from './MatrixChart.module.css';
import { MatrixCursor } from './MatrixCursor';
import { MatrixLayer } from './MatrixLayer';
import { matrixLayout } from './matrixLayout';

interface Props {
  readonly matrix: ShownMatrix;
  readonly rows: Sentence;
  readonly columns: Sentence;
  readonly colours: ColourTable;
  readonly cursor: Cell | null;
  readonly onCursor: (cell: Cell | null) => void;
}

const DUMMY = [{ x: 0, y: 0 }];

/** A heatmap: Recharts' axes, one own layer of cells, a cursor for pointer and keyboard. */
export function MatrixChart({ matrix, rows, columns, colours, cursor, onCursor }: Props) {
  const { ref, width } = useElementSize();
  const layout = useMemo(() => matrixLayout(width, rows, columns), [width, rows, columns]);
  const busy = useAppState((state) => state.align.busy);
  const inside = cursor && cursor.row < matrix.rows && cursor.column < matrix.columns;
  const onKeyDown = (event: KeyboardEvent) => {
    const next = moveCell(event.key, cursor, matrix.rows, matrix.columns);
    if (next === undefined) return;
    event.preventDefault();
    onCursor(next);
  };
  const axis = { type: 'number', interval: 0, axisLine: false, tickLine: false } as const;
  return (
    <div ref={ref} className={classes.room}>
      <div
        className={classes.scroll}
        role="application"
        aria-roledescription="heatmap"
        aria-label={`${matrix.unit}, ${matrix.rows} English rows by ${matrix.columns} columns. Arrow keys move.`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the cursor needs one tab stop
        tabIndex={0}
        aria-busy={busy}
        onKeyDown={onKeyDown}
        onPointerLeave={() => onCursor(null)}
        data-testid="heatmap"
      >
        {width > 0 && (
          <ComposedChart
            width={layout.width}
            height={layout.height}
            margin={{ top: 0, right: layout.right, bottom: 4, left: 0 }}
            data={DUMMY}
            accessibilityLayer={false}
          >
            <XAxis
              {...axis}
              dataKey="x"
              orientation="top"
              height={layout.top}
              domain={[-0.5, matrix.columns - 0.5]}
              ticks={indices(matrix.columns)}
              tick={<AxisToken sentence={columns} slanted lit={inside ? cursor.column : null} />}
            />
            <YAxis
              {...axis}
              dataKey="y"
              reversed
              width={layout.left}
              domain={[-0.5, matrix.rows - 0.5]}
              ticks={indices(matrix.rows)}
              tick={<AxisToken sentence={rows} lit={inside ? cursor.row : null} />}
            />
            <MatrixLayer matrix={matrix} colours={colours} cell={layout.cell} />
            <MatrixCursor
              matrix={matrix}
              rows={rows}
              columns={columns}
              cursor={inside ? cursor : null}
              onCursor={onCursor}
            />
          </ComposedChart>
        )}
      </div>
      <p className={classes.live} role="status">
        {inside ? spoken(matrix, rows, columns, cursor) : ''}
      </p>
    </div>
  );
}

function indices(count: number): number[] {
  return Array.from({ length: count }, (_, k) => k);
}

function spoken(matrix: ShownMatrix, rows: Sentence, columns: Sentence, cell: Cell): string {
  const value = matrix.values[cell.row * matrix.columns + cell.column]!;
  return `row ${rows.tokens[cell.row]?.text}, column ${columns.tokens[cell.column]?.text}, ${matrix.noun} ${value.toFixed(2)}`;
}
