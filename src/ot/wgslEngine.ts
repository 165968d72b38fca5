import type { Gpu, Scope } from '../gpu';
import {
  chunkBatches,
  type OtHostBatch,
  type OtHostResult,
  type OtSettings,
  type OtWanted,
  raggedBatch,
} from '../kernels';
import type { OtEngine } from './engine';
import { otGradient } from './gradients';
import { centred, layOut, sliceBatch } from './hostBatch';
import { solveOt } from './solveOt';
import type { OtGradient, OtProblem } from './types';

/** Operations of one dispatch: about a second on a software adapter, milliseconds on a GPU. */
const FLOPS = { software: 2e9, hardware: 1e11 } as const;

/** The fused kernel's scratch on software adapters takes up to 22 KB a problem; 128 MiB hold as many as this. */
const MOST_PROBLEMS = 6000;

/** Solves on the device; large batches in chunks. */
export function wgslEngine(gpu: Gpu, why: string): OtEngine {
  /** Runs `each` on uploaded chunks and joins what it gives. */
  async function inChunks<T>(
    batch: OtHostBatch,
    settings: OtSettings,
    plan: boolean,
    each: (scope: Scope, problem: OtProblem) => Promise<T>,
  ): Promise<T[]> {
    const layout = layOut('solve', batch, settings);
    const chunks = chunkBatches(layout, {
      bytesPerBinding: gpu.maxTensorBytes,
      flopsPerDispatch: gpu.adapter.software ? FLOPS.software : FLOPS.hardware,
      d: batch.d,
      iterations: settings.iterations,
      plan,
      problems: MOST_PROBLEMS,
    });
    const near = centred(batch, layout, settings);
    const results: T[] = [];
    for (const { from, to } of chunks) {
      using scope = gpu.scope();
      results.push(await each(scope, upload(scope, sliceBatch(near, layout, from, to))));
    }
    return results;
  }

  return {
    kind: 'wgsl',
    why,
    async solve(batch, settings, wanted = {}) {
      const parts = await inChunks(batch, settings, wanted.plan === true, async (scope, problem) =>
        download(scope, solveOt(scope, problem, settings, wanted)),
      );
      return join(parts, wanted);
    },
    async gradients<K extends OtGradient>(
      batch: OtHostBatch,
      settings: OtSettings,
      kinds: readonly K[],
    ) {
      const found = {} as Record<K, Float32Array>;
      for (const kind of kinds)
        found[kind] = concat(
          await inChunks(batch, settings, kind !== 'plan-fixed', async (scope, problem) =>
            scope.download(otGradient(scope, problem, settings, kind)),
          ),
        );
      return found;
    },
    close() {},
  };
}

function upload(scope: Scope, batch: OtHostBatch): OtProblem {
  const { x, y, d, rowCounts, columnCounts, weights, start } = batch;
  return {
    x: scope.upload(x, [x.length / d, d], 'engine.x'),
    y: scope.upload(y, [y.length / d, d], 'engine.y'),
    batch: raggedBatch(scope, rowCounts, columnCounts),
    ...(weights && { weights: scope.upload(weights, [weights.length], 'engine.weights') }),
    ...(start && { start: scope.upload(start, [start.length], 'engine.start') }),
  };
}

async function download(
  scope: Scope,
  { status, potentials, gradient, plan }: ReturnType<typeof solveOt>,
): Promise<OtHostResult> {
  const [statuses, both, dY, plans] = await Promise.all([
    scope.download(status),
    scope.download(potentials),
    gradient && scope.download(gradient),
    plan && scope.download(plan),
  ]);
  return {
    status: statuses,
    potentials: both,
    ...(dY && { gradient: dY }),
    ...(plans && { plan: plans }),
  };
}

function join(parts: readonly OtHostResult[], wanted: OtWanted): OtHostResult {
  if (parts.length === 1) return parts[0]!;
  return {
    status: concat(parts.map(({ status }) => status)),
    potentials: concat(parts.map(({ potentials }) => potentials)),
    ...(wanted.gradient && { gradient: concat(parts.map(({ gradient }) => gradient!)) }),
    ...(wanted.plan && { plan: concat(parts.map(({ plan }) => plan!)) }),
  };
}

function concat(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
