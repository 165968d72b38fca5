/**
 * Gives the SHA-256 of bytes in lower-case hexadecimal, 64 characters.
 *
 * @throws TypeError in a page without a secure context (neither https nor localhost), where `crypto.subtle` is absent.
 * @see FIPS 180-4
 */
export async function sha256(bytes: Uint8Array): Promise<string> {
  // The copy gives a plain ArrayBuffer of exactly these bytes: digest takes no view on shared memory.
  const digest = await crypto.subtle.digest('SHA-256', new Uint8Array(bytes));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
