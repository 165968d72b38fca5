import { useComputedColorScheme } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import {
  CartesianGrid,
  ErrorBar,
  ReferenceLine,
  ResponsiveContainer,
  Scatter,
  ScatterChart,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import {
  domainOf,
  type GapGroups,
  methodName,
  methodStyle,
  type Points,
  showInterval,
  showMap,
  TIERS,
  tierOf,
  whiskers,
} from '../../app';
import { AXIS, measureAxis, shortName, TIER_NAMES, TOOLTIP } from './chartStyle';
import { MarkerShape } from './MarkerShape';
import { PointTooltip } from './PointTooltip';
import { SeriesLegend } from './SeriesLegend';

const ROW = 12;

interface Props {
  readonly points: Points;
  readonly groups: GapGroups;
}

/** A measure of every method in every language, with its 95 % interval: high group above low. */
export function MapChart({ points, groups }: Props) {
  const dark = useComputedColorScheme('light') === 'dark';
  const { ref, width } = useElementSize();
  const { methods, measure } = points;
  const lines = points.languages
    .map((language) => ({ language, tier: tierOf(groups, language) }))
    .toSorted((a, b) => TIERS.indexOf(a.tier) - TIERS.indexOf(b.tier));
  const all = lines.flatMap(({ language }) =>
    methods.flatMap((method) => points.at(method, language) ?? []),
  );
  const domain = domainOf(all.flatMap(({ value, ci }) => [value, ...(ci ?? [])])).map((value) =>
    Math.round(100 * value),
  ) as [number, number];
  // Rows of one language share its band; the first method stands on top.
  const offset = (k: number) => ((k + 0.5) / methods.length - 0.5) * 0.78;
  const edges = lines.flatMap((line, k) =>
    k && lines[k - 1]!.tier !== line.tier ? [k - 0.5] : [],
  );
  return (
    <div ref={ref}>
      <SeriesLegend series={methods} />
      <ResponsiveContainer width="100%" height={lines.length * (methods.length * ROW + 14) + 54}>
        <ScatterChart
          margin={{ top: 8, right: 24, bottom: 22, left: 8 }}
          accessibilityLayer={false}
        >
          <CartesianGrid stroke="var(--ob-grid)" horizontal={false} />
          <XAxis {...measureAxis(measure, domain, width > 560 ? 9 : 4)} />
          <YAxis
            {...AXIS}
            type="number"
            dataKey="y"
            reversed
            width={140}
            domain={[-0.5, lines.length - 0.5]}
            ticks={lines.map((_, k) => k)}
            interval={0}
            tickFormatter={(k: number) => {
              const line = lines[k];
              if (!line) return '';
              const name = shortName(line.language);
              return line.tier === 'none' ? name : `${name} · ${TIER_NAMES[line.tier]}`;
            }}
          />
          {lines.slice(1).map((line, k) => (
            <ReferenceLine key={line.language} y={k + 0.5} stroke="var(--ob-grid)" />
          ))}
          {edges.map((edge) => (
            <ReferenceLine key={`edge${edge}`} y={edge} stroke="var(--ob-soft)" />
          ))}
          <Tooltip {...TOOLTIP} cursor={false} content={<PointTooltip />} />
          {methods.map((method, k) => {
            const colour = methodStyle(method)[dark ? 'dark' : 'light'];
            const data = lines.flatMap(({ language }, y) => {
              const point = points.at(method, language);
              if (!point) return [];
              const reach = whiskers(point.value, point.ci).map((value) => 100 * value);
              const tip = {
                title: `${methodName(method)} · ${shortName(language)}`,
                lines: [
                  `${measure} × 100: ${showMap(point.value)} ${showInterval(point.ci)}`,
                  `${point.queries} queries, ${point.ties} ties`,
                ],
              };
              return [{ x: 100 * point.value, y: y + offset(k), reach, tip }];
            });
            return (
              <Scatter
                key={method}
                name={method}
                data={data}
                fill={colour}
                isAnimationActive={false}
                shape={({ cx, cy }: { cx?: number; cy?: number }) => (
                  <MarkerShape
                    marker={methodStyle(method).marker}
                    colour={colour}
                    x={cx ?? 0}
                    y={cy ?? 0}
                  />
                )}
              >
                <ErrorBar
                  dataKey="reach"
                  direction="x"
                  width={3}
                  stroke={colour}
                  isAnimationActive={false}
                />
              </Scatter>
            );
          })}
        </ScatterChart>
      </ResponsiveContainer>
    </div>
  );
}
