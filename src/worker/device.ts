import { type Gpu, NoGpuError, openGpu, prepareKernels } from '../gpu';
import type { EngineStatus } from './types';

/** Holds the device: opens it at the first need, forgets a lost one, so that the next need opens another. */
export class Device {
  #opening: Promise<Gpu> | undefined;
  #gpu: Gpu | undefined;

  /** @throws NoGpuError with the reason and the fix. */
  async open(): Promise<Gpu> {
    if (!this.#opening) {
      this.#opening = this.#start();
      // A failed try must not be remembered: a driver update or a flag may help the next one.
      this.#opening.catch(() => {
        this.#opening = undefined;
      });
    }
    return this.#opening;
  }

  /** The device where it is open already. */
  get current(): Gpu | undefined {
    return this.#gpu;
  }

  async status(): Promise<EngineStatus> {
    try {
      const { adapter, liveBytes } = await this.open();
      return { state: 'ready', adapter, liveBytes };
    } catch (error) {
      if (error instanceof NoGpuError) return { state: error.reason, message: error.message };
      const message = error instanceof Error ? error.message : String(error);
      return { state: 'no-device', message };
    }
  }

  async #start(): Promise<Gpu> {
    const gpu = await openGpu(navigator.gpu);
    void gpu.device.lost.then(() => {
      if (this.#gpu !== gpu) return;
      this.#gpu = undefined;
      this.#opening = undefined;
    });
    await prepareKernels(gpu);
    this.#gpu = gpu;
    return gpu;
  }
}
