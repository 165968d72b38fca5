import type { OtHostBatch, OtHostResult, OtSettings, OtWanted } from '../kernels';
import type { OtGradient } from './types';

/** Solves host batches, wherever it does so; results do not depend on where beyond float32 rounding. */
export interface OtEngine {
  readonly kind: 'wgsl' | 'wasm';
  /** Why this engine and not the other, for people. */
  readonly why: string;
  /**
   * @throws RangeError, ShapeError naming problem and value where the batch or a setting makes no sense.
   * @throws GpuOperationError, DeviceLostError after a fault of the device.
   */
  solve(batch: OtHostBatch, settings: OtSettings, wanted?: OtWanted): Promise<OtHostResult>;
  /** `[M, d]` each, of the sum over problems by the raw y. Throws what `otGradient` throws, too. */
  gradients<K extends OtGradient>(
    batch: OtHostBatch,
    settings: OtSettings,
    kinds: readonly K[],
  ): Promise<Record<K, Float32Array>>;
  /** Frees what the engine opened itself: workers, not the device. */
  close(): void;
}
