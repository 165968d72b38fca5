import { type Gpu, NoGpuError, openGpu, prepareKernels } from '../gpu';
import { chooseFusedVariant } from '../ot';
import { choiceMemory } from './choiceMemory';
import type { EngineStatus } from './types';

/** Holds the device: opens it at the first need, forgets a lost one, so that the next need opens another. */
export class Device {
  #opening: Promise<Gpu> | undefined;
  #gpu: Gpu | undefined;
  #bare: Promise<Gpu> | undefined;

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

  /** Another device in place of `lost`. */
  async reopen(lost: Gpu): Promise<Gpu> {
    // Whoever was told of the loss by a failed call may be here before it is forgotten.
    await lost.device.lost;
    return this.open();
  }

  /** Whether there is an adapter that is no CPU; compiles no kernel, which takes seconds on a CPU. */
  async isHardware(): Promise<boolean> {
    try {
      return !(await this.#device()).adapter.software;
    } catch {
      return false;
    }
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
    const gpu = await this.#device();
    await prepareKernels(gpu);
    // Compiling both variants takes a CPU many seconds, and there the answer is known.
    if (!gpu.adapter.software) await chooseFusedVariant(gpu, choiceMemory());
    this.#gpu = gpu;
    return gpu;
  }

  /** The device before its kernels are compiled. */
  #device(): Promise<Gpu> {
    if (this.#bare) return this.#bare;
    const bare = openGpu(navigator.gpu);
    this.#bare = bare;
    const forget = () => {
      if (this.#bare !== bare) return;
      this.#bare = undefined;
      this.#gpu = undefined;
      this.#opening = undefined;
    };
    bare.then(({ device }) => device.lost.then(forget), forget);
    return bare;
  }
}
