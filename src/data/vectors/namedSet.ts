import type { Quantised } from './quantise';
import type { WritableSet } from './types';

/** A set to write, its vectors as they are stored, under a name. */
export interface NamedSet {
  readonly name: string;
  readonly set: WritableSet;
  readonly stored: Quantised;
}

/** `offsets` of the only set, `x_offsets` of one of several. */
export function companionName(name: string, suffix: string): string {
  return name === 'vectors' ? suffix : `${name}_${suffix}`;
}
