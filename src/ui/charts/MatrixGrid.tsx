import { type KeyboardEvent, type PointerEvent, useId, useRef, useState } from 'react';
import { type Cell, type Sentence, type ShownMatrix, withMinus } from '../../app';
import { moveCell } from './cursorKeys';
import classes from './MatrixChart.module.css';
import { MatrixCursor } from './MatrixCursor';
import type { MatrixLayout } from './matrixLayout';

interface Props {
  readonly matrix: ShownMatrix;
  readonly rows: Sentence;
  readonly columns: Sentence;
  readonly layout: MatrixLayout;
  readonly cursor: Cell | null;
  readonly pins: readonly number[];
  readonly busy: boolean;
  readonly onCursor: (cell: Cell | null) => void;
  readonly onPin: (row: number) => void;
  /** A part was drawn over, from one cell to another. */
  readonly onPart: (from: Cell, to: Cell) => void;
  readonly onClear: () => void;
}

/** What hears pointer and keys: one tab stop, of whose cells the one under the cursor is there for assistive technology. */
export function MatrixGrid(props: Props) {
  const { matrix, rows, columns, layout, cursor, pins, busy } = props;
  const id = useId();
  const start = useRef<Cell | null>(null);
  const [part, setPart] = useState<readonly [Cell, Cell] | null>(null);
  const inside = cursor && cursor.row < matrix.rows && cursor.column < matrix.columns;
  const cellAt = (event: PointerEvent<HTMLElement>): Cell => {
    const box = event.currentTarget.getBoundingClientRect();
    const at = (place: number, count: number) =>
      Math.min(count - 1, Math.max(0, Math.floor(place / layout.cell)));
    return {
      row: at(event.clientY - box.top, matrix.rows),
      column: at(event.clientX - box.left, matrix.columns),
    };
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const cell = cellAt(event);
    if (cell.row !== cursor?.row || cell.column !== cursor.column) props.onCursor(cell);
    if (start.current && event.buttons === 1 && event.pointerType === 'mouse')
      setPart([start.current, cell]);
  };
  const onPointerUp = (event: PointerEvent<HTMLElement>) => {
    const [from, to] = [start.current, cellAt(event)];
    start.current = null;
    setPart(null);
    if (!from) return;
    const moved = Math.abs(from.row - to.row) > 0 && Math.abs(from.column - to.column) > 0;
    if (moved && event.pointerType === 'mouse') props.onPart(from, to);
    else if (from.row === to.row && from.column === to.column) props.onPin(to.row);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') props.onClear();
    if ((event.key === 'Enter' || event.key === ' ') && cursor) props.onPin(cursor.row);
    else {
      const next = moveCell(event.key, cursor, matrix.rows, matrix.columns);
      if (next === undefined) return;
      props.onCursor(next);
    }
    event.preventDefault();
    event.stopPropagation();
  };
  const words = inside ? spoken(matrix, rows, columns, cursor) : '';
  return (
    <>
      <MatrixCursor
        {...{ rows, columns, layout, pins, part }}
        size={[matrix.rows, matrix.columns]}
        cursor={inside ? cursor : null}
      />
      {/* biome-ignore lint/a11y/useSemanticElements: a drawing is no table; the table twin is one */}
      <div
        className={classes.grid}
        style={{
          left: layout.left,
          top: layout.top,
          width: matrix.columns * layout.cell,
          height: matrix.rows * layout.cell,
        }}
        role="grid"
        aria-label={`${matrix.unit}, ${matrix.rows} rows by ${matrix.columns} columns. Arrow keys move, Enter pins a row.`}
        aria-rowcount={matrix.rows}
        aria-colcount={matrix.columns}
        aria-activedescendant={inside ? id : undefined}
        aria-busy={busy}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onPointerMove={onPointerMove}
        onPointerDown={(event) => {
          start.current = cellAt(event);
          onPointerMove(event);
        }}
        onPointerUp={onPointerUp}
        onPointerLeave={() => {
          start.current = null;
          setPart(null);
          props.onCursor(null);
        }}
        data-testid="heatmap-plot"
      >
        {/* biome-ignore lint/a11y/useSemanticElements: one cell of a drawn grid is no table */}
        {/* biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus */}
        <div role="row" aria-rowindex={(inside ? cursor.row : 0) + 1} className={classes.hidden}>
          {/* biome-ignore lint/a11y/useSemanticElements: as above */}
          {/* biome-ignore lint/a11y/useFocusableInteractive: the grid points at it */}
          <div
            role="gridcell"
            id={id}
            aria-colindex={(inside ? cursor.column : 0) + 1}
            aria-selected={inside ? pins.includes(cursor.row) : false}
          >
            {words}
          </div>
        </div>
      </div>
      <p className={classes.live} role="status" style={{ top: layout.height }}>
        {words}
      </p>
    </>
  );
}

function spoken(matrix: ShownMatrix, rows: Sentence, columns: Sentence, cell: Cell): string {
  const value = matrix.values[cell.row * matrix.columns + cell.column]!;
  const shown = withMinus(value.toFixed(matrix.diverging ? 3 : 2));
  return `row ${rows.tokens[cell.row]?.text}, column ${columns.tokens[cell.column]?.text}, ${matrix.noun} ${shown}`;
}
