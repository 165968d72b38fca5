import { useComputedColorScheme } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { type PointerEvent, useMemo, useState } from 'react';
import { axesOf, type Series, type SeriesPoint } from '../../app';
import { LineLegend } from './LineLegend';
import { SeriesAxes } from './SeriesAxes';
import classes from './SeriesChart.module.css';
import { SeriesCursor } from './SeriesCursor';
import { type PickedPoint, SeriesLines } from './SeriesLines';
import { PLOT, plotScales } from './seriesPlot';
import { lineStyles } from './seriesStyle';

interface Props {
  readonly series: readonly Series[];
  readonly show: (value: number) => string;
  /** Colours tell languages apart, not methods. */
  readonly byLanguage?: boolean;
  /** Powers of ten; values at or below 0 lie on the lowest. */
  readonly logarithmic?: boolean;
  /** Marks every point and hears which one was clicked. */
  readonly onPick?: (series: Series, point: SeriesPoint) => void;
  readonly picked?: PickedPoint | null;
}

/** Values by step, a line each, smoothed ones with the raw line behind them. Takes every point; draws what can be seen. */
export function SeriesChart(props: Props) {
  const { series, show, logarithmic = false, byLanguage = false, onPick, picked } = props;
  const scheme = useComputedColorScheme('light');
  const { ref, width } = useElementSize();
  const [pointer, setPointer] = useState<{ x: number; y: number } | null>(null);
  const styles = useMemo(
    () => lineStyles(series, byLanguage, scheme),
    [series, byLanguage, scheme],
  );
  const { x, y } = useMemo(() => axesOf(series, logarithmic), [series, logarithmic]);
  const scales = useMemo(() => plotScales(width, x, y, logarithmic), [width, x, y, logarithmic]);
  const follow = ({ currentTarget, clientX, clientY }: PointerEvent) => {
    const box = currentTarget.getBoundingClientRect();
    setPointer({ x: clientX - box.left, y: clientY - box.top });
  };
  const drawing = { series, styles, scales, width };
  return (
    <>
      <div
        ref={ref}
        className={classes.chart}
        style={{ height: PLOT.height }}
        onPointerMove={follow}
        onPointerLeave={() => setPointer(null)}
      >
        {width > 0 && (
          <>
            <SeriesAxes {...{ width, x, y, logarithmic }} />
            <SeriesLines {...drawing} onPick={onPick} picked={picked} />
            {pointer && <SeriesCursor {...drawing} show={show} at={pointer} />}
          </>
        )}
      </div>
      <LineLegend series={series} styles={styles} />
    </>
  );
}
