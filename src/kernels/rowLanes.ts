import type { AdapterSummary } from '../gpu';

/** Invocations that share one reduction: on SwiftShader a barrier costs as many switches as lanes. */
export function rowLanes({ software }: AdapterSummary): Record<string, number> {
  return { W: software ? 4 : 64 };
}
