import type { Gpu } from '../gpu';
import { type BackendKind, type NnOps, openHostNn, openWgslNn } from '../nn';
import type { StudyConfig } from '../report';

/** A backend and why it was taken, for the report. */
export interface ChosenBackend {
  readonly nn: NnOps;
  readonly kind: BackendKind;
  readonly why: string;
}

/**
 * Opens what models are trained on: WGSL on hardware, WASM where the adapter is a CPU, or what is asked for.
 *
 * @throws RangeError if f16 storage is wanted and that is not WGSL: numbers there would not be those of the config.
 */
export function openBackend(
  gpu: Gpu,
  { backend: wanted, storage }: Pick<StudyConfig, 'backend' | 'storage'>,
): ChosenBackend {
  const kind = wanted === 'auto' ? (gpu.adapter.software ? 'wasm' : 'wgsl') : wanted;
  const reason = gpu.adapter.software ? 'the adapter is a CPU' : 'the adapter is hardware';
  const why = wanted === 'auto' ? reason : 'asked for';
  if (storage === 'f16' && kind !== 'wgsl')
    throw new RangeError(
      `Study config: storage: f16 is for the WGSL backend, models are trained in WASM (${why}); expected f32, or backend wgsl`,
    );
  const nn = kind === 'wgsl' ? openWgslNn(gpu) : openHostNn('wasm');
  const name = kind === 'wgsl' ? 'WGSL' : 'WASM';
  const stored = storage === 'f16' ? ', frozen encoder layers as f16' : '';
  return { nn, kind, why: `${name}: ${why}${stored}` };
}
