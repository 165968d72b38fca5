import { useComputedColorScheme } from '@mantine/core';
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
import { type GapModel, languageLabel, methodStyle, whiskers } from '../../app';
import { AXIS, TOOLTIP } from './chartStyle';
import { MarkerShape } from './MarkerShape';
import { PointTooltip } from './PointTooltip';
import { SeriesLegend } from './SeriesLegend';

const ROW = 12;
const GROUP_NAMES = { high: 'high', low: 'low', other: 'no group' } as const;

/** MAP of every method in every language, with its 95 % interval: high group above low. */
export function MapChart({ model }: { readonly model: GapModel }) {
  const dark = useComputedColorScheme('light') === 'dark';
  const { lines, methods, domain } = model;
  const height = lines.length * (methods.length * ROW + 14) + 54;
  // Rows of one language share its band; the first method stands on top.
  const offset = (k: number) => ((k + 0.5) / methods.length - 0.5) * 0.78;
  const edges = lines.flatMap((line, k) =>
    k && lines[k - 1]!.group !== line.group ? [k - 0.5] : [],
  );
  return (
    <>
      <SeriesLegend series={methods} />
      <ResponsiveContainer width="100%" height={height}>
        <ScatterChart
          margin={{ top: 8, right: 24, bottom: 22, left: 8 }}
          accessibilityLayer={false}
        >
          <CartesianGrid stroke="var(--ob-grid)" horizontal={false} />
          <XAxis
            {...AXIS}
            type="number"
            dataKey="x"
            domain={domain.map((value) => Math.round(100 * value)) as [number, number]}
            tickFormatter={(value: number) => `${Number(value.toFixed(1))}`}
            label={{
              value: 'MAP × 100',
              position: 'insideBottom',
              offset: -12,
              fill: 'var(--ob-soft)',
              fontSize: 12,
            }}
          />
          <YAxis
            {...AXIS}
            type="number"
            dataKey="y"
            reversed
            width={112}
            domain={[-0.5, lines.length - 0.5]}
            ticks={lines.map((_, k) => k)}
            interval={0}
            tickFormatter={(k: number) => {
              const line = lines[k];
              return line ? `${shortName(line.language)} · ${GROUP_NAMES[line.group]}` : '';
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
            const data = lines.flatMap((line, y) => {
              const row = line.results[method];
              if (!row) return [];
              const reach = whiskers(row.map, row.ci).map((value) => 100 * value);
              return [{ x: 100 * row.map, y: y + offset(k), reach, row, colour }];
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
    </>
  );
}

/** `Tagalog (Filipino)` without its second name, which would wrap. */
function shortName(language: string): string {
  return languageLabel(language).replace(/ \(.*\)$/, '');
}
