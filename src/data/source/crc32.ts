/** The reflected polynomial of ISO 3309, which zip (APPNOTE 4.4.7) and gzip (RFC 1952, section 8) share. */
const POLYNOMIAL = 0xedb88320;

/** Table `t` at `256 t + b`: what byte b does to a sum t bytes later, so that four bytes take one step. */
const TABLES = makeTables();

function makeTables(): Uint32Array {
  const tables = new Uint32Array(1024);
  for (let byte = 0; byte < 256; byte++) {
    let sum = byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? POLYNOMIAL : 0);
    tables[byte] = sum;
  }
  for (let at = 256; at < 1024; at++) {
    const before = tables[at - 256]!;
    tables[at] = (before >>> 8) ^ tables[before & 255]!;
  }
  return tables;
}

/** Gives the CRC-32 of bytes that follow those with the sum `before`. */
export function crc32(bytes: Uint8Array, before = 0): number {
  let sum = ~before;
  let at = 0;
  for (const end = bytes.length - 3; at < end; at += 4) {
    sum ^= bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    sum =
      TABLES[768 + (sum & 255)]! ^
      TABLES[512 + ((sum >>> 8) & 255)]! ^
      TABLES[256 + ((sum >>> 16) & 255)]! ^
      TABLES[sum >>> 24]!;
  }
  for (; at < bytes.length; at++) sum = (sum >>> 8) ^ TABLES[(sum ^ bytes[at]!) & 255]!;
  return ~sum >>> 0;
}
