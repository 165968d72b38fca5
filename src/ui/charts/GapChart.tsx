import { useComputedColorScheme } from '@mantine/core';
import {
  Bar,
  BarChart,
  CartesianGrid,
  ErrorBar,
  Rectangle,
  ReferenceLine,
  ResponsiveContainer,
  XAxis,
  YAxis,
} from 'recharts';
import { type GapModel, methodName, methodStyle, showChange, showMap, whiskers } from '../../app';
import { AXIS } from './chartStyle';

const ROW = 40;

/** The gap of every method with its 95 % interval, its change and its label. */
export function GapChart({ model }: { readonly model: GapModel }) {
  const dark = useComputedColorScheme('light') === 'dark';
  const data = model.gaps.flatMap((row) => {
    if (row.gap === null) return [];
    const change = row.delta === null ? '' : ` (${showChange(row.delta)})`;
    return [
      {
        name: methodName(row.method),
        gap: 100 * row.gap,
        reach: whiskers(row.gap, row.ci).map((value) => 100 * value),
        colour: methodStyle(row.method)[dark ? 'dark' : 'light'],
        text: `${showMap(row.gap)}${change}${row.label === 'none' ? '' : ` · ${row.label}`}`,
      },
    ];
  });
  if (!data.length) return <p>No gap: a group has no language in this run.</p>;
  return (
    <ResponsiveContainer width="100%" height={data.length * ROW + 48}>
      <BarChart
        data={data}
        layout="vertical"
        margin={{ top: 4, right: 24, bottom: 22, left: 8 }}
        accessibilityLayer={false}
      >
        <CartesianGrid stroke="var(--ob-grid)" horizontal={false} />
        <XAxis
          {...AXIS}
          type="number"
          label={{
            value: 'gap, MAP × 100; smaller is narrower',
            position: 'insideBottom',
            offset: -12,
            fill: 'var(--ob-soft)',
            fontSize: 12,
          }}
        />
        <YAxis {...AXIS} type="category" dataKey="name" width={136} interval={0} />
        <ReferenceLine x={0} stroke="var(--ob-soft)" />
        <Bar
          dataKey="gap"
          isAnimationActive={false}
          barSize={10}
          shape={(bar: unknown) => <GapBar {...(bar as GapBarProps)} />}
        >
          <ErrorBar
            dataKey="reach"
            direction="x"
            width={5}
            stroke="var(--ob-ink)"
            isAnimationActive={false}
          />
        </Bar>
      </BarChart>
    </ResponsiveContainer>
  );
}

interface GapBarProps {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly payload: { readonly colour: string; readonly text: string };
}

/** A bar with its numbers above it, so that a whisker never crosses them. */
function GapBar({ x, y, width, height, payload }: GapBarProps) {
  return (
    <g>
      <text x={Math.min(x, x + width) + 4} y={y - 4} fontSize={12} fill="var(--ob-ink)">
        {payload.text}
      </text>
      <Rectangle
        x={x}
        y={y}
        width={width}
        height={height}
        fill={payload.colour}
        fillOpacity={0.85}
      />
    </g>
  );
}
