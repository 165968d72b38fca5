import { memo } from 'react';
import { linePath, placeOn, type Series, type SeriesPoint } from '../../app';
import classes from './SeriesChart.module.css';
import { PLOT, type PlotScales } from './seriesPlot';
import type { LineStyle } from './seriesStyle';

/** A point that can be clicked and was. */
export interface PickedPoint {
  readonly id: string;
  readonly step: number;
}

interface Props {
  readonly series: readonly Series[];
  readonly styles: readonly LineStyle[];
  readonly scales: PlotScales;
  readonly width: number;
  /** Marks every point and hears which one was clicked. */
  readonly onPick?: ((series: Series, point: SeriesPoint) => void) | undefined;
  readonly picked?: PickedPoint | null | undefined;
}

/** More marks than these hide one another; the list beside the chart has them all. */
const MOST_MARKS = 1000;
/** Points per pixel above which a line is a band: dashes and a thick stroke would only smear it. */
const DENSE = 0.5;

/** The lines of a chart and, where they can be picked, their points. */
export const SeriesLines = memo(function SeriesLines(props: Props) {
  const { series, styles, scales, width, onPick } = props;
  const count = series.reduce((sum, { points }) => sum + points.length, 0);
  return (
    <svg
      className={classes.lines}
      width={width}
      height={PLOT.height}
      role="img"
      aria-label={`${series.length} ${series.length === 1 ? 'line' : 'lines'} by step; the table has the numbers`}
    >
      {series.map(
        ({ id, raw }, at) =>
          raw && <Path key={id} points={raw} style={styles[at]!} scales={scales} faint />,
      )}
      {series.map(({ id, points }, at) => (
        <Path key={id} points={points} style={styles[at]!} scales={scales} />
      ))}
      {onPick &&
        count <= MOST_MARKS &&
        series.map((one, at) => (
          <Marks key={one.id} {...props} one={one} colour={styles[at]!.colour} />
        ))}
    </svg>
  );
});

interface PathProps {
  readonly points: readonly SeriesPoint[];
  readonly style: LineStyle;
  readonly scales: PlotScales;
  readonly faint?: boolean;
}

function Path({ points, style, scales: { x, y }, faint = false }: PathProps) {
  const [only] = points;
  // A path through one point is nothing to be seen.
  if (only && points.length === 1)
    return (
      <circle
        cx={placeOn(x, only.step)}
        cy={placeOn(y, only.value)}
        r={3.5}
        fill={style.colour}
        fillOpacity={faint ? 0.3 : 1}
      />
    );
  const { d, drawn } = linePath(points, x, y);
  const dense = drawn > DENSE * (x.pixels[1] - x.pixels[0]);
  return (
    <path
      d={d}
      fill="none"
      stroke={style.colour}
      strokeOpacity={faint ? 0.3 : 1}
      strokeWidth={faint || dense ? 1 : 1.75}
      strokeLinejoin="round"
      {...(!dense && !faint && style.dash !== '0' && { strokeDasharray: style.dash })}
    />
  );
}

interface MarksProps extends Props {
  readonly one: Series;
  readonly colour: string;
}

function Marks({ one, colour, scales, onPick, picked }: MarksProps) {
  return one.points.map((point) => {
    const isPicked = picked?.id === one.id && picked.step === point.step;
    return (
      // biome-ignore lint/a11y/noStaticElementInteractions: the list of evaluations beside the chart does the same by keyboard
      <circle
        key={point.step}
        className={classes.mark}
        data-step={point.step}
        cx={placeOn(scales.x, point.step)}
        cy={placeOn(scales.y, point.value)}
        r={isPicked ? 6 : 3.5}
        fill={isPicked ? 'var(--ob-panel)' : colour}
        stroke={colour}
        strokeWidth={isPicked ? 3 : 1}
        onClick={() => onPick?.(one, point)}
      />
    );
  });
}
