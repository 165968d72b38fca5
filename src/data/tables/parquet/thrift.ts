/** A struct of Thrift's compact protocol: field id to value. Whole numbers beyond 2^53 are rounded: they are refused as sizes. */
export type ThriftStruct = ReadonlyMap<number, ThriftValue>;
export type ThriftValue = boolean | number | Uint8Array | readonly ThriftValue[] | ThriftStruct;

/** Parquet's own structs have five levels. */
const MOST_DEPTH = 16;

/**
 * Reads one struct of Thrift's compact protocol, as Parquet's footer and page headers are, and says where it ends. No
 * length is trusted: a list cannot have more elements than there are bytes, so that memory stays within a multiple of
 * the bytes read.
 *
 * @throws RangeError if the bytes are none, or nested deeper than 16.
 */
export function readThrift(bytes: Uint8Array, start = 0): { value: ThriftStruct; end: number } {
  const reader = new ThriftReader(bytes, start);
  return { value: reader.struct(0), end: reader.at };
}

class ThriftReader {
  constructor(
    readonly bytes: Uint8Array,
    public at: number,
  ) {}

  struct(depth: number): ThriftStruct {
    if (depth > MOST_DEPTH) throw new RangeError(`nested deeper than ${MOST_DEPTH}`);
    const fields = new Map<number, ThriftValue>();
    let id = 0;
    for (;;) {
      const head = this.#byte();
      const type = head & 15;
      if (type === 0) return fields;
      id = head >> 4 === 0 ? this.#zigzag() : id + (head >> 4);
      fields.set(id, this.#value(type, depth));
    }
  }

  #value(type: number, depth: number): ThriftValue {
    if (type === 1 || type === 2) return type === 1;
    if (type === 3) return (this.#byte() << 24) >> 24;
    if (type >= 4 && type <= 6) return this.#zigzag();
    if (type === 7) return new DataView(this.#take(8).slice().buffer).getFloat64(0, true);
    if (type === 8) return this.#take(this.#varint());
    if (type === 9) return this.#list(depth);
    if (type === 12) return this.struct(depth + 1);
    throw new RangeError(`unknown type ${type}`);
  }

  #list(depth: number): ThriftValue[] {
    if (depth > MOST_DEPTH) throw new RangeError(`nested deeper than ${MOST_DEPTH}`);
    const head = this.#byte();
    const type = head & 15;
    const size = head >> 4 === 15 ? this.#varint() : head >> 4;
    if (size > this.bytes.length - this.at)
      throw new RangeError(`a list of ${size} in ${this.bytes.length - this.at} bytes`);
    const values: ThriftValue[] = [];
    for (let count = 0; count < size; count++)
      // Within lists a boolean takes a byte.
      values.push(type === 1 || type === 2 ? this.#byte() === 1 : this.#value(type, depth + 1));
    return values;
  }

  #byte(): number {
    const byte = this.bytes[this.at];
    if (byte === undefined) throw new RangeError('ends early');
    this.at += 1;
    return byte;
  }

  #take(count: number): Uint8Array {
    if (count > this.bytes.length - this.at) throw new RangeError('ends early');
    this.at += count;
    return this.bytes.subarray(this.at - count, this.at);
  }

  #varint(): number {
    let value = 0;
    for (let factor = 1; factor <= 2 ** 63; factor *= 128) {
      const byte = this.#byte();
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
    throw new RangeError('a number of more than ten bytes');
  }

  #zigzag(): number {
    const value = this.#varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }
}

/** Writes a struct of whole numbers, booleans and structs by ascending field id; what `readThrift` reads. */
export function writeThrift(fields: ThriftStruct): number[] {
  const bytes: number[] = [];
  let before = 0;
  for (const [id, value] of fields) {
    const type = typeof value === 'boolean' ? (value ? 1 : 2) : typeof value === 'number' ? 5 : 12;
    bytes.push(((id - before) << 4) | type);
    before = id;
    if (typeof value === 'number') {
      let rest = value >= 0 ? value * 2 : -value * 2 - 1;
      for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
      bytes.push(rest);
    } else if (value instanceof Map) bytes.push(...writeThrift(value));
  }
  bytes.push(0);
  return bytes;
}
