import { BadValues } from './badValues';
import {
  arrayError,
  countOf,
  eachNumbers,
  findArray,
  readIntegers,
  readTexts,
  showArray,
} from './readArray';
import { type RowRanges, rangesOfLengths, rangesOfMask, rangesOfOffsets } from './rowRanges';
import { readScales } from './scales';
import type { ArrayHeader, ArrayStore, TokenVectorSet, VectorOptions } from './types';
import { readMeta } from './vectorMeta';

/** What the array of vectors is called, the first that is there. */
const NAMES = [
  'vectors',
  'x',
  'embeddings',
  'token_embeddings',
  'last_hidden_state',
  'hidden_states',
];
const MOST_BYTES = 2 ** 31;

/**
 * Puts a set together from an array of vectors and those that go with it: `NAME_offsets` [texts + 1], `NAME_lengths`
 * [texts] or `NAME_mask` [texts, length]; where wanted `NAME_words`, `NAME_pieces`, `NAME_ids`, `NAME_languages`;
 * each also without `NAME_`. The vectors are [rows, d], or [texts, length, d] padded.
 *
 * @throws ParseError naming array, found and wanted.
 */
export async function setOfArrays(
  store: ArrayStore,
  options: VectorOptions = {},
): Promise<TokenVectorSet> {
  const array = vectorsOf(store, options.tensor);
  const d = array.shape.at(-1)!;
  const ranges = await rangesOf(store, array, options);
  const rows = ranges.offsets.at(-1)!;
  const { mostBytes = MOST_BYTES } = options;
  if (rows * d * 4 > mostBytes)
    throw arrayError(
      store,
      array.name,
      `found ${rows} vectors of ${d} values, ${rows * d * 4} bytes, wanted at most ${mostBytes}`,
    );
  const values = new BadValues(store.file, array.name, () => d, options.bad ?? 'refuse');
  const vectors = await readRows(store, array, ranges, values);
  const texts = ranges.offsets.length - 1;
  const beside = async (suffix: string, count: number) => {
    const found = companion(store, array.name, suffix);
    return found && (await readTexts(store, found, count));
  };
  const [ids, languages] = [await beside('ids', texts), await beside('languages', texts)];
  const pieces = await beside('pieces', rows);
  const words = companion(store, array.name, 'words');
  return {
    ...{ vectors, d, offsets: ranges.offsets },
    ...(ids && { ids }),
    ...(languages && { languages }),
    ...(pieces && { pieces }),
    ...(words && { words: await readWords(store, words, rows) }),
    meta: readMeta(store.metadata, store.metadata.get('dtype') ?? array.type.shown),
    ...values.result(),
  };
}

/** `NAME_suffix`, else `suffix`; the latter not where another array's name comes before such a one. */
function companion(store: ArrayStore, name: string, suffix: string): ArrayHeader | undefined {
  return findArray(store, `${name}_${suffix}`) ?? findArray(store, suffix);
}

function vectorsOf(store: ArrayStore, wanted: string | undefined): ArrayHeader {
  const array = wanted === undefined ? guess(store) : findArray(store, wanted);
  const listed = [...store.arrays.values()].map((one) => `${one.name} ${showArray(one)}`);
  const there = listed.slice(0, 10).join(', ') || 'nothing';
  if (!array)
    throw arrayError(
      store,
      wanted ?? '',
      `is not there, wanted vectors called ${wanted ?? NAMES.join(', ')}; found ${there}`,
    );
  const { kind } = array.type;
  const dimensions = array.shape.length;
  const isVectors = (dimensions === 2 || dimensions === 3) && array.shape.at(-1)! > 0;
  const isNumbers = ['float', 'bfloat'].includes(kind) || array.type.size === 1;
  if (!isVectors || !isNumbers || kind === 'bool' || kind === 'other' || kind === 'bytes')
    throw arrayError(
      store,
      array.name,
      `found ${showArray(array)}, wanted floats or scaled int8 (tokens, d) or (texts, length, d)`,
    );
  return array;
}

