/** Below it, 1 / eps has no room left in float32; above it, nothing of the cost is left in the plan. */
const [LEAST, MOST] = [1e-12, 1e12];

/** @throws RangeError unless `eps` is a positive finite number that float32 shaders can divide by. */
export function assertEps(where: string, eps: number): void {
  if (!(eps > 0 && Number.isFinite(eps)))
    throw new RangeError(`${where}: eps must be positive and finite, got ${eps}`);
  if (eps < LEAST || eps > MOST)
    throw new RangeError(`${where}: eps must be within ${LEAST} and ${MOST}, got ${eps}`);
}

export interface SinkhornSettings {
  readonly eps: number;
  readonly iterations: number;
  readonly tolerance?: number;
}

/** @throws RangeError if a setting makes no sense; the message names the caller, the value and the wanted. */
export function assertSinkhornSettings(where: string, settings: SinkhornSettings): void {
  const { eps, iterations, tolerance = 0 } = settings;
  assertEps(where, eps);
  if (!(Number.isInteger(iterations) && iterations >= 1))
    throw new RangeError(`${where}: iterations must be a whole number >= 1, got ${iterations}`);
  if (!(tolerance >= 0 && Number.isFinite(tolerance)))
    throw new RangeError(`${where}: tolerance must be >= 0 and finite, got ${tolerance}`);
}
