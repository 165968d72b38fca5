/** Float64 twin of `unitNormaliseBackward`. */
export function unitNormaliseBackwardCpu(
  { unit, norm, du }: Record<'unit' | 'norm' | 'du', ArrayLike<number>>,
  n: number,
  d: number,
): Float64Array {
  const dx = new Float64Array(n * d);
  for (let i = 0; i < n; i++) {
    let along = 0;
    for (let j = 0; j < d; j++) along += unit[i * d + j]! * du[i * d + j]!;
    for (let j = 0; j < d; j++) {
      const across = du[i * d + j]! - unit[i * d + j]! * along;
      dx[i * d + j] = norm[i]! > 0 ? across / norm[i]! : 0;
    }
  }
  return dx;
}
