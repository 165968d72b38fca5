import { ParseError } from '../../lib';
import { Problems } from '../problems';
import type { DataFile } from '../types';
import { wantedPairs } from './bitextPairs';
import { BitextCollector } from './collector';
import { openBitext } from './openBitext';
import type { BitextOptions, BitextReading } from './types';

/**
 * Reads translation pairs from files and zips into memory: filtered, counted, and of more than `options.most` a
 * language a seeded sample that does not depend on how the bytes arrive. Formats are those of `bitextPairs`; files that
 * are none are noted as ignored, rows that are no pair are listed.
 *
 * @throws ParseError if nothing is recognised (naming what was found), a language is unknown, a side has no partner,
 *   line counts differ, columns cannot be told, or a bitext has no pair with text on both sides.
 * @throws RangeError if an option is out of range.
 */
export async function readBitext(
  files: readonly DataFile[],
  options: BitextOptions = {},
): Promise<BitextReading> {
  const problems = new Problems();
  const collector = new BitextCollector(options, problems);
  const { parts, licences } = await openBitext(files, problems, options);
  for (const part of parts) {
    const before = problems.badRows;
    for await (const batch of wantedPairs(part.pairs(), problems, options.languages))
      await collector.add(batch);
    collector.endPart(part.name, problems.badRows - before);
  }
  const { bitexts, about, records } = await collector.finish();
  if (bitexts.length === 0) throw nothingLeft(files);
  return { bitexts, about, bad: problems.badRows, problems: problems.list(), records, licences };
}

function nothingLeft(files: readonly DataFile[]): ParseError {
  const file = files.length === 1 ? (files[0]?.path ?? '') : `${files.length} files`;
  return new ParseError(file, 0, '', 'no pair in the languages wanted');
}
