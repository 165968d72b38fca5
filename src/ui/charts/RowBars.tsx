import { Bar, BarChart, CartesianGrid, Legend, Tooltip, XAxis, YAxis } from 'recharts';
import { clipLabel, niceTicks, type RowComparison, tickLabel, withMinus } from '../../app';
import { AXIS, TOOLTIP } from './chartStyle';

interface Props {
  readonly comparison: RowComparison;
  readonly width: number;
}

const FILLS = ['var(--ob-accent)', 'var(--ob-cursor)'] as const;

/** Where one or two rows send their mass, side by side. */
export function RowBars({ comparison: { series, bars }, width }: Props) {
  const data = bars.map(({ label, values }) => ({
    label,
    first: values[0] ?? 0,
    second: values[1] ?? 0,
  }));
  const all = bars.flatMap(({ values }) => values);
  const { least, most, ticks } = niceTicks(Math.min(0, ...all), Math.max(0, ...all), 4);
  const height = 56 + bars.length * (series.length > 1 ? 34 : 24);
  return (
    <BarChart
      {...{ width, height, data }}
      layout="vertical"
      barGap={1}
      barCategoryGap={6}
      margin={{ top: 4, right: 24, bottom: 0, left: 8 }}
      accessibilityLayer={false}
    >
      <CartesianGrid horizontal={false} stroke="var(--ob-grid)" />
      <XAxis
        {...AXIS}
        type="number"
        domain={[least, most]}
        ticks={ticks}
        tickFormatter={tickLabel(ticks)}
        interval={0}
      />
      <YAxis
        {...AXIS}
        type="category"
        dataKey="label"
        width={Math.min(120, width / 3)}
        interval={0}
        tickFormatter={(text: string) => clipLabel(text.replace(/^\d+ /, ''), 14)}
      />
      <Tooltip {...TOOLTIP} formatter={(value) => withMinus(Number(value).toFixed(4))} />
      {series.length > 1 && <Legend wrapperStyle={{ fontSize: 12 }} />}
      {series.map((name, k) => (
        <Bar
          key={name}
          dataKey={k === 0 ? 'first' : 'second'}
          name={name}
          fill={FILLS[k]!}
          isAnimationActive={false}
        />
      ))}
    </BarChart>
  );
}
