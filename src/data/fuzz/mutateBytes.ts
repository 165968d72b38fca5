import type { Draw, Mutator } from './mutator';

/** What a field of length or offset is set to: nothing, one too many, the largest of each width. */
const LENGTHS = [
  0n,
  1n,
  0x7fff_ffffn,
  0xffff_ffffn,
  0x1_0000_0000n,
  2n ** 53n,
  2n ** 63n,
  2n ** 64n - 1n,
];

/** The encoding that a lenient encoder gives half a surrogate pair (WTF-8), overlong forms, a cut character, no character. */
const NOT_UTF8 = [
  [0xed, 0xa0, 0x80],
  [0xed, 0xbf, 0xbf],
  [0xc0, 0x80],
  [0xe0, 0x80, 0xaf],
  [0xf4, 0x90, 0x80, 0x80],
  [0xe2, 0x82],
  [0xff],
];

const place = (at: number, length: number) => at % (length + 1);

/** The bytes with those from `start` to `end` replaced. */
export function spliced(
  bytes: Uint8Array,
  start: number,
  end: number,
  by: ArrayLike<number>,
): Uint8Array {
  const out = new Uint8Array(start + by.length + bytes.length - end);
  out.set(bytes.subarray(0, start));
  out.set(by, start);
  out.set(bytes.subarray(end), start + by.length);
  return out;
}

/** A block: where it starts and ends, as far as the file goes. */
function block(length: number, { at, size }: Draw): [start: number, end: number] {
  const start = place(at, length);
  return [start, Math.min(length, start + 1 + (size % 64))];
}

const truncate: Mutator = (bytes, { at }) => bytes.subarray(0, place(at, bytes.length));

const empty: Mutator = () => new Uint8Array();

const flipBit: Mutator = (bytes, { at, pick }) => {
  const out = bytes.slice();
  if (out.length > 0) out[at % out.length]! ^= 1 << (pick % 8);
  return out;
};

const setByte: Mutator = (bytes, { at, pick }) => {
  const out = bytes.slice();
  if (out.length > 0) out[at % out.length] = pick;
  return out;
};

const insertBytes: Mutator = (bytes, { at, size, pick }) => {
  const start = place(at, bytes.length);
  // Numbers that look random and are not: a multiplicative hash of the draw.
  const more = Array.from(
    { length: 1 + (size % 16) },
    (_, k) => Math.imul(pick + k, 0x9e37_79b1) >>> 24,
  );
  return spliced(bytes, start, start, more);
};

const insertNul: Mutator = (bytes, { at, size }) => {
  const start = place(at, bytes.length);
  return spliced(bytes, start, start, new Uint8Array(1 + (size % 4)));
};

const insertNotUtf8: Mutator = (bytes, { at, pick }) => {
  const start = place(at, bytes.length);
  return spliced(bytes, start, start, NOT_UTF8[pick % NOT_UTF8.length]!);
};

const removeBlock: Mutator = (bytes, draw) => spliced(bytes, ...block(bytes.length, draw), []);

const copyBlock: Mutator = (bytes, draw) => {
  const [start, end] = block(bytes.length, draw);
  const to = place(draw.to, bytes.length);
  return spliced(bytes, to, to, bytes.subarray(start, end));
};

const swapBlocks: Mutator = (bytes, draw) => {
  const out = bytes.slice();
  const [first, second] = [
    block(bytes.length, draw),
    block(bytes.length, { ...draw, at: draw.to }),
  ];
  const length = Math.min(first[1] - first[0], second[1] - second[0]);
  out.set(bytes.subarray(second[0], second[0] + length), first[0]);
  out.set(bytes.subarray(first[0], first[0] + length), second[0]);
  return out;
};

/** Little-endian of 4 or 8 bytes, half of the time among the first 64, where headers are. */
const setLength: Mutator = (bytes, { at, to, pick }) => {
  const out = bytes.slice();
  const width = pick % 2 === 0 ? 4 : 8;
  if (out.length < width) return out;
  const places = out.length - width + 1;
  const start = at % (to % 2 === 0 ? Math.min(places, 64) : places);
  const value = LENGTHS[(pick >>> 1) % LENGTHS.length]!;
  const view = new DataView(out.buffer);
  if (width === 8) view.setBigUint64(start, BigInt.asUintN(64, value), true);
  else view.setUint32(start, Number(BigInt.asUintN(32, value)), true);
  return out;
};

export const byteMutators: readonly (readonly [string, Mutator])[] = Object.entries({
  truncate,
  empty,
  flipBit,
  setByte,
  insertBytes,
  insertNul,
  insertNotUtf8,
  removeBlock,
  copyBlock,
  swapBlocks,
  setLength,
});
