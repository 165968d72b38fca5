/** Float64 twin of `addScaled`. */
export function addScaledCpu(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  scale: number,
): Float64Array {
  return Float64Array.from(x, (value, i) => value + scale * y[i]!);
}
