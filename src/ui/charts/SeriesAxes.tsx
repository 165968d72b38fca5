import { memo } from 'react';
import { CartesianGrid, LineChart, XAxis, YAxis } from 'recharts';
import { type AxisTicks, tickLabel } from '../../app';
import { AXIS } from './chartStyle';
import { MARGIN, PLOT } from './seriesPlot';

interface Props {
  readonly width: number;
  readonly x: AxisTicks;
  readonly y: AxisTicks;
  readonly logarithmic: boolean;
}

const DUMMY = [{ step: 0, value: 1 }];

/** Axes and grid by Recharts; lines lie above them, for its `Line` takes 100 ms where a path takes two. */
export const SeriesAxes = memo(function SeriesAxes({ width, x, y, logarithmic }: Props) {
  return (
    <LineChart
      width={width}
      height={PLOT.height}
      data={DUMMY}
      margin={MARGIN}
      accessibilityLayer={false}
    >
      <CartesianGrid stroke="var(--ob-grid)" vertical={false} />
      <XAxis
        {...AXIS}
        dataKey="step"
        type="number"
        height={PLOT.axisHeight}
        domain={[x.least, x.most]}
        ticks={x.ticks}
        label={STEP_LABEL}
      />
      <YAxis
        {...AXIS}
        dataKey="value"
        width={PLOT.axisWidth}
        scale={logarithmic ? 'log' : 'linear'}
        domain={[y.least, y.most]}
        ticks={y.ticks}
        tickFormatter={tickLabel(y.ticks)}
        interval={0}
        allowDataOverflow
      />
    </LineChart>
  );
}, isSame);

const STEP_LABEL = {
  value: 'step',
  position: 'insideBottom',
  offset: -10,
  fill: 'var(--ob-soft)',
  fontSize: 12,
} as const;

/** Axes are made anew for every update; mostly with the ticks that they had. */
function isSame(before: Props, now: Props): boolean {
  return (
    before.width === now.width &&
    before.logarithmic === now.logarithmic &&
    before.x.most === now.x.most &&
    String(before.x.ticks) === String(now.x.ticks) &&
    String(before.y.ticks) === String(now.y.ticks)
  );
}
