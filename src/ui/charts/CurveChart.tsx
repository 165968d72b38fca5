import { useMemo } from 'react';
import { type CurveLine, curveSeries, formatNumber, mapSeries } from '../../app';
import classes from './CurveChart.module.css';
import { SeriesChart } from './SeriesChart';

/** Loss and held-out MAP over steps, one line a student. */
export function CurveChart({ lines }: { readonly lines: readonly CurveLine[] }) {
  const loss = useMemo(() => curveSeries(lines, 'loss'), [lines]);
  const map = useMemo(() => mapSeries(lines, null), [lines]);
  return (
    <div className={classes.pair}>
      <figure className={classes.panel}>
        <figcaption>Loss</figcaption>
        <SeriesChart series={loss} show={formatNumber} />
      </figure>
      <figure className={classes.panel}>
        <figcaption>MAP × 100 on held-out ids</figcaption>
        <SeriesChart series={map} show={(value) => value.toFixed(1)} />
      </figure>
    </div>
  );
}
