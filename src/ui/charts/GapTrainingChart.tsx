import { useComputedColorScheme } from '@mantine/core';
import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { methodName, methodStyle, type TrainingLine, withMinus } from '../../app';
import { AXIS, axisLabel, showGap, TOOLTIP } from './chartStyle';
import { MarkerShape } from './MarkerShape';
import { SeriesLegend } from './SeriesLegend';

/** One checkpoint of one method. */
export interface Checkpoint {
  readonly method: string;
  readonly step: number;
}

/** So few evaluations have a tick each. */
const MOST_TICKS = 6;

interface Props {
  readonly lines: readonly TrainingLine[];
  readonly chosen: Checkpoint | null;
  readonly onChoose: (checkpoint: Checkpoint) => void;
}

/** The gap of held-out ids over the steps; the band is the range over the seeds. */
export function GapTrainingChart({ lines, chosen, onChoose }: Props) {
  const dark = useComputedColorScheme('light') === 'dark';
  const steps = [...new Set(lines.flatMap(({ points }) => points.map(({ step }) => step)))];
  const data = steps
    .sort((a, b) => a - b)
    .map((step) => {
      const row: Record<string, number | readonly number[]> = { step };
      lines.forEach(({ points }, k) => {
        const point = points.find((one) => one.step === step);
        if (!point) return;
        row[`gap${k}`] = 100 * point.gap;
        row[`band${k}`] = point.range.map((value) => 100 * value);
      });
      return row;
    });
  return (
    <>
      <SeriesLegend series={lines.map(({ method }) => method)} />
      <ResponsiveContainer width="100%" height={280}>
        <ComposedChart
          data={data}
          margin={{ top: 8, right: 16, bottom: 22, left: 4 }}
          accessibilityLayer={false}
        >
          <CartesianGrid stroke="var(--ob-grid)" vertical={false} />
          <XAxis
            {...AXIS}
            dataKey="step"
            type="number"
            domain={[0, 'dataMax']}
            {...(steps.length <= MOST_TICKS && { ticks: [...new Set([0, ...steps])], interval: 0 })}
            label={axisLabel('step')}
          />
          <YAxis
            {...AXIS}
            width={44}
            domain={['auto', 'auto']}
            tickFormatter={(value: number) => withMinus(`${Number(value.toFixed(1))}`)}
          />
          <ReferenceLine y={0} stroke="var(--ob-soft)" />
          <Tooltip
            {...TOOLTIP}
            labelFormatter={(step) => `step ${step}, gap × 100`}
            formatter={(value) => showGap(Number(value) / 100)}
          />
          {lines.map(({ method, seeds }, k) =>
            seeds > 1 ? (
              <Area
                key={`band ${method}`}
                dataKey={`band${k}`}
                stroke="none"
                fill={methodStyle(method)[dark ? 'dark' : 'light']}
                fillOpacity={0.14}
                tooltipType="none"
                connectNulls
                isAnimationActive={false}
              />
            ) : null,
          )}
          {lines.map(({ method }, k) => {
            const { marker, ...style } = methodStyle(method);
            const colour = style[dark ? 'dark' : 'light'];
            return (
              <Line
                key={method}
                dataKey={`gap${k}`}
                name={methodName(method)}
                stroke={colour}
                strokeWidth={1.75}
                connectNulls
                isAnimationActive={false}
                dot={({ cx, cy, payload }: Dot) => (
                  <CheckpointDot
                    key={payload.step}
                    {...{ cx, cy, marker, colour }}
                    chosen={chosen?.method === method && chosen.step === payload.step}
                    onChoose={() => onChoose({ method, step: payload.step })}
                  />
                )}
              />
            );
          })}
        </ComposedChart>
      </ResponsiveContainer>
    </>
  );
}

interface Dot {
  readonly cx?: number;
  readonly cy?: number;
  readonly payload: { readonly step: number };
}

interface CheckpointProps extends Pick<Dot, 'cx' | 'cy'> {
  readonly marker: ReturnType<typeof methodStyle>['marker'];
  readonly colour: string;
  readonly chosen: boolean;
  readonly onChoose: () => void;
}

/** A mark with a larger place to click; the list below the chart is for the keyboard. */
function CheckpointDot({ cx, cy, marker, colour, chosen, onChoose }: CheckpointProps) {
  if (cx === undefined || cy === undefined || Number.isNaN(cy)) return null;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the list of checkpoints takes the keyboard
    <g onClick={onChoose} style={{ cursor: 'pointer' }} data-checkpoint="true">
      <circle cx={cx} cy={cy} r={10} fill="transparent" />
      {chosen && (
        <circle cx={cx} cy={cy} r={9} fill="none" stroke="var(--ob-cursor)" strokeWidth={2} />
      )}
      <MarkerShape marker={marker} colour={colour} x={cx} y={cy} />
    </g>
  );
}
