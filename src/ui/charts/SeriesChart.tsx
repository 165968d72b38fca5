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
import type { Series, SeriesPoint } from '../../app';
import { AXIS, TOOLTIP } from './chartStyle';
import classes from './SeriesChart.module.css';
import { lineStyle } from './seriesStyle';

interface Props {
  readonly series: readonly Series[];
  readonly show: (value: number) => string;
  /** Colours tell languages apart, not methods. */
  readonly byLanguage?: boolean;
  /** Powers of ten; all values must be positive. */
  readonly logarithmic?: boolean;
  /** Marks every point and hears which one was clicked. */
  readonly onPick?: (series: Series, point: SeriesPoint) => void;
  readonly picked?: { readonly id: string; readonly step: number } | null;
}

/** Values by step, a line each, smoothed ones with the raw line behind them. */
export function SeriesChart(props: Props) {
  const { series, show, logarithmic = false, byLanguage = false } = props;
  const scheme = useComputedColorScheme('light');
  const styles = series.map((one, at) => lineStyle(one, byLanguage ? at : null, scheme));
  return (
    <>
      <ResponsiveContainer width="100%" height={240}>
        <LineChart margin={{ top: 8, right: 16, bottom: 18, left: 4 }} accessibilityLayer={false}>
          <CartesianGrid stroke="var(--ob-grid)" vertical={false} />
          <XAxis
            {...AXIS}
            dataKey="step"
            type="number"
            domain={[0, 'dataMax']}
            label={STEP_LABEL}
          />
          <YAxis
            {...AXIS}
            width={56}
            domain={['auto', 'auto']}
            tickFormatter={show}
            {...(logarithmic && { scale: 'log' as const, domain: decades(series) })}
          />
          <Tooltip
            {...TOOLTIP}
            labelFormatter={(step) => `step ${step}`}
            formatter={(value) => show(Number(value))}
          />
          {series.map(
            ({ id, raw }, at) =>
              raw && (
                <Line
                  {...PLAIN}
                  key={`${id} raw`}
                  data={raw}
                  name={`${id}, raw`}
                  stroke={styles[at]!.colour}
                  strokeOpacity={0.3}
                  strokeWidth={1}
                  dot={false}
                />
              ),
          )}
          {series.map((one, at) => (
            <Line
              {...PLAIN}
              key={one.id}
              data={one.points}
              name={one.id}
              stroke={styles[at]!.colour}
              strokeWidth={1.75}
              strokeDasharray={styles[at]!.dash}
              dot={props.onPick ? mark(one, styles[at]!.colour, props) : false}
            />
          ))}
        </LineChart>
      </ResponsiveContainer>
      <Legend series={series} styles={styles} />
    </>
  );
}

const PLAIN = { dataKey: 'value', isAnimationActive: false, activeDot: false } as const;

const STEP_LABEL = {
  value: 'step',
  position: 'insideBottom',
  offset: -10,
  fill: 'var(--ob-soft)',
  fontSize: 12,
} as const;

/** Whole powers of ten around all values. */
function decades(series: readonly Series[]): [number, number] {
  const logs = series.flatMap(({ points }) => points.map(({ value }) => Math.log10(value)));
  const [least, most] = logs.reduce(
    ([low, high], log) => [Math.min(low, log), Math.max(high, log)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
  return [10 ** Math.floor(least), 10 ** Math.ceil(most)];
}

interface DotProps {
  readonly cx?: number;
  readonly cy?: number;
  readonly payload?: SeriesPoint;
}

/** Draws the mark of a point, larger where it is picked. */
function mark(series: Series, colour: string, { onPick, picked }: Props) {
  return ({ cx, cy, payload }: DotProps) => {
    const key = `${series.id} ${payload?.step}`;
    if (cx === undefined || cy === undefined || !payload) return <g key={key} />;
    const isPicked = picked?.id === series.id && picked.step === payload.step;
    return (
      // biome-ignore lint/a11y/noStaticElementInteractions: the list of evaluations beside the chart does the same by keyboard
      <circle
        key={key}
        className={classes.mark}
        data-step={payload.step}
        cx={cx}
        cy={cy}
        r={isPicked ? 6 : 3.5}
        fill={isPicked ? 'var(--ob-panel)' : colour}
        stroke={colour}
        strokeWidth={isPicked ? 3 : 1}
        onClick={() => onPick?.(series, payload)}
      />
    );
  };
}

/** More lines than these are told apart in the table alone. */
const MOST_NAMED = 24;

interface LegendProps {
  readonly series: readonly Series[];
  readonly styles: readonly { readonly colour: string; readonly dash: string }[];
}

function Legend({ series, styles }: LegendProps) {
  return (
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
  );
}
