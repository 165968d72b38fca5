import { nearestPoint, placeOn, type Series } from '../../app';
import classes from './SeriesChart.module.css';
import { MARGIN, PLOT, type PlotScales } from './seriesPlot';
import type { LineStyle } from './seriesStyle';

interface Props {
  readonly series: readonly Series[];
  readonly styles: readonly LineStyle[];
  readonly scales: PlotScales;
  readonly width: number;
  readonly show: (value: number) => string;
  /** Where the pointer is, in pixels of the chart. */
  readonly at: { readonly x: number; readonly y: number };
}

/** Lines that a box names at most: those nearest to the pointer. */
const MOST_NAMED = 8;
/** A point further from the pointer than this, in pixels, is not told. */
const REACH = 12;

/** The values of all lines at the step under the pointer, in full: a picture leaves points out, this does not. */
export function SeriesCursor({ series, styles, scales, width, show, at }: Props) {
  const { x, y } = scales;
  const [from, to] = x.pixels;
  const step = x.least + ((at.x - from) / (to - from)) * (x.most - x.least);
  const near = series
    .flatMap(({ id, points, raw }, k) => {
      const found = points[nearestPoint(points, step)];
      const place = found && placeOn(x, found.step);
      if (!found || place === undefined || Math.abs(place - at.x) > REACH) return [];
      const behind = raw?.[nearestPoint(raw, found.step)]?.value;
      return [{ ...found, id, k, place, height: placeOn(y, found.value), behind }];
    })
    .toSorted((a, b) => Math.abs(a.height - at.y) - Math.abs(b.height - at.y));
  const first = near.toSorted((a, b) => Math.abs(a.place - at.x) - Math.abs(b.place - at.x))[0];
  if (!first) return null;
  const named = near.slice(0, MOST_NAMED).toSorted((a, b) => a.height - b.height);
  const right = first.place > (from + to) / 2;
  return (
    <>
      <svg className={classes.cursor} width={width} height={PLOT.height} aria-hidden="true">
        <line
          x1={first.place}
          x2={first.place}
          y1={MARGIN.top}
          y2={y.pixels[0]}
          stroke="var(--ob-soft)"
          strokeDasharray="3 3"
        />
        {named.map(({ id, k, place, height }) => (
          <circle key={id} cx={place} cy={height} r={3} fill={styles[k]!.colour} />
        ))}
      </svg>
      <div
        className={classes.tip}
        style={right ? { right: width - first.place + 8 } : { left: first.place + 8 }}
      >
        <strong>step {first.step}</strong>
        {named.map(({ id, k, step: own, value, behind }) => (
          <div key={id}>
            <i style={{ background: styles[k]!.colour }} />
            {id}: {show(value)}
            {behind !== undefined && ` (raw ${show(behind)})`}
            {own !== first.step && ` at step ${own}`}
          </div>
        ))}
        {near.length > named.length && <div>and {near.length - named.length} more lines</div>}
      </div>
    </>
  );
}
