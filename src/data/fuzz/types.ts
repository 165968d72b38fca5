import type { NamedBytes } from '../types';

export interface FuzzTarget {
  readonly name: string;
  /** A valid file. */
  readonly seeds: readonly NamedBytes[];
  /** Reads a mutated file; resolves with rows kept + rows reported bad, or rejects with ParseError. */
  readonly read: (file: NamedBytes) => Promise<{ readonly kept: number; readonly bad: number }>;
}
