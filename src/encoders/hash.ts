/**
 * The SHA-256 of bytes or of a string's UTF-8, as 64 hexadecimal digits.
 *
 * @returns undefined where the page is no secure context and the browser therefore has no hash.
 */
export async function sha256Hex(data: Uint8Array | string): Promise<string | undefined> {
  const subtle = globalThis.crypto?.subtle;
  if (subtle === undefined) return undefined;
  const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
  const digest = new Uint8Array(await subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
