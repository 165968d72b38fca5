import { type OtHostBatch, type OtHostResult, type OtWanted, solveOtCpu } from '../ot';
import type { AlignSettings } from './alignTypes';

export type TransportSettings = Pick<
  AlignSettings,
  'eps' | 'iterations' | 'tolerance' | 'marginals' | 'distortion'
>;

/** Solves batches of transport problems. */
export interface Transport {
  /** Shown to people, e.g. `WASM`. */
  readonly name: string;
  solve(batch: OtHostBatch, settings: TransportSettings, wanted: OtWanted): Promise<OtHostResult>;
}

/** Problem by problem in float64. */
export function openTransport(): Transport {
  return {
    name: 'float64',
    async solve({ x, y, d, rowCounts, columnCounts }, { eps, iterations, tolerance }) {
      const parts: { plan: Float64Array; status: number[] }[] = [];
      let [row, column] = [0, 0];
      for (let b = 0; b < rowCounts.length; b++) {
        const [n, m] = [rowCounts[b]!, columnCounts[b]!];
        const problem = {
          x: x.subarray(row * d, (row + n) * d),
          y: y.subarray(column * d, (column + m) * d),
          n,
          m,
          d,
        };
        const {
          plan,
          loss,
          marginalError,
          iterations: used,
        } = solveOtCpu(problem, {
          eps,
          iterations,
          tolerance,
        });
        parts.push({ plan, status: [loss, 0, marginalError, 0, 0, used, 2, 1] });
        row += n;
        column += m;
      }
      const plan = Float32Array.from(parts.flatMap((part) => [...part.plan]));
      return {
        plan,
        status: Float32Array.from(parts.flatMap(({ status }) => status)),
        potentials: new Float32Array(0),
      };
    },
  };
}
