import { type OtEngine, openOtEngine } from '../ot';
import { choiceMemory } from './choiceMemory';
import type { Device } from './device';

/**
 * Hands out the engine that pairs are solved with. Before a device is open, and while the choice is being
 * measured, that is one WASM thread: the first picture never waits.
 */
export class PairSolver {
  #early: Promise<OtEngine> | undefined;
  #chosen: OtEngine | undefined;
  #choosing: object | undefined;

  constructor(private readonly device: Device) {}

  async engine(): Promise<OtEngine> {
    const gpu = this.device.current;
    if (gpu && this.#choosing !== gpu) {
      this.#choosing = gpu; // a device that was lost is followed by another, which is chosen for anew
      this.#chosen = undefined;
      void openOtEngine({ gpu, threads: 1, memory: choiceMemory() }).then((engine) => {
        if (this.device.current === gpu) this.#chosen = engine;
      }, notNow);
    }
    if (gpu && this.#chosen) return this.#chosen;
    this.#early ??= openOtEngine({ threads: 1 });
    return this.#early;
  }
}

/** The early engine goes on; a fault of the device shows in its status. */
function notNow(): void {}
