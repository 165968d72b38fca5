import { ParseError } from '../lib';

const NEWLINE = 0x0a;

/**
 * Gives the text of UTF-8 bytes, without a leading byte order mark.
 *
 * @param file the name shown in the error.
 * @throws ParseError naming the 1-based line of the first invalid byte, or UTF-16 where its mark is found.
 */
export function decodeUtf8(file: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw invalidText(file, bytes);
  }
}

function invalidText(file: string, bytes: Uint8Array): ParseError {
  const mark = `${bytes[0]},${bytes[1]}`;
  if (mark === '255,254' || mark === '254,255')
    return new ParseError(file, 0, '', 'found UTF-16 text, wanted UTF-8; save it as UTF-8');
  // Line by line only after a failure: no byte of a multi-byte character is a newline.
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const newline = bytes.indexOf(NEWLINE, start);
    const end = newline < 0 ? bytes.length : newline;
    if (!isUtf8(bytes.subarray(start, end)))
      return new ParseError(file, line, '', 'found bytes that are not UTF-8, wanted UTF-8 text');
    start = end + 1;
  }
  return new ParseError(file, 0, '', `${bytes.length} bytes are too many for one text`);
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
