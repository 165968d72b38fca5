/** Steps of a slider on a log scale, from 0 (least) to `LOG_STEPS` (most). */
export const LOG_STEPS = 200;

interface Range {
  readonly least: number;
  readonly most: number;
}

/** The value at a slider position, rounded to three significant digits. */
export function logValue(position: number, { least, most }: Range): number {
  const value = least * (most / least) ** (position / LOG_STEPS);
  return Math.min(most, Math.max(least, Number(value.toPrecision(3))));
}

/** The slider position nearest to a value. */
export function logPosition(value: number, { least, most }: Range): number {
  const share = Math.log(value / least) / Math.log(most / least);
  return Math.round(Math.min(1, Math.max(0, share)) * LOG_STEPS);
}
