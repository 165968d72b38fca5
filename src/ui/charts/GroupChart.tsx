import { useElementSize } from '@mantine/hooks';
import { Bar, BarChart, CartesianGrid, ErrorBar, Tooltip, XAxis, YAxis } from 'recharts';
import {
  type Estimate,
  type GroupModel,
  type GroupRow,
  isLevellingDown,
  methodName,
  showChange,
  showInterval,
  showMap,
  whiskers,
} from '../../app';
import { AXIS, axisLabel, showGap, TOOLTIP } from './chartStyle';
import classes from './DumbbellChart.module.css';
import { PointTooltip } from './PointTooltip';

const ROW = 42;

interface Props {
  readonly model: GroupModel;
  readonly measure: string;
}

/** Means of both groups of every method with their intervals, and the gap between them in words. */
export function GroupChart({ model, measure }: Props) {
  const { ref, width } = useElementSize();
  const rows = model.rows.filter(({ high, low }) => high || low);
  const wide = width > 640;
  const data = rows.map((row) => ({
    name: methodName(row.method),
    high: scaled(row.high),
    low: scaled(row.low),
    highReach: reach(row.high),
    lowReach: reach(row.low),
    tip: tipOf(row, measure),
  }));
  const height = rows.length * ROW + 50;
  return (
    <div ref={ref}>
      <ul className={classes.legend}>
        {[
          ['High group', 'var(--ob-accent)', 0.9],
          ['Low group', 'var(--ob-cursor)', 0.75],
        ].map(([name, fill, opacity]) => (
          <li key={name}>
            <svg width={14} height={14} aria-hidden="true">
              <rect y={2} width={14} height={10} fill={`${fill}`} fillOpacity={opacity} />
            </svg>
            {name}
          </li>
        ))}
      </ul>
      <div style={{ minHeight: height }}>
        {width > 0 && (
          <BarChart
            {...{ data, width, height }}
            layout="vertical"
            barGap={1}
            margin={{ top: 4, right: 8, bottom: 22, left: 0 }}
            accessibilityLayer={false}
          >
            <CartesianGrid stroke="var(--ob-grid)" horizontal={false} />
            <XAxis
              {...AXIS}
              type="number"
              domain={[0, 'auto']}
              label={axisLabel(`mean ${measure} × 100`)}
            />
            <YAxis {...AXIS} type="category" dataKey="name" width={wide ? 160 : 96} interval={0} />
            <YAxis
              {...AXIS}
              yAxisId="gap"
              orientation="right"
              axisLine={false}
              type="category"
              dataKey="name"
              interval={0}
              width={wide ? 190 : 84}
              tick={<GapText rows={rows} wide={wide} />}
            />
            <Tooltip {...TOOLTIP} cursor={false} content={<PointTooltip />} />
            {(['high', 'low'] as const).map((tier) => (
              <Bar
                key={tier}
                dataKey={tier}
                barSize={11}
                fill={tier === 'high' ? 'var(--ob-accent)' : 'var(--ob-cursor)'}
                fillOpacity={tier === 'high' ? 0.9 : 0.75}
                isAnimationActive={false}
              >
                <ErrorBar
                  dataKey={`${tier}Reach`}
                  direction="x"
                  width={4}
                  stroke="var(--ob-ink)"
                  isAnimationActive={false}
                />
              </Bar>
            ))}
            <Bar yAxisId="gap" dataKey="none" isAnimationActive={false} />
          </BarChart>
        )}
      </div>
    </div>
  );
}

interface GapTextProps {
  readonly rows: readonly GroupRow[];
  readonly wide: boolean;
  readonly x?: number;
  readonly y?: number;
  readonly payload?: { readonly value: string };
}

/** Gap and change in two lines beside the bars. */
function GapText({ rows, wide, x = 0, y = 0, payload }: GapTextProps) {
  const row = rows.find(({ method }) => methodName(method) === payload?.value);
  if (!row?.gap) return null;
  const { gap, change } = row;
  const down = isLevellingDown(row) ? ' ↓' : '';
  return (
    <text x={x} y={y} fontSize={12} fill="var(--ob-ink)">
      <tspan x={x} dy={-3}>
        Gap {showGap(gap.value)} {wide && showInterval(gap.ci, showGap)}
      </tspan>
      {change && row.change?.value !== 0 && (
        <tspan x={x} dy={14} fill="var(--ob-soft)">
          Δ {showChange(change.value)} {wide && showInterval(change.ci, showChange)}
          {down}
        </tspan>
      )}
    </text>
  );
}

function scaled(estimate: Estimate | null): number | null {
  return estimate && 100 * estimate.value;
}

function reach(estimate: Estimate | null): readonly number[] | undefined {
  return estimate?.ci ? whiskers(estimate.value, estimate.ci).map((one) => 100 * one) : undefined;
}

function tipOf(row: GroupRow, measure: string) {
  const line = (name: string, of: Estimate | null, show = showMap) =>
    of ? [`${name}: ${show(of.value)} ${showInterval(of.ci, show)}`] : [];
  return {
    title: `${methodName(row.method)}, ${measure} × 100`,
    lines: [
      ...line('High', row.high),
      ...line('Low', row.low),
      ...line('Gap', row.gap, showGap),
      ...line('Change of the gap', row.change, showChange),
      ...line('High gains', row.gainHigh, showChange),
      ...line('Low gains', row.gainLow, showChange),
    ],
  };
}
