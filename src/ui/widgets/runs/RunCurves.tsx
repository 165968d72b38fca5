import { useMemo } from 'react';
import {
  CURVE_VALUES,
  type CurveLine,
  curveSeries,
  formatNumber,
  mapSeries,
  seriesTable,
  showPoints,
} from '../../../app';
import { SeriesChart } from '../../charts/SeriesChart';
import views from '../../views/view.module.css';
import { ChartFrame } from '../ChartFrame';

/** Loss and held-out MAP over the steps of one run or two, one line a student. */
export function RunCurves({ lines }: { readonly lines: readonly CurveLine[] }) {
  const loss = useMemo(() => curveSeries(lines, 'loss'), [lines]);
  const map = useMemo(() => mapSeries(lines, null), [lines]);
  return (
    <div className={views.halves}>
      <ChartFrame title="Loss" table={seriesTable('loss', 'Loss by step', CURVE_VALUES.loss, loss)}>
        <SeriesChart series={loss} show={formatNumber} />
      </ChartFrame>
      <ChartFrame
        title="MAP × 100 on held-out ids"
        table={seriesTable('held-out-map', 'MAP × 100 on held-out ids', CURVE_VALUES.map, map)}
      >
        <SeriesChart series={map} show={showPoints} />
      </ChartFrame>
    </div>
  );
}
