/** Host twin of `fill`. */
export function fillCpu(count: number, value: number): Float64Array {
  return new Float64Array(count).fill(value);
}
