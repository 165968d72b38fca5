import { deflateRawSync } from 'node:zlib';
import { crc32 } from './crc32';

/** An entry of a zip under test; headers say the truth unless told otherwise. */
export interface MadeEntry {
  readonly name: string;
  readonly data: Uint8Array;
  /** 0 or 8. Default: 8. */
  readonly method?: number;
  readonly flags?: number;
  /** Sizes and sum behind the data, zeros in the local header. */
  readonly descriptor?: boolean;
  readonly zip64?: boolean;
  /** What local and central header claim instead. */
  readonly local?: Partial<Claims>;
  readonly central?: Partial<Claims>;
}

export interface Claims {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly packed: number | bigint;
  readonly size: number | bigint;
  readonly offset: number | bigint;
}

/** What the end of the central directory claims instead. */
export interface EndClaims {
  readonly count?: number | bigint;
  readonly zip64?: boolean;
}

/** Bytes of little-endian numbers: `[width, value]`, or bytes as they are. */
function pack(...parts: readonly (readonly [number, number | bigint] | Uint8Array)[]): Buffer {
  return Buffer.concat(
    parts.map((part) => {
      if (part instanceof Uint8Array) return part;
      const [width, value] = part;
      const bytes = Buffer.alloc(8);
      bytes.writeBigUInt64LE(BigInt(value));
      return bytes.subarray(0, width);
    }),
  );
}

const text = (value: string) => Buffer.from(value, 'utf8');

/** Writes a zip by PKWARE's APPNOTE 6.3, true or lying. */
export function makeZip(entries: readonly MadeEntry[], end: EndClaims = {}): Uint8Array {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  const add = (part: Buffer) => {
    parts.push(part);
    at += part.length;
  };
  for (const entry of entries) {
    const { name, data, method = 8, descriptor = false, zip64 = false } = entry;
    const packedData = method === 8 ? deflateRawSync(data, { level: 9 }) : Buffer.from(data);
    const truth = { name, method, crc: crc32(data), packed: packedData.length, size: data.length };
    const central: Claims = { ...truth, offset: at, ...entry.central };
    const sizes = descriptor ? { crc: 0, packed: 0, size: 0 } : {};
    const local: Claims = { ...truth, offset: 0, ...sizes, ...entry.local };
    const flags = (entry.flags ?? 0) | (descriptor ? 8 : 0) | 0x800;
    add(localHeader(local, flags, zip64 && !descriptor));
    add(packedData);
    if (descriptor)
      add(
        pack(
          [4, 0x08074b50],
          [4, truth.crc],
          [zip64 ? 8 : 4, truth.packed],
          [zip64 ? 8 : 4, truth.size],
        ),
      );
    directory.push(centralHeader(central, flags, zip64));
  }
  return Buffer.concat([
    ...parts,
    ...directory,
    endRecords(Buffer.concat(directory).length, at, entries.length, end),
  ]);
}

function localHeader({ name, method, crc, packed, size }: Claims, flags: number, zip64: boolean) {
  const extra = zip64 ? pack([2, 1], [2, 16], [8, size], [8, packed]) : Buffer.alloc(0);
  const shown = zip64 ? ([0xffffffff, 0xffffffff] as const) : ([packed, size] as const);
  return pack(
    ...([
      [4, 0x04034b50],
      [2, 45],
      [2, flags],
      [2, method],
      [4, 0],
      [4, crc],
    ] as const),
    ...([
      [4, shown[0]],
      [4, shown[1]],
      [2, text(name).length],
      [2, extra.length],
    ] as const),
    text(name),
    extra,
  );
}

function centralHeader(claims: Claims, flags: number, zip64: boolean) {
  const { name, method, crc, packed, size, offset } = claims;
  const extra = zip64
    ? pack([2, 1], [2, 24], [8, size], [8, packed], [8, offset])
    : Buffer.alloc(0);
  const [a, b, c] = zip64 ? [0xffffffff, 0xffffffff, 0xffffffff] : [packed, size, offset];
  return pack(
    ...([
      [4, 0x02014b50],
      [2, 45],
      [2, 45],
      [2, flags],
      [2, method],
      [4, 0],
      [4, crc],
    ] as const),
    ...([
      [4, a],
      [4, b],
      [2, text(name).length],
      [2, extra.length],
      [2, 0],
      [2, 0],
    ] as const),
    ...([
      [2, 0],
      [4, 0],
      [4, c],
    ] as const),
    text(name),
    extra,
  );
}

function endRecords(length: number, offset: number, entries: number, end: EndClaims): Buffer {
  const count = end.count ?? entries;
  if (!end.zip64)
    return pack([4, 0x06054b50], [4, 0], [2, count], [2, count], [4, length], [4, offset], [2, 0]);
  return pack(
    ...([
      [4, 0x06064b50],
      [8, 44],
      [2, 45],
      [2, 45],
      [4, 0],
      [4, 0],
    ] as const),
    ...([
      [8, count],
      [8, count],
      [8, length],
      [8, offset],
    ] as const),
    ...([
      [4, 0x07064b50],
      [4, 0],
      [8, offset + length],
      [4, 1],
    ] as const),
    ...([
      [4, 0x06054b50],
      [4, 0],
      [2, 0xffff],
      [2, 0xffff],
    ] as const),
    ...([
      [4, 0xffffffff],
      [4, 0xffffffff],
      [2, 0],
    ] as const),
  );
}
