import { withMinus } from '../format';
import type { Series, SeriesPoint } from './curveModel';
import { onceFor } from './onceFor';

/** From values to pixels along one axis. */
export interface LineScale {
  readonly least: number;
  readonly most: number;
  /** Pixels of the least and of the most. */
  readonly pixels: readonly [from: number, to: number];
  /** Powers of ten; `least` is above 0 then. */
  readonly logarithmic?: boolean;
}

/** An axis: its ends are ticks. */
export interface AxisTicks {
  readonly least: number;
  readonly most: number;
  readonly ticks: readonly number[];
}

/** A logarithm has no place for an error of 0, which float32 can give. */
const LEAST_ON_LOG = 1e-9;

export function placeOn(scale: LineScale, value: number): number {
  const { least, most, pixels, logarithmic } = scale;
  const [from, to] = pixels;
  const share = logarithmic
    ? Math.log(Math.max(value, LEAST_ON_LOG) / least) / Math.log(most / least)
    : (value - least) / (most - least);
  return from + share * (to - from);
}

/** Ticks at 1, 2 or 5 times a power of ten around two values, `count` of them or a few more. */
export function niceTicks(least: number, most: number, count: number): AxisTicks {
  const room = most > least ? most - least : Math.abs(most) || 1;
  const rough = room / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((one) => one * power >= rough * (1 - 1e-9)) ?? 10);
  const first = Math.floor(least / step + 1e-9);
  const last = Math.max(first + 1, Math.ceil(most / step - 1e-9));
  const digits = Math.max(0, -Math.floor(Math.log10(step)));
  const ticks = Array.from({ length: last - first + 1 }, (_, k) =>
    Number(((first + k) * step).toFixed(digits)),
  );
  return { least: ticks[0]!, most: ticks.at(-1)!, ticks };
}

/** What stands at a tick: as many digits as its neighbours need, a real minus, powers of ten where they are shorter. */
export function tickLabel(ticks: readonly number[]): (tick: number) => string {
  const digits = Math.max(0, ...ticks.map(digitsAfterPoint));
  const powers = ticks.every((tick) => tick > 0 && Number.isInteger(Math.log10(tick)));
  return (tick) => {
    if (powers)
      return tick >= 0.01 && tick <= 1000 ? String(tick) : `10${raised(Math.log10(tick))}`;
    if (tick === 0) return digits > 4 ? '0' : tick.toFixed(digits);
    return withMinus(digits > 4 ? tick.toExponential() : tick.toFixed(digits));
  };
}

/** Of the shortest text that is the number, which may be `2e-7`. */
function digitsAfterPoint(value: number): number {
  const [digits = '', power = '0'] = String(value).split('e');
  return Math.max(0, (digits.split('.')[1]?.length ?? 0) - Number(power));
}

const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹';

function raised(power: number): string {
  const digits = [...String(Math.abs(power))].map((digit) => RAISED[Number(digit)]);
  return `${power < 0 ? '⁻' : ''}${digits.join('')}`;
}

/** Whole powers of ten around two values, at most about eight of them; within one decade twice and five times the lower, too. */
export function decadeTicks(least: number, most: number): AxisTicks {
  const first = Math.floor(Math.log10(Math.max(least, LEAST_ON_LOG)));
  const last = Math.max(first + 1, Math.ceil(Math.log10(Math.max(most, LEAST_ON_LOG))));
  const every = Math.ceil((last - first) / 7);
  // Two lines alone would leave a reader to guess what lies between.
  if (last - first === 1 && first >= -3 && first <= 2) {
    const ends = { least: powerOfTen(first), most: powerOfTen(last) };
    return { ...ends, ticks: [1, 2, 5, 10].map((one) => Number(`${one}e${first}`)) };
  }
  const ticks: number[] = [];
  for (let power = first; power <= last; power += every) ticks.push(powerOfTen(power));
  return { least: powerOfTen(first), most: powerOfTen(last), ticks };
}

/** `10 ** -4` is not the number that `1e-4` is. */
function powerOfTen(power: number): number {
  return Number(`1e${power}`);
}

interface Extent {
  readonly step: number;
  readonly least: number;
  readonly most: number;
}

/** Largest step, least and largest value of points. */
function extentOf(points: readonly SeriesPoint[]): Extent {
  return onceFor(points, 'extent', () => {
    let [step, least, most] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const point of points) {
      if (point.step > step) step = point.step;
      if (point.value < least) least = point.value;
      if (point.value > most) most = point.value;
    }
    return { step, least, most };
  });
}

/** Both axes of a chart of series; raw points behind smoothed ones count, too. */
export function axesOf(
  series: readonly Series[],
  logarithmic = false,
): { readonly x: AxisTicks; readonly y: AxisTicks } {
  const all = series.flatMap(({ points, raw }) => [points, raw ?? points]).map(extentOf);
  const step = Math.max(1, ...all.map((one) => one.step));
  const least = Math.min(...all.map((one) => one.least));
  const most = Math.max(...all.map((one) => one.most));
  const x = niceTicks(0, step, 5);
  const values = Number.isFinite(least) ? ([least, most] as const) : ([0, 1] as const);
  return {
    // The last step is the edge: the next tick would leave a fifth of the chart empty.
    x: {
      least: 0,
      most: step,
      ticks: x.ticks.filter((tick) => tick <= step && Number.isInteger(tick)),
    },
    y: logarithmic ? decadeTicks(...values) : niceTicks(...values, 4),
  };
}
