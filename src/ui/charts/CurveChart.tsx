import { useComputedColorScheme } from '@mantine/core';
import {
  CartesianGrid,
  Line,
  LineChart,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { type CurveLine, formatNumber, methodStyle, showMap, thinPoints } from '../../app';
import classes from './CurveChart.module.css';
import { AXIS, TOOLTIP } from './chartStyle';
import { SeriesLegend } from './SeriesLegend';

/** Loss and held-out MAP over steps, one line a method and seed. */
export function CurveChart({ lines }: { readonly lines: readonly CurveLine[] }) {
  const dark = useComputedColorScheme('light') === 'dark';
  const series = lines.map((line) => ({
    ...line,
    colour: methodStyle(line.stage)[dark ? 'dark' : 'light'],
    drawn: thinPoints(line.points),
  }));
  const stages = [...new Map(series.map((line) => [line.stage, line])).values()];
  return (
    <>
      <div className={classes.pair}>
        <Panel title="Loss" lines={series} value="loss" show={formatNumber} />
        <Panel title="MAP × 100 on held-out ids" lines={series} value="devMap" show={showMap} />
      </div>
      <SeriesLegend series={stages.map(({ stage }) => stage)} />
    </>
  );
}

type Drawn = CurveLine & { readonly colour: string; readonly drawn: CurveLine['points'] };

interface PanelProps {
  readonly title: string;
  readonly lines: readonly Drawn[];
  readonly value: 'loss' | 'devMap';
  readonly show: (value: number) => string;
}

function Panel({ title, lines, value, show }: PanelProps) {
  const shown = lines
    .map((line) => ({ ...line, drawn: line.drawn.filter((point) => point[value] !== null) }))
    .filter((line) => line.drawn.length);
  return (
    <figure className={classes.panel}>
      <figcaption>{title}</figcaption>
      <ResponsiveContainer width="100%" height={260}>
        <LineChart margin={{ top: 8, right: 16, bottom: 18, left: 4 }} accessibilityLayer={false}>
          <CartesianGrid stroke="var(--ob-grid)" vertical={false} />
          <XAxis
            {...AXIS}
            dataKey="step"
            type="number"
            domain={[0, 'dataMax']}
            label={{
              value: 'step',
              position: 'insideBottom',
              offset: -10,
              fill: 'var(--ob-soft)',
              fontSize: 12,
            }}
          />
          <YAxis {...AXIS} width={48} domain={['auto', 'auto']} tickFormatter={show} />
          <Tooltip
            {...TOOLTIP}
            labelFormatter={(step) => `step ${step}`}
            formatter={(number) => show(Number(number))}
          />
          {shown.map((line) => (
            <Line
              key={line.id}
              data={line.drawn}
              dataKey={value}
              name={line.id}
              stroke={line.colour}
              strokeWidth={1.75}
              strokeDasharray={DASHES[line.seed % DASHES.length]}
              dot={value === 'devMap' ? { r: 2.5 } : false}
              isAnimationActive={false}
            />
          ))}
        </LineChart>
      </ResponsiveContainer>
    </figure>
  );
}

/** Seeds of one method share its colour and differ in their dashes. */
const DASHES = ['6 3', '0', '2 3', '8 3 2 3'];
