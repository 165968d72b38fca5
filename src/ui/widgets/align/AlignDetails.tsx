import { useMemo } from 'react';
import {
  formatNumber,
  type Picture,
  rowFacts,
  type ShownMatrix,
  type Solved,
  slotMass,
  strongest,
  withMinus,
} from '../../../app';
import { useAppState } from '../../appContext';
import classes from './AlignDetails.module.css';

interface Props {
  readonly solved: Solved;
  readonly picture: Picture;
}

const SHOWN = 4;

/** The row under the cursor, pinned or isolated: its strongest columns, its numbers, and where slots send their mass. */
export function AlignDetails({ picture }: Props) {
  const { matrix, pooled, rows, columns } = picture;
  const cursor = useAppState((state) => state.align.cursor);
  const isolated = useAppState((state) => state.align.isolated);
  const pin = useAppState((state) => state.look.pin);
  const slots = useMemo(
    () => slotMass(pooled, rows.sentence, columns.sentence),
    [pooled, rows, columns],
  );
  const row = cursor?.row ?? (isolated?.side === 'row' ? isolated.index : pin);
  const shown = matrix && row !== null && row < matrix.rows ? row : null;
  const column = cursor && matrix && cursor.column < matrix.columns ? cursor.column : null;
  return (
    <div className={classes.details}>
      {matrix && shown !== null ? (
        <RowDetails {...{ picture, matrix, column }} row={shown} />
      ) : (
        <p className={classes.empty}>
          Point at a cell, or focus the matrix and use the arrow keys, to read its values. A click
          or Enter pins a row, a second one compares two.
        </p>
      )}
      {slots.length > 0 && (
        <>
          <p className={classes.slotHead}>
            <span>Mass of a slot</span> <span>to its own / elsewhere</span>
          </p>
          <dl className={classes.slots}>
            {slots.map(({ name, same, leaks }) => (
              <div key={name}>
                <dt>{name.toLowerCase().replaceAll('_', ' ')}</dt>
                <dd>
                  {same === null
                    ? 'not in the other text'
                    : `${same.toFixed(2)} / ${leaks.reduce((sum, { share }) => sum + share, 0).toFixed(2)}`}
                </dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </div>
  );
}

interface RowProps {
  readonly picture: Picture;
  readonly matrix: ShownMatrix;
  readonly row: number;
  readonly column: number | null;
}

function RowDetails({ picture, matrix, row, column }: RowProps) {
  const { pooled } = picture;
  const [rows, columns] = [picture.rows.sentence, picture.columns.sentence];
  const best = strongest(matrix, row, SHOWN);
  const add = column !== null && !best.includes(column);
  const listed = add ? [...best.slice(0, SHOWN - 1), column] : best;
  const facts = rowFacts(pooled, row);
  const [least, most] = matrix.diverging ? [0, matrix.domain[1]] : matrix.domain;
  const index = row * matrix.columns + (column ?? 0);
  return (
    <div className={classes.row}>
      <p className={classes.title}>
        <bdi lang={rows.language} dir="auto">
          {rows.tokens[row]?.text}
        </bdi>
        <span className={classes.unit}>{matrix.unit}</span>
      </p>
      {listed.map((one) => {
        const value = matrix.values[row * matrix.columns + one]!;
        const share = Math.max(0, Math.min(1, (Math.abs(value) - least) / (most - least)));
        return (
          <div key={one} className={classes.bar} data-here={one === column}>
            <bdi lang={columns.language} dir="auto">
              {columns.tokens[one]?.text}
            </bdi>
            <span className={classes.track} data-gains={matrix.diverging && value > 0}>
              <span style={{ width: `${100 * share}%` }} />
            </span>
            <span className={classes.number}>{withMinus(value.toFixed(3))}</span>
          </div>
        );
      })}
      {column !== null && (
        <p className={classes.cell}>
          P = {formatNumber(pooled.plan[index]!)} · C = {formatNumber(pooled.cost[index]!)}
        </p>
      )}
      <p className={classes.cell}>
        row entropy {facts.entropy.toFixed(2)} bit · row marginal error {formatNumber(facts.error)}
      </p>
    </div>
  );
}
