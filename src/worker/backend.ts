import type { Gpu } from '../gpu';
import { type BackendKind, type NnOps, openHostNn, openWgslNn } from '../nn';
import type { StudyConfig } from '../report';

/** A backend and why it was taken, for the report. */
export interface ChosenBackend {
  readonly nn: NnOps;
  readonly kind: BackendKind;
  readonly why: string;
}

/** Opens what models are trained on: WGSL on hardware, WASM where the adapter is a CPU, or what is asked for. */
export function openBackend(gpu: Gpu, wanted: StudyConfig['backend']): ChosenBackend {
  const kind = wanted === 'auto' ? (gpu.adapter.software ? 'wasm' : 'wgsl') : wanted;
  const nn = kind === 'wgsl' ? openWgslNn(gpu) : openHostNn('wasm');
  const reason = gpu.adapter.software ? 'the adapter is a CPU' : 'the adapter is hardware';
  return {
    nn,
    kind,
    why: `${kind === 'wgsl' ? 'WGSL' : 'WASM'}: ${wanted === 'auto' ? reason : 'asked for'}`,
  };
}
