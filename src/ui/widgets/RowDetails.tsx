import {
  type AlignResult,
  type Cell,
  formatNumber,
  type Sentence,
  type ShownMatrix,
  strongest,
} from '../../app';
import classes from './RowDetails.module.css';

interface Props {
  readonly matrix: ShownMatrix;
  readonly result: AlignResult;
  readonly rows: Sentence;
  readonly columns: Sentence;
  readonly cursor: Cell | null;
}

const SHOWN = 4;

/** The row under the cursor: its strongest columns as bars, and the cell's own numbers. */
export function RowDetails({ matrix, result, rows, columns, cursor }: Props) {
  const cell = cursor && cursor.row < matrix.rows && cursor.column < matrix.columns ? cursor : null;
  if (!cell)
    return (
      <p className={classes.empty}>
        Point at a cell, or focus the matrix and use the arrow keys, to read its values.
      </p>
    );
  const best = strongest(matrix, cell.row, SHOWN);
  const shown = best.includes(cell.column) ? best : [...best.slice(0, SHOWN - 1), cell.column];
  const index = cell.row * matrix.columns + cell.column;
  const [least, most] = matrix.domain;
  return (
    <div className={classes.details}>
      <p className={classes.title}>
        <bdi lang={rows.language}>{rows.tokens[cell.row]?.text}</bdi>
        <span className={classes.unit}>{matrix.unit}</span>
      </p>
      {shown.map((column) => {
        const value = matrix.values[cell.row * matrix.columns + column]!;
        const share = Math.max(0, Math.min(1, (value - least) / (most - least)));
        return (
          <div key={column} className={classes.bar} data-here={column === cell.column}>
            <bdi lang={columns.language}>{columns.tokens[column]?.text}</bdi>
            <span className={classes.track}>
              <span style={{ width: `${100 * share}%` }} />
            </span>
            <span className={classes.number}>{value.toFixed(3)}</span>
          </div>
        );
      })}
      <p className={classes.cell}>
        P = {formatNumber(result.plan[index]!)} · C = {formatNumber(result.cost[index]!)}
      </p>
    </div>
  );
}
