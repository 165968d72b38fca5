import { useElementSize } from '@mantine/hooks';
import {
  CartesianGrid,
  ErrorBar,
  ReferenceLine,
  Scatter,
  ScatterChart,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import {
  domainOf,
  formatCount,
  type PairModel,
  type PairRow,
  type SideNames,
  showChange,
  showInterval,
  showMap,
} from '../../app';
import { AXIS, measureAxis, shortName, TIER_NAMES, TOOLTIP } from './chartStyle';
import classes from './DumbbellChart.module.css';
import { PointTooltip } from './PointTooltip';

const ROW = 30;
/** Room for gain, interval and queries at the right. */
const WIDE = { gains: 178, names: 148 } as const;
const NARROW = { gains: 64, names: 74 } as const;

interface Props {
  readonly model: PairModel;
  readonly names: SideNames;
  readonly measure: string;
}

/**
 * A line a language from A to B. The whisker is A plus the interval of the paired difference: where it reaches A, the
 * difference is not resolved.
 */
export function DumbbellChart({ model: { rows }, names, measure }: Props) {
  const { ref, width } = useElementSize();
  const room = width > 640 ? WIDE : NARROW;
  const points = rows.map((row, y) => ({ row, y, tip: tipOf(row, names, measure) }));
  const domain = domainOf(
    rows.flatMap(({ a, b, difference: { ci } }) => [
      ...[a.value, b.value],
      ...(ci ? [a.value + ci[0], a.value + ci[1]] : []),
    ]),
  ).map((value) => Math.round(100 * value)) as [number, number];
  const axis = { ...AXIS, type: 'number', dataKey: 'y', reversed: true, interval: 0 } as const;
  const places = { domain: [-0.5, rows.length - 0.5], ticks: rows.map((_, k) => k) };
  return (
    <div ref={ref}>
      <ul className={classes.legend}>
        <li>
          <Mark filled={false} /> A: {names.a}
        </li>
        <li>
          <Mark filled /> B: {names.b}
        </li>
        {rows.some(({ a, b }) => b.value < a.value) && (
          <li>
            <svg width={22} height={8} aria-hidden="true">
              <line x2={22} y1={4} y2={4} stroke="var(--ob-cursor)" strokeWidth={3} />
            </svg>
            B below A
          </li>
        )}
        <li className={classes.gains}>
          {room === WIDE ? 'B − A [95 % interval], queries' : 'B − A'}
        </li>
      </ul>
      <div style={{ minHeight: rows.length * ROW + 50 }}>
        {width > 0 && (
          <ScatterChart
            width={width}
            height={rows.length * ROW + 50}
            margin={{ top: 4, right: 0, bottom: 22, left: 0 }}
            accessibilityLayer={false}
          >
            <CartesianGrid stroke="var(--ob-grid)" horizontal={false} />
            <XAxis {...measureAxis(measure, domain, room === WIDE ? 7 : 4)} />
            <YAxis
              {...axis}
              {...places}
              width={room.names}
              tickFormatter={(k: number) => nameOf(rows[k], room === WIDE)}
            />
            <YAxis
              {...axis}
              {...places}
              yAxisId="gain"
              orientation="right"
              axisLine={false}
              width={room.gains}
              tick={{ fill: 'var(--ob-ink)', fontSize: 12 }}
              tickFormatter={(k: number) => gainOf(rows[k], room === WIDE)}
            />
            {points.map(({ row: { a, b, language }, y }) => (
              <ReferenceLine
                key={language}
                segment={[
                  { x: 100 * a.value, y },
                  { x: 100 * b.value, y },
                ]}
                stroke={b.value < a.value ? 'var(--ob-cursor)' : 'var(--ob-accent)'}
                strokeWidth={3}
                strokeOpacity={0.55}
              />
            ))}
            <Tooltip {...TOOLTIP} cursor={false} content={<PointTooltip />} />
            <Scatter
              data={points.map(({ row, ...point }) => ({ ...point, x: 100 * row.a.value }))}
              isAnimationActive={false}
              shape={({ cx, cy }: Place) => <Dot x={cx} y={cy} filled={false} />}
            />
            <Scatter
              yAxisId="gain"
              data={points.map(({ row, ...point }) => ({
                ...{ ...point, x: 100 * row.b.value },
                ...(row.difference.ci && { reach: reachOf(row) }),
              }))}
              isAnimationActive={false}
              shape={({ cx, cy }: Place) => <Dot x={cx} y={cy} filled />}
            >
              <ErrorBar
                dataKey="reach"
                direction="x"
                width={5}
                stroke="var(--ob-ink)"
                isAnimationActive={false}
              />
            </Scatter>
          </ScatterChart>
        )}
      </div>
    </div>
  );
}

interface Place {
  readonly cx?: number;
  readonly cy?: number;
}

/** How far the interval of the difference, laid off from A, reaches to both sides of B. */
function reachOf({ difference: { value, ci } }: PairRow): [number, number] {
  return ci ? [100 * (value - ci[0]), 100 * (ci[1] - value)] : [0, 0];
}

function nameOf(row: PairRow | undefined, wide: boolean): string {
  if (!row) return '';
  const name = wide ? shortName(row.language) : row.language;
  return row.tier === 'none' ? name : `${name} · ${TIER_NAMES[row.tier]}`;
}

function gainOf(row: PairRow | undefined, wide: boolean): string {
  if (!row) return '';
  const { value, ci } = row.difference;
  const mark = row.resolved === false ? '≈ ' : '';
  const rest = wide ? ` ${showInterval(ci, showChange)} · ${formatCount(row.queries)}` : '';
  return `${mark}${showChange(value)}${rest}`;
}

function tipOf(
  { language, a, b, difference, queries, resolved }: PairRow,
  names: SideNames,
  measure: string,
) {
  return {
    title: `${shortName(language)}, ${measure} × 100`,
    lines: [
      `A ${names.a}: ${showMap(a.value)} ${showInterval(a.ci)}`,
      `B ${names.b}: ${showMap(b.value)} ${showInterval(b.ci)}`,
      `B − A: ${showChange(difference.value)} ${showInterval(difference.ci, showChange)}${resolved === false ? ', not resolved' : ''}`,
      `${queries} queries`,
    ],
  };
}

function Dot({
  x = 0,
  y = 0,
  filled,
}: {
  readonly x?: number | undefined;
  readonly y?: number | undefined;
  readonly filled: boolean;
}) {
  return (
    <circle
      cx={x}
      cy={y}
      r={filled ? 4 : 6}
      fill={filled ? 'var(--ob-accent)' : 'var(--ob-panel)'}
      stroke="var(--ob-accent)"
      strokeWidth={2}
    />
  );
}

function Mark({ filled }: { readonly filled: boolean }) {
  return (
    <svg width={14} height={14} aria-hidden="true" data-legend="true">
      <Dot x={7} y={7} filled={filled} />
    </svg>
  );
}
