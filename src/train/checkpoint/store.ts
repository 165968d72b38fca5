import type { TrainingState } from '../trainer/state';
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from './encode';

export const SLOTS = [0, 1] as const;
export type Slot = (typeof SLOTS)[number];

/** Two places for bytes; each write happens whole or may leave its slot, but no other, damaged. */
export interface SlotStorage {
  readonly write: (slot: Slot, bytes: Uint8Array) => Promise<void>;
  /** Undefined or empty where there is nothing. */
  readonly read: (slot: Slot) => Promise<Uint8Array | undefined>;
}

export interface LoadedCheckpoint {
  readonly state: TrainingState | undefined;
  /** Why slots could not be read, fit to be shown. */
  readonly problems: readonly string[];
}

/**
 * Keeps the last two checkpoints in turn: a write that is torn by a crash leaves the one before. Reading takes
 * the newest that is whole.
 */
export class CheckpointStore {
  #next: { slot: Slot; sequence: number } | undefined;

  /** @param name of the run, for messages. */
  constructor(
    readonly storage: SlotStorage,
    readonly name = 'checkpoint',
  ) {}

  async save(state: TrainingState): Promise<void> {
    const next = this.#next ?? nextOf((await this.#readAll()).whole);
    await this.storage.write(next.slot, await encodeCheckpoint({ sequence: next.sequence, state }));
    // After a write that threw the same slot is written again: it may be damaged.
    this.#next = { slot: other(next.slot), sequence: next.sequence + 1 };
  }

  async load(): Promise<LoadedCheckpoint> {
    const { whole, problems } = await this.#readAll();
    this.#next = nextOf(whole);
    return { state: newest(whole)?.checkpoint.state, problems };
  }

  /**
   * Keeps the last state of a run, and no older one; without the weights that only a run that goes on needs.
   *
   * @throws Error if the run has not ended.
   */
  async finish(state: TrainingState): Promise<void> {
    if (!state.ended) throw new Error(`${this.name}: the run goes on at step ${state.step}`);
    await this.save({ ...state, parameters: new Map() });
    await this.storage.write(this.#next!.slot, new Uint8Array());
  }

  /** Forgets both checkpoints, once a run is over. */
  async clear(): Promise<void> {
    for (const slot of SLOTS) await this.storage.write(slot, new Uint8Array());
    this.#next = undefined;
  }

  async #readAll(): Promise<{ whole: Found[]; problems: string[] }> {
    const whole: Found[] = [];
    const problems: string[] = [];
    for (const slot of SLOTS) {
      try {
        const bytes = await this.storage.read(slot);
        if (!bytes || bytes.length === 0) continue;
        whole.push({
          slot,
          checkpoint: await decodeCheckpoint(bytes, `${this.name}, slot ${slot}`),
        });
      } catch (error) {
        problems.push(error instanceof Error ? error.message : String(error));
      }
    }
    return { whole, problems };
  }
}

interface Found {
  readonly slot: Slot;
  readonly checkpoint: Checkpoint;
}

function newest(whole: readonly Found[]): Found | undefined {
  return [...whole].sort((a, b) => b.checkpoint.sequence - a.checkpoint.sequence)[0];
}

/** The slot that does not hold the newest. */
function nextOf(whole: readonly Found[]): { slot: Slot; sequence: number } {
  const last = newest(whole);
  return last
    ? { slot: other(last.slot), sequence: last.checkpoint.sequence + 1 }
    : { slot: 0, sequence: 1 };
}

function other(slot: Slot): Slot {
  return slot === 0 ? 1 : 0;
}
