/** Four numbers, each at least 0, of which a mutator makes places, lengths and choices: drawn once, shrunk one by one. */
export interface Draw {
  readonly at: number;
  readonly to: number;
  readonly size: number;
  readonly pick: number;
}

/** Gives the bytes changed; those given stay as they are. */
export type Mutator = (bytes: Uint8Array, draw: Draw) => Uint8Array;
