/** Bytes that stand for themselves in byte-level BPE: the visible ones of Latin-1. */
const isVisible = (byte: number) =>
  (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;

const LETTERS: readonly string[] = (() => {
  let next = 0x100;
  return Array.from({ length: 256 }, (_, byte) =>
    String.fromCharCode(isVisible(byte) ? byte : next++),
  );
})();

/** The letter by which byte-level BPE writes a byte: `Ġ` for a space. @see GPT-2's encoder, `bytes_to_unicode` */
export function byteLetter(byte: number): string {
  return LETTERS[byte]!;
}
