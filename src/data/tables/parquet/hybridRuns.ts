/** Most values of a bit-packed run that pad it: writers fill up to 63 groups of eight. */
const PADDING = 504;

/** How often the least and the greatest value that there may be are there. */
export interface RunCounts {
  readonly zeros: number;
  readonly tops: number;
}

/**
 * Checks the runs of Parquet's RLE and bit-packing hybrid (levels, dictionary indices) before a decoder believes
 * them: it writes as many values as a run declares, and takes any index.
 *
 * @param width bits a value, 0 to 32.
 * @param count values that there must be.
 * @param top the greatest value.
 * @throws RangeError if there are fewer values, a greater one, or a run of more than there can be.
 */
export function checkHybridRuns(
  bytes: Uint8Array,
  width: number,
  count: number,
  top: number,
): RunCounts {
  if (width > 32) throw new RangeError(`values of ${width} bits`);
  const counts = { zeros: 0, tops: 0 };
  const note = (value: number, times: number) => {
    if (value > top) throw new RangeError(`the value ${value}, wanted at most ${top}`);
    if (value === 0) counts.zeros += times;
    if (value === top) counts.tops += times;
  };
  let at = 0;
  for (let seen = 0; seen < count; ) {
    const head = runHead(bytes, at);
    at = head.end;
    const { isPacked, half } = head;
    const values = isPacked ? half * 8 : half;
    if (half === 0) throw new RangeError('a run of no values');
    if (values > count - seen + (isPacked ? PADDING : 0))
      throw new RangeError(`a run of ${values} values, wanted at most ${count - seen}`);
    if (isPacked) unpackRun(bytes, at, width, Math.min(values, count - seen), note);
    else note(littleEndian(bytes, at, Math.ceil(width / 8)), values);
    at += isPacked ? half * width : Math.ceil(width / 8);
    seen += values;
  }
  return counts;
}

function runHead(bytes: Uint8Array, start: number) {
  let head = 0;
  for (let at = start, factor = 1; ; at++, factor *= 128) {
    const byte = bytes[at];
    if (byte === undefined || at - start > 4) throw new RangeError('fewer values than declared');
    head += (byte & 127) * factor;
    if (byte < 128) return { isPacked: head % 2 === 1, half: Math.floor(head / 2), end: at + 1 };
  }
}

function unpackRun(
  bytes: Uint8Array,
  start: number,
  width: number,
  count: number,
  note: (value: number, times: number) => void,
): void {
  const factor = 2 ** width;
  let waiting = 0;
  let bits = 0;
  let at = start;
  for (let value = 0; value < count; value++) {
    for (; bits < width; bits += 8) waiting += littleEndian(bytes, at++, 1) * 2 ** bits;
    note(waiting % factor, 1);
    waiting = Math.floor(waiting / factor);
    bits -= width;
  }
}

function littleEndian(bytes: Uint8Array, start: number, size: number): number {
  if (start + size > bytes.length) throw new RangeError('a run that ends early');
  let value = 0;
  for (let at = size - 1; at >= 0; at--) value = value * 256 + bytes[start + at]!;
  return value;
}
