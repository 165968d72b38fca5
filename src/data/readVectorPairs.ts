import { ParseError } from '../lib';
import { type NpyArray, readNpz, showShape } from './readNpz';
import type { NamedBytes } from './types';

/** Token vectors of one side of all pairs: pair `p` owns rows `offsets[p]` to `offsets[p + 1]`, end exclusive. */
export interface VectorSide {
  /** [tokens, d] row-major, as given: not normalised. */
  readonly vectors: Float32Array;
  /** [pairs + 1]. */
  readonly offsets: Uint32Array;
  /** [tokens], word of each token within its pair from 0, -1 for none. */
  readonly words?: Int32Array;
}

/** What an outside encoder gives for sentence pairs. */
export interface VectorPairs {
  readonly x: VectorSide;
  readonly y: VectorSide;
  readonly pairs: number;
  readonly d: number;
}

/**
 * Reads token vectors from a .npz file: `x`, `y` [tokens, d] of `<f2`, `<f4` or `<f8`; `x_offsets`, `y_offsets`
 * [pairs + 1] of `<i4` or `<i8`, from 0 to the number of tokens; `x_words`, `y_words` [tokens], optional.
 *
 * @throws ParseError naming file, array, found and wanted.
 */
export function readVectorPairs(file: NamedBytes): VectorPairs {
  const names = ['x', 'y'].flatMap((side) => [side, `${side}_offsets`, `${side}_words`]);
  const arrays = readNpz(file, names);
  const [x, y] = ['x', 'y'].map((side) => readSide(file.path, arrays, side)) as [Side, Side];
  const fail = (name: string, detail: string) => new ParseError(file.path, 0, name, detail);
  if (x.d !== y.d) throw fail('y', `found vectors of ${y.d} values, wanted ${x.d} as in x`);
  const [pairs, others] = [x.offsets.length - 1, y.offsets.length - 1];
  if (pairs !== others)
    throw fail('y_offsets', `found ${others} pairs, wanted ${pairs} as in x_offsets`);
  return { x, y, pairs, d: x.d };
}

type Side = VectorSide & { readonly d: number };

function readSide(file: string, arrays: ReadonlyMap<string, NpyArray>, side: string): Side {
  const get = (name: string) => {
    const array = arrays.get(name);
    if (array) return array;
    throw new ParseError(file, 0, name, 'is not there, wanted x, y, x_offsets and y_offsets');
  };
  const values = get(side);
  const [tokens = 0, d = 0] = values.shape;
  if (values.shape.length !== 2 || d === 0 || !values.dtype.startsWith('<f'))
    throw new ParseError(
      file,
      0,
      side,
      `found ${values.dtype} ${showShape(values.shape)}, wanted floats (tokens, d)`,
    );
  const vectors = finiteFloats(file, values, d);
  const offsets = readOffsets(file, get(`${side}_offsets`), tokens);
  const words = arrays.get(`${side}_words`);
  return { vectors, offsets, d, ...(words && { words: readWords(file, words, tokens) }) };
}

function finiteFloats(file: string, { name, data }: NpyArray, d: number): Float32Array {
  const vectors = data instanceof Float32Array ? data : Float32Array.from(data as Float64Array);
  const bad = vectors.findIndex((value) => !Number.isFinite(value));
  if (bad < 0) return vectors;
  const place = `row ${Math.floor(bad / d)}, column ${bad % d}`;
  throw new ParseError(file, 0, name, `${place} is ${data[bad]}, wanted finite float32 numbers`);
}

function integers(file: string, array: NpyArray, count: number | undefined): Float64Array {
  const { name, shape, dtype, data } = array;
  if (!dtype.startsWith('<i') || shape.length !== 1 || (count ?? shape[0]) !== shape[0]) {
    const wanted = count === undefined ? 'integers (pairs + 1,)' : `integers (${count},)`;
    throw new ParseError(file, 0, name, `found ${dtype} ${showShape(shape)}, wanted ${wanted}`);
  }
  return Float64Array.from(data as Int32Array, Number);
}

function readOffsets(file: string, array: NpyArray, tokens: number): Uint32Array {
  const offsets = integers(file, array, undefined);
  const last = offsets.length - 1;
  const fail = (at: number, wanted: string) =>
    new ParseError(file, 0, array.name, `entry ${at} is ${offsets[at]}, wanted ${wanted}`);
  if (last < 0) throw fail(0, 'one offset more than there are pairs');
  if (offsets[0] !== 0) throw fail(0, '0');
  for (let at = 1; at <= last; at++)
    if (offsets[at]! < offsets[at - 1]!) throw fail(at, `at least ${offsets[at - 1]}`);
  if (offsets[last] !== tokens) throw fail(last, `${tokens}, the number of tokens`);
  return Uint32Array.from(offsets);
}

function readWords(file: string, array: NpyArray, tokens: number): Int32Array {
  const words = integers(file, array, tokens);
  const bad = words.findIndex((word) => word < -1 || word >= tokens);
  if (bad >= 0)
    throw new ParseError(
      file,
      0,
      array.name,
      `entry ${bad} is ${words[bad]}, wanted a word from 0 or -1`,
    );
  return Int32Array.from(words);
}
