import { useMemo } from 'react';
import {
  CURVE_VALUES,
  type CurveLine,
  curveSeries,
  type ExportTable,
  formatNumber,
  mapSeries,
  seriesTable,
  showPoints,
} from '../../../app';
import { SeriesChart } from '../../charts/SeriesChart';
import views from '../../views/view.module.css';
import { ChartFrame } from '../ChartFrame';

interface Props {
  readonly lines: readonly CurveLine[];
  /** Which runs are drawn. */
  readonly about: ExportTable['about'];
}

/** Loss and held-out MAP over the steps of one run or two, one line a student. */
export function RunCurves({ lines, about }: Props) {
  const loss = useMemo(() => curveSeries(lines, 'loss'), [lines]);
  const map = useMemo(() => mapSeries(lines, null), [lines]);
  return (
    <div className={views.halves}>
      <ChartFrame
        title="Loss by step"
        table={seriesTable('loss', 'Loss by step', CURVE_VALUES.loss, loss, about)}
      >
        <SeriesChart series={loss} show={formatNumber} />
      </ChartFrame>
      <ChartFrame
        title="MAP × 100 on held-out ids, by step"
        table={seriesTable(
          'held-out-map',
          'MAP × 100 on held-out ids',
          CURVE_VALUES.map,
          map,
          about,
        )}
      >
        <SeriesChart series={map} show={showPoints} />
      </ChartFrame>
    </div>
  );
}
