import type { AdapterSummary, Gpu, Scope } from '../gpu';
import { type FusedOtInputs, fusedFits, fusedOt } from './fusedOt';
import { fusedOtRegister } from './fusedOtRegister';
import { raggedBatch } from './ragged';

/** How the fused kernel keeps a problem: `tile` in memory that invocations share, `register` in registers. */
export type FusedVariant = 'tile' | 'register';

const VARIANTS: readonly FusedVariant[] = ['tile', 'register'];
const SOLVERS = { tile: fusedOt, register: fusedOtRegister } as const;

/** Remembers which variant was the faster one on an adapter; may reject, then it is measured again. */
export interface VariantMemory {
  get(key: string): Promise<string | undefined>;
  set(key: string, value: string): Promise<unknown>;
}

/** Milliseconds that a variant takes for a probe, compiled and warm; rejects where it does not run. */
export type MeasureVariant = (gpu: Gpu, variant: FusedVariant) => Promise<number>;

/** Changes when the speed of a variant does, so that old measurements are not believed. */
const VERSION = 1;
const REPETITIONS = 3;

/** The name under which the choice for an adapter is remembered. */
export function variantKey({ vendor, architecture, device, description }: AdapterSummary): string {
  return `fused transport kernel ${VERSION}: ${[vendor, architecture, device, description].join('/')}`;
}

/** What is taken without a measurement: barriers are dear where a CPU plays the GPU, cheap elsewhere. */
export function fallbackVariant({ software }: AdapterSummary): FusedVariant {
  return software ? 'tile' : 'register';
}

const chosen = new WeakMap<Gpu, FusedVariant>();

/** The variant that `chooseFusedVariant` found for this device, else the fallback. */
export function fusedVariant(gpu: Gpu): FusedVariant {
  return chosen.get(gpu) ?? fallbackVariant(gpu.adapter);
}

/** The solver of `fusedVariant`, or of the other where that one cannot hold an n x m problem. */
export function fusedSolver(gpu: Gpu, n: number, m: number): typeof fusedOt {
  return SOLVERS[fusedFits(gpu, n, m) ? fusedVariant(gpu) : 'register'];
}

/**
 * Finds the faster variant for the adapter of `gpu`: what `memory` remembers for it, else what a measurement
 * says, which is then remembered. `fusedVariant` gives the answer from then on. Wall-clock time decides, so two
 * runs may disagree where the variants are about as fast; either is right. Measuring compiles both variants.
 *
 * Without a memory, or where the measurement fails, it is the fallback: never an error.
 */
export async function chooseFusedVariant(
  gpu: Gpu,
  memory?: VariantMemory,
  measure: MeasureVariant = measureVariant,
): Promise<FusedVariant> {
  const variant = memory
    ? await rememberedOrMeasured(gpu, memory, measure)
    : fallbackVariant(gpu.adapter);
  if (memory) chosen.set(gpu, variant);
  return variant;
}

async function rememberedOrMeasured(
  gpu: Gpu,
  memory: VariantMemory,
  measure: MeasureVariant,
): Promise<FusedVariant> {
  const key = variantKey(gpu.adapter);
  const known = await memory.get(key).catch(() => undefined);
  const remembered = VARIANTS.find((variant) => variant === known);
  if (remembered) return remembered;
  const fastest = await fastestVariant(gpu, measure).catch(() => undefined);
  if (!fastest) return fallbackVariant(gpu.adapter);
  await memory.set(key, fastest).catch(() => {});
  return fastest;
}

/** The variant with the least median; measured in turns, so that a busy moment meets both. */
async function fastestVariant(gpu: Gpu, measure: MeasureVariant): Promise<FusedVariant> {
  const times = { tile: [] as number[], register: [] as number[] };
  for (let turn = 0; turn < REPETITIONS; turn++)
    for (const variant of VARIANTS) times[variant].push(await measure(gpu, variant));
  const [tile, register] = [median(times.tile), median(times.register)];
  if (!(tile > 0 && register > 0)) throw new Error(`times of ${tile} and ${register} ms`);
  return tile <= register ? 'tile' : 'register';
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)]!;
}

const warm = new WeakMap<Gpu, Set<FusedVariant>>();
const PROBE = { pairs: 32, n: 26, m: 31, d: 128 } as const;

/** One dispatch over 32 pairs of sentences and the readback of their status, after a first that compiles. */
async function measureVariant(gpu: Gpu, variant: FusedVariant): Promise<number> {
  using scope = gpu.scope();
  const inputs = probe(scope);
  const known = warm.get(gpu) ?? new Set();
  warm.set(gpu, known);
  if (!known.has(variant)) await solved(scope, inputs, variant);
  known.add(variant);
  const start = performance.now();
  await solved(scope, inputs, variant);
  return performance.now() - start;
}

async function solved(scope: Scope, inputs: FusedOtInputs, variant: FusedVariant): Promise<void> {
  const settings = { eps: 0.05, iterations: 40 };
  const { status } = SOLVERS[variant](scope, inputs, settings, { gradient: true });
  await scope.download(status);
}

function probe(scope: Scope): FusedOtInputs {
  const { pairs, n, m, d } = PROBE;
  // Any spread-out numbers do: the time does not depend on them.
  const spread = (rows: number, step: number) =>
    scope.upload(
      Float32Array.from({ length: rows * d }, (_, k) => Math.sin(1 + k * step)),
      [rows, d],
      'fusedVariants.probe',
    );
  const counts = (count: number) => new Uint32Array(pairs).fill(count);
  return {
    x: spread(pairs * n, 0.7),
    y: spread(pairs * m, 1.3),
    batch: raggedBatch(scope, counts(n), counts(m)),
  };
}
