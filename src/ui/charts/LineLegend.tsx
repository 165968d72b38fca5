import { memo } from 'react';
import { formatCount, type Series } from '../../app';
import classes from './SeriesChart.module.css';
import type { LineStyle } from './seriesStyle';

/** More lines than these are told apart in the table alone. */
const MOST_NAMED = 24;
/** Points that one line of some hundred pixels shows as they are. */
const MANY = 800;

interface Props {
  readonly series: readonly Series[];
  readonly styles: readonly LineStyle[];
}

/** Which line is which, and what a picture of a long run leaves out. */
export const LineLegend = memo(function LineLegend({ series, styles }: Props) {
  const counts = series.map(({ points }) => points.length);
  const isThinned = counts.some((count) => count > MANY);
  const total = counts.reduce((sum, count) => sum + count, 0);
  return (
    <>
      <ul className={classes.legend}>
        {series.slice(0, MOST_NAMED).map(({ id }, at) => (
          <li key={id}>
            <svg width={22} height={8} aria-hidden="true">
              <line
                x1={0}
                x2={22}
                y1={4}
                y2={4}
                stroke={styles[at]!.colour}
                strokeWidth={2}
                strokeDasharray={styles[at]!.dash}
              />
            </svg>
            {id}
          </li>
        ))}
        {series.length > MOST_NAMED && <li>and {series.length - MOST_NAMED} more lines</li>}
      </ul>
      {isThinned && (
        <p className={classes.thinned}>
          {formatCount(total)} points. Drawn: the first, last, lowest and highest of each column of
          pixels; table and files hold all.
        </p>
      )}
    </>
  );
});
