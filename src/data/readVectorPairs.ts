import { ParseError } from '../lib';
import type { DataFile } from './types';
import { openVectors } from './vectors/readTokenVectors';
import { setOfArrays } from './vectors/setOfArrays';
import type { ArrayStore, TokenVectorSet } from './vectors/types';

/** Token vectors of one side of all pairs: pair `p` owns rows `offsets[p]` to `offsets[p + 1]`, end exclusive. */
export type VectorSide = Pick<TokenVectorSet, 'vectors' | 'offsets' | 'words'>;

/** What an outside encoder gives for sentence pairs. */
export interface VectorPairs {
  readonly x: VectorSide;
  readonly y: VectorSide;
  readonly pairs: number;
  readonly d: number;
}

/**
 * Reads token vectors of sentence pairs from a .npz or .safetensors file: `x`, `y` as `setOfArrays` reads them, each
 * with `x_offsets` [pairs + 1], `x_lengths` or `x_mask`, and `x_words` where tokens are parts of words.
 *
 * @throws ParseError naming file, array, found and wanted.
 */
export async function readVectorPairs(file: DataFile): Promise<VectorPairs> {
  const opened = await openVectors(file);
  if (opened.kind === 'table')
    throw new ParseError(file.path, 0, '', 'is a table, wanted .npz or .safetensors with x and y');
  const x = await setOfArrays(sideOf(opened.store, 'x'), { tensor: 'x' });
  const y = await setOfArrays(sideOf(opened.store, 'y'), { tensor: 'y' });
  const fail = (name: string, detail: string) => new ParseError(file.path, 0, name, detail);
  if (x.d !== y.d) throw fail('y', `found vectors of ${y.d} values, wanted ${x.d} as in x`);
  const [pairs, others] = [x.offsets.length - 1, y.offsets.length - 1];
  if (pairs !== others)
    throw fail('y_offsets', `found ${others} pairs, wanted ${pairs} as in x_offsets`);
  return { x, y, pairs, d: x.d };
}

/** Arrays of one side alone: without its name an array could be of either. */
function sideOf(store: ArrayStore, side: string): ArrayStore {
  const own = <Value>(map: ReadonlyMap<string, Value>) =>
    new Map([...map].filter(([name]) => name === side || name.startsWith(`${side}_`)));
  const broken = own(store.broken ?? new Map());
  return { ...store, arrays: own(store.arrays), broken };
}
