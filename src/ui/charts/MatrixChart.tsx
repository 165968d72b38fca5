import { memo } from 'react';
import { ComposedChart, XAxis, YAxis } from 'recharts';
import type { ColourTable, Sentence, ShownMatrix } from '../../app';
import { AxisToken } from './AxisToken';
import { MatrixLayer } from './MatrixLayer';
import { MatrixMarks } from './MatrixMarks';
import type { MatrixLayout } from './matrixLayout';

interface Props {
  readonly matrix: ShownMatrix;
  readonly rows: Sentence;
  readonly columns: Sentence;
  readonly colours: ColourTable;
  readonly layout: MatrixLayout;
  /** Whether slots are outlined. */
  readonly slots: boolean;
  /** [rows * columns], 2 for a sure link of a person, 1 for a possible one. */
  readonly gold?: Uint8Array | null;
}

const DUMMY = [{ x: 0, y: 0 }];

/** A heatmap: Recharts' axes and one own layer of cells. The pointer is heard above it, so that it is drawn once. */
export const MatrixChart = memo(function MatrixChart(props: Props) {
  const { matrix, rows, columns, colours, layout, slots, gold } = props;
  const axis = { type: 'number', interval: 0, axisLine: false, tickLine: false } as const;
  return (
    <ComposedChart
      width={layout.width}
      height={layout.height}
      margin={{ top: 0, right: layout.right, bottom: 4, left: 0 }}
      data={DUMMY}
      accessibilityLayer={false}
    >
      <XAxis
        {...axis}
        dataKey="x"
        orientation="top"
        height={layout.top}
        domain={[-0.5, matrix.columns - 0.5]}
        ticks={indices(matrix.columns, layout.every)}
        tick={<AxisToken sentence={columns} slanted />}
      />
      <YAxis
        {...axis}
        dataKey="y"
        reversed
        width={layout.left}
        domain={[-0.5, matrix.rows - 0.5]}
        ticks={indices(matrix.rows, layout.every)}
        tick={<AxisToken sentence={rows} />}
      />
      <MatrixLayer matrix={matrix} colours={colours} cell={layout.cell} />
      <MatrixMarks
        {...{ rows, columns, layout, slots }}
        gold={gold ?? null}
        size={[matrix.rows, matrix.columns]}
      />
    </ComposedChart>
  );
});

function indices(count: number, every: number): number[] {
  return Array.from({ length: Math.ceil(count / every) }, (_, k) => k * every);
}
