import { useElementSize } from '@mantine/hooks';
import { CartesianGrid, ComposedChart, ReferenceLine, XAxis, YAxis } from 'recharts';
import type { Brush, QueryRows, SideNames } from '../../app';
import { BrushLayer } from './BrushLayer';
import { AXIS, axisLabel } from './chartStyle';
import { PointCloud } from './PointCloud';

const DUMMY = [{ x: 0, y: 0 }];
const TICKS = [0, 20, 40, 60, 80, 100];

interface Props {
  readonly rows: QueryRows;
  /** Places of the queries that stand out. */
  readonly chosen: Uint32Array;
  readonly names: SideNames;
  readonly brush: Brush | null;
  readonly onBrush: (brush: Brush | null) => void;
}

/** Average precision of every query under A and B; above the diagonal B is better. A drag selects. */
export function QueryScatter({ rows, chosen, names, brush, onBrush }: Props) {
  const { ref, width } = useElementSize();
  const side = Math.min(width, 460);
  const axis = { ...AXIS, type: 'number', domain: [0, 100], ticks: TICKS, interval: 0 } as const;
  return (
    <div ref={ref} style={{ minHeight: Math.min(460, Math.max(280, side)) }}>
      {width > 0 && (
        <ComposedChart
          width={side}
          height={side}
          data={DUMMY}
          margin={{ top: 12, right: 14, bottom: 22, left: 0 }}
          accessibilityLayer={false}
        >
          <CartesianGrid stroke="var(--ob-grid)" />
          <XAxis {...axis} dataKey="x" label={axisLabel(`A: ${names.a}, AP × 100`)} />
          <YAxis
            {...axis}
            dataKey="y"
            width={52}
            label={{
              ...axisLabel(`B: ${names.b}, AP × 100`),
              ...{ angle: -90, position: 'insideLeft', offset: 10 },
              style: { textAnchor: 'middle' },
            }}
          />
          <ReferenceLine
            segment={[
              { x: 0, y: 0 },
              { x: 100, y: 100 },
            ]}
            stroke="var(--ob-soft)"
          />
          <PointCloud rows={rows} chosen={chosen} />
          <BrushLayer brush={brush} onBrush={onBrush} />
        </ComposedChart>
      )}
    </div>
  );
}
