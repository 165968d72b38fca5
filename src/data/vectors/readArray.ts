import { ParseError } from '../../lib';
import { decodeNumbers, decodeStrings } from './decode';
import { showShape } from './npyHeader';
import type { ArrayHeader, ArrayStore } from './types';

/** Bytes that are decoded at once: some milliseconds of work between two looks at the caller's signal. */
const CHUNK = 2 ** 20;
/** Bytes of offsets, words, ids and other arrays beside the vectors. */
const MOST_BESIDE = 2 ** 29;

/** The array of that name; undefined where there is none. @throws ParseError if there is a damaged one. */
export function findArray(store: ArrayStore, name: string): ArrayHeader | undefined {
  const broken = store.broken?.get(name);
  if (broken) throw broken;
  return store.arrays.get(name);
}

/** Number of elements of a shape. */
export function countOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** An error of an array. */
export function arrayError(store: ArrayStore, name: string, detail: string): ParseError {
  return new ParseError(store.file, 0, name, detail);
}

/** `<f4 (3, 4)` */
export function showArray({ type, shape }: ArrayHeader): string {
  return `${type.shown} ${showShape(shape)}`;
}

/**
 * Whole numbers of a one-dimensional array, or of every row of a two-dimensional one in turn.
 *
 * @throws ParseError if it is not of integers or truth values, or one is beyond 2^53.
 */
export async function readIntegers(store: ArrayStore, array: ArrayHeader): Promise<Float64Array> {
  const { name, type } = array;
  if (!['int', 'uint', 'bool'].includes(type.kind))
    throw arrayError(store, name, `found ${showArray(array)}, wanted integers`);
  const values = await readNumbers(store, array);
  const bad = values.findIndex(Number.isNaN);
  if (bad < 0) return values;
  throw arrayError(store, name, `entry ${bad} is beyond 2^53, wanted a smaller number`);
}

/** All elements of a numeric array. @throws ParseError if it is none, or larger than 512 MiB. */
export async function readNumbers(store: ArrayStore, array: ArrayHeader): Promise<Float64Array> {
  const { name, shape, type } = array;
  const bytes = countOf(shape) * type.size;
  if (bytes > MOST_BESIDE)
    throw arrayError(store, name, `found ${bytes} bytes, wanted at most ${MOST_BESIDE}`);
  const values = decodeNumbers(await store.read(name, 0, bytes), type);
  if (!values) throw arrayError(store, name, `found ${showArray(array)}, wanted numbers`);
  return Float64Array.from(values);
}

/**
 * Texts of an array of NumPy's U or S, or of a JSON list in bytes, as safetensors has no texts.
 *
 * @throws ParseError if it is neither, or has another number of texts than `count`.
 */
export async function readTexts(
  store: ArrayStore,
  array: ArrayHeader,
  count: number,
): Promise<string[]> {
  const { name, shape, type } = array;
  const bytes = countOf(shape) * type.size;
  if (bytes > MOST_BESIDE)
    throw arrayError(store, name, `found ${bytes} bytes, wanted at most ${MOST_BESIDE}`);
  const raw = await store.read(name, 0, bytes);
  let texts = decodeStrings(raw, type);
  if (!texts && type.kind === 'uint' && type.size === 1) texts = jsonTexts(raw);
  if (!texts && type.kind === 'int')
    texts = Array.from(await readIntegers(store, array), (value) => String(value));
  if (!texts)
    throw arrayError(
      store,
      name,
      `found ${showArray(array)}, wanted texts, integers, or a JSON list of texts in bytes`,
    );
  if (texts.length !== count)
    throw arrayError(store, name, `found ${texts.length} texts, wanted ${count}`);
  return texts;
}

function jsonTexts(bytes: Uint8Array): string[] | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    const isList = Array.isArray(value) && value.every((one) => typeof one === 'string');
    return isList ? (value as string[]) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Gives the elements `start` to `end` of a numeric array, some at a time, before rounding to float32.
 *
 * @param visit gets the place of the first element and the elements.
 */
export async function eachNumbers(
  store: ArrayStore,
  { name, type }: ArrayHeader,
  [start, end]: readonly [number, number],
  visit: (at: number, values: ArrayLike<number>) => void,
): Promise<void> {
  const step = Math.max(1, Math.floor(CHUNK / type.size));
  for (let at = start; at < end; at += step) {
    const last = Math.min(end, at + step);
    visit(at, decodeNumbers(await store.read(name, at * type.size, last * type.size), type)!);
  }
}
