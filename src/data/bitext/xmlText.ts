import { ParseError } from '../../lib';
import { chunksOf, headOf } from '../source/readFile';
import type { DataFile } from '../types';

const HEAD_BYTES = 1024;

/**
 * Gives the text of an XML file in pieces: UTF-8 or UTF-16 by its mark or first bytes, else what its declaration says.
 *
 * @throws ParseError if the declared encoding is unknown or the bytes are not of it.
 */
export async function* xmlText(file: DataFile): AsyncGenerator<string> {
  const encoding = encodingOf(await headOf(file, HEAD_BYTES));
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(encoding, { fatal: true });
  } catch {
    throw new ParseError(
      file.path,
      1,
      '',
      `found the encoding ${encoding}, wanted one that browsers know`,
    );
  }
  const decode = (bytes?: Uint8Array) => {
    try {
      return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
    } catch {
      const detail = `found bytes that are not ${encoding}, which its mark or declaration promises`;
      throw new ParseError(file.path, 0, '', detail);
    }
  };
  for await (const chunk of chunksOf(file)) yield decode(chunk);
  yield decode();
}

/** By mark, by the first `<`, by the declaration (XML 1.0, appendix F). */
function encodingOf(head: Uint8Array): string {
  const [a, b] = head;
  if ((a === 0xff && b === 0xfe) || (a === 0x3c && b === 0)) return 'utf-16le';
  if ((a === 0xfe && b === 0xff) || (a === 0 && b === 0x3c)) return 'utf-16be';
  const start = new TextDecoder('latin1').decode(head);
  const declared = /^(?:\xef\xbb\xbf)?\s*<\?xml\s[^>]*?encoding\s*=\s*["']([^"']+)["']/.exec(
    start,
  )?.[1];
  // Text that is read as bytes here is no UTF-16, whatever a converter left in its first line.
  return declared === undefined || /^utf-?16/i.test(declared) ? 'utf-8' : declared.toLowerCase();
}
