import { ParseError } from '../../lib';
import { KNOWN_CODES } from '../languages';
import type { Problems } from '../problems';
import type { SourceFile } from '../source/expandFiles';
import { listNames } from '../sourceRows';
import type { DataFile } from '../types';
import { type CorpusPlace, corpusPlace, isNamedPlace, WANTED_CORPUS } from './corpusPlace';
import { type Recognised, recognise } from './recognise';
import type { CorpusFile } from './types';

const NOTHING: Recognised = { found: 'no file of a corpus' };

/**
 * Tells which of the files are a corpus's, in the order of their paths; others are reported as ignored.
 *
 * @throws ParseError if nothing is recognised (naming what was found), a file whose name promises a corpus is something
 *   else, two packagings are there, two files claim one split, the folder of an official file is no known language.
 */
export async function placeFiles(
  given: readonly DataFile[],
  all: readonly SourceFile[],
  problems: Problems,
): Promise<readonly CorpusFile[]> {
  const placed: CorpusFile[] = [];
  let other: ParseError | undefined;
  for (const file of [...all].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const place = corpusPlace(file.path);
    const { packaging, found } = place ? await recognise(file, place) : NOTHING;
    if (place && packaging) {
      if (packaging === 'MTOP') checkFolder(file.path, place);
      placed.push({ file, place, packaging });
      continue;
    }
    if (place) {
      const error = new ParseError(file.path, 0, '', found ?? '');
      if (isNamedPlace(place)) throw error;
      other ??= error;
    }
    problems.note(file.path, `ignored: ${found}`);
  }
  const first = placed[0];
  if (!first) throw other ?? nothingFound(given, all);
  const stranger = placed.find(({ packaging }) => packaging !== first.packaging);
  if (stranger) {
    const detail = `${stranger.packaging} beside ${first.file.path} (${first.packaging}); give one of them`;
    throw new ParseError(stranger.file.path, 0, '', detail);
  }
  checkClaims(placed, problems);
  return placed;
}

function checkFolder(path: string, { language, split, folder }: CorpusPlace): void {
  if (language !== undefined && split !== undefined) return;
  const found = folder === '' ? 'no language folder' : `unknown language folder ${folder}`;
  const detail = `${found}, wanted en/${split ?? 'train'}.txt, de/… (official MTOP); known: ${KNOWN_CODES}`;
  throw new ParseError(path, 0, '', detail);
}

/** One file a language and split, or the parts of one; missing parts are reported. */
function checkClaims(placed: readonly CorpusFile[], problems: Problems): void {
  const claimed = new Map<string, CorpusFile>();
  const parts = new Map<string, { readonly of: number; readonly path: string; found: number }>();
  for (const one of placed) {
    const { language, split, shard } = one.place;
    const claim = `${language ?? 'all'} ${split ?? 'all'}`;
    const key = `${claim} ${shard?.number ?? ''}`;
    const other = claimed.get(key);
    if (other) {
      const detail = `${other.file.path} is ${claim} already; give one of them`;
      throw new ParseError(one.file.path, 0, '', detail);
    }
    claimed.set(key, one);
    if (shard?.of === undefined) continue;
    const part = parts.get(claim) ?? { of: shard.of, path: one.file.path, found: 0 };
    part.found += 1;
    parts.set(claim, part);
  }
  for (const { of, path, found } of parts.values())
    if (found < of) problems.note(path, `found ${found} of the ${of} parts of this split`);
}

function nothingFound(given: readonly DataFile[], all: readonly SourceFile[]): ParseError {
  const names = listNames(all.map((file) => file.path));
  const file = given.length === 1 ? (given[0]?.path ?? '') : `${given.length} files`;
  const detail = `no corpus inside: found ${names}; wanted ${WANTED_CORPUS}`;
  return new ParseError(file, 0, '', detail);
}
