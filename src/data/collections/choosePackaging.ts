import { ParseError } from '../../lib';
import type { Problems } from '../problems';
import type { WikiLinks } from './buildWikiClir';
import type { PlacedFile } from './sourceFiles';

/** Gives Wikipedia's three tables, where all are there. @throws ParseError if one of them is there twice. */
export function linksOf(placed: readonly PlacedFile[]): WikiLinks<PlacedFile> | undefined {
  const [pages, mates, links] = (['pages', 'mates', 'links'] as const).map((role) => {
    const [one, other] = placed.filter(({ place }) => place.role === role);
    if (one && other) {
      const detail = `${one.file.path} has ${role} already; give one of them`;
      throw new ParseError(other.file.path, 0, '', detail);
    }
    return one;
  });
  return pages && mates && links ? { pages, mates, links } : undefined;
}

/** Says which recognised files the chosen packaging has no use for. */
export function noteUnused(
  placed: readonly PlacedFile[],
  isLinks: boolean,
  problems: Problems,
): void {
  const hasResults = placed.some(({ place }) => place.role === 'results');
  for (const { file, place } of placed) {
    const isTable = place.format === 'Wikipedia links';
    if (isLinks && !isTable) problems.note(file.path, 'ignored: judgements are made of the links');
    if (!isLinks && isTable)
      problems.note(file.path, 'ignored: wanted pages, langlinks and pagelinks together');
    if (!isLinks && hasResults && ['queries', 'triples'].includes(place.role))
      problems.note(file.path, 'ignored: queries and judgements are those of tgt_results');
  }
}