function guess(store: ArrayStore): ArrayHeader | undefined {
  const named = NAMES.find((name) => findArray(store, name));
  if (named !== undefined) return store.arrays.get(named);
  const floats = [...store.arrays.values()].filter(
    ({ type, shape }) => ['float', 'bfloat'].includes(type.kind) && shape.length > 1,
  );
  return floats.length === 1 ? floats[0] : undefined;
}

async function rangesOf(
  store: ArrayStore,
  array: ArrayHeader,
  { offsets: given }: VectorOptions,
): Promise<RowRanges> {
  const [texts = 0, length = 0] = array.shape;
  const padded = array.shape.length === 3 ? { texts, length } : undefined;
  const rows = padded ? texts * length : texts;
  const fail = (name: string) => (detail: string) => arrayError(store, name, detail);
  const get = (suffix: string) => companion(store, array.name, suffix);
  if (!padded) {
    if (given) return rangesOfOffsets(given, rows, fail('offsets'));
    const offsets = get('offsets');
    if (offsets)
      return rangesOfOffsets(await readFlat(store, offsets, 'texts + 1'), rows, fail(offsets.name));
  }
  const lengths = get('lengths');
  if (lengths)
    return rangesOfLengths(
      await readFlat(store, lengths, 'texts'),
      padded,
      rows,
      fail(lengths.name),
    );
  const mask = padded && (get('mask') ?? get('attention_mask'));
  if (padded && mask) return rangesOfMask(store, mask, texts, length);
  const wanted = padded ? 'lengths [texts] or mask [texts, length]' : 'offsets [texts + 1]';
  throw arrayError(
    store,
    padded ? array.name : `${array.name}_offsets`,
    padded
      ? `found padded vectors without ${wanted}`
      : `is not there, wanted ${wanted} of ${array.name}`,
  );
}

async function readFlat(store: ArrayStore, array: ArrayHeader, length: string) {
  if (array.shape.length !== 1 || !['int', 'uint'].includes(array.type.kind))
    throw arrayError(store, array.name, `found ${showArray(array)}, wanted integers (${length},)`);
  return readIntegers(store, array);
}

async function readRows(
  store: ArrayStore,
  array: ArrayHeader,
  { offsets, kept }: RowRanges,
  bad: BadValues,
): Promise<Float32Array> {
  const d = array.shape.at(-1)!;
  const rows = countOf(array.shape.slice(0, -1));
  const scales = await readScales(store, array, { rows, d });
  const vectors = new Float32Array(offsets.at(-1)! * d);
  let row = 0;
  for (const [start, end] of kept) {
    const shift = (row - start) * d;
    await eachNumbers(store, array, [start * d, end * d], (at, values) => {
      if (!scales) {
        vectors.set(values, at + shift);
        for (let k = 0; k < values.length; k++)
          if (!Number.isFinite(vectors[at + k + shift])) bad.add(at + k + shift, values[k]!);
        return;
      }
      for (let k = 0; k < values.length; k++) {
        const [from, column] = [Math.floor((at + k) / d), (at + k) % d];
        const value = (values[k]! - scales.zero(from, column)) * scales.scale(from, column);
        vectors[at + k + shift] = value;
        if (!Number.isFinite(vectors[at + k + shift])) bad.add(at + k + shift, value);
      }
    });
    row += end - start;
  }
  return vectors;
}

async function readWords(store: ArrayStore, array: ArrayHeader, rows: number): Promise<Int32Array> {
  if (array.shape.length !== 1 || array.shape[0] !== rows || array.type.kind !== 'int')
    throw arrayError(store, array.name, `found ${showArray(array)}, wanted integers (${rows},)`);
  const words = await readIntegers(store, array);
  const bad = words.findIndex((word) => word < -1 || word >= rows);
  if (bad >= 0)
    throw arrayError(
      store,
      array.name,
      `entry ${bad} is ${words[bad]}, wanted a word from 0 or -1`,
    );
  return Int32Array.from(words);
}
