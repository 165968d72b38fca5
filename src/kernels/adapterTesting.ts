import { Gpu, type Scope } from '../gpu';

const hardware = new WeakMap<Gpu, Gpu>();

/** Runs `body` as a hardware adapter would: on the same device, with the shapes for real GPUs. */
export async function asHardware(scope: Scope, body: (scope: Scope) => Promise<void>) {
  let gpu = hardware.get(scope.gpu);
  if (!gpu) {
    const { device, adapter, gridLimit } = scope.gpu;
    gpu = new Gpu(device, { ...adapter, software: false }, gridLimit);
    hardware.set(scope.gpu, gpu);
  }
  using inner = gpu.scope();
  await body(inner);
}

/** Both kinds of adapter, for `describe.each`. */
export const ADAPTERS = [
  ['software', (scope: Scope, body: (scope: Scope) => Promise<void>) => body(scope)],
  ['hardware', asHardware],
] as const;
