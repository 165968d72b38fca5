import { useMemo } from 'react';
import {
  type CellValue,
  type CurveLine,
  curveSeries,
  formatNumber,
  mapSeries,
  seriesTable,
} from '../../../app';
import { SeriesChart } from '../../charts/SeriesChart';
import views from '../../views/view.module.css';
import { ChartFrame } from '../ChartFrame';

interface Props {
  readonly lines: readonly CurveLine[];
  /** Which runs are drawn. */
  readonly about: Readonly<Record<string, CellValue>>;
}

const LOSS = { key: 'loss', label: 'Loss' };
const MAP = { key: 'map', label: 'MAP × 100', digits: 1 };

/** Loss and held-out MAP over steps, one line a student. */
export function RunCurves({ lines, about }: Props) {
  const loss = useMemo(() => curveSeries(lines, 'loss'), [lines]);
  const map = useMemo(() => mapSeries(lines, null), [lines]);
  return (
    <div className={views.halves}>
      <section className={views.panel}>
        <ChartFrame
          title="Loss by step"
          table={seriesTable('run-loss', 'Loss by step', LOSS, loss, about)}
        >
          <SeriesChart series={loss} show={formatNumber} />
        </ChartFrame>
      </section>
      <section className={views.panel}>
        <ChartFrame
          title="MAP × 100 on held-out ids, by step"
          table={seriesTable('run-map', 'MAP × 100 on held-out ids', MAP, map, about)}
        >
          <SeriesChart series={map} show={(value) => value.toFixed(1)} />
        </ChartFrame>
      </section>
    </div>
  );
}
