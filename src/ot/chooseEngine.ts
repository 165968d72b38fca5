import type { AdapterSummary } from '../gpu';
import type { OtHostBatch, OtSettings } from '../kernels';

export type EngineKind = 'wgsl' | 'wasm';

/** Remembers which engine was the faster one; may reject, then it is measured again. */
export interface ChoiceMemory {
  get(key: string): Promise<string | undefined>;
  set(key: string, value: string): Promise<void>;
}

export interface Choice {
  readonly kind: EngineKind;
  /** For people: what was found and what follows. */
  readonly why: string;
}

/** Changes when an engine's speed does, so that old measurements are not believed. */
const VERSION = 1;

/** What is timed: 32 sentence pairs as distillation meets them. */
export const PROBE: { readonly batch: OtHostBatch; readonly settings: OtSettings } = probe();

/**
 * Chooses where host batches are solved: on hardware the GPU, without a device the CPU, and on a software
 * adapter, which runs shaders on the CPU, whichever is faster there; measured once per adapter.
 *
 * @param measure milliseconds that an engine takes for the probe, warm.
 */
export async function chooseEngine(
  adapter: AdapterSummary | undefined,
  measure: (kind: EngineKind) => Promise<number>,
  memory?: ChoiceMemory,
): Promise<Choice> {
  if (!adapter) return { kind: 'wasm', why: 'no WebGPU device' };
  const { vendor, architecture, device, description, software } = adapter;
  const name = [vendor, architecture, device, description].filter(Boolean).join(' ') || 'unnamed';
  if (!software) return { kind: 'wgsl', why: `hardware adapter ${name}` };
  const key = `transport engine ${VERSION}: ${name}`;
  const known = parse(await memory?.get(key).catch(() => undefined));
  const [wgsl, wasm] = known ?? [await measure('wgsl'), await measure('wasm')];
  if (!known) await memory?.set(key, JSON.stringify([wgsl, wasm])).catch(() => {});
  const kind = wasm <= wgsl ? 'wasm' : 'wgsl';
  const figures = `WASM ${wasm.toFixed(1)} ms, WGSL ${wgsl.toFixed(1)} ms for 32 pairs`;
  return { kind, why: `${name} is a CPU: ${figures}` };
}

function parse(text: string | undefined): readonly [wgsl: number, wasm: number] | undefined {
  try {
    const found: unknown = JSON.parse(text ?? '');
    if (Array.isArray(found) && found.length === 2 && found.every(Number.isFinite))
      return [found[0], found[1]];
  } catch {
    // A note of another shape is no note.
  }
  return undefined;
}

function probe() {
  const [pairs, n, m, d] = [32, 14, 18, 128];
  // Any spread-out numbers do: the time does not depend on them.
  const spread = (length: number, step: number) =>
    Float32Array.from({ length }, (_, k) => Math.sin(1 + k * step));
  return {
    batch: {
      x: spread(pairs * n * d, 0.7),
      y: spread(pairs * m * d, 1.3),
      d,
      rowCounts: Array<number>(pairs).fill(n),
      columnCounts: Array<number>(pairs).fill(m),
    },
    settings: { eps: 0.05, iterations: 30 },
  };
}
