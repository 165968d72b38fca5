import { ParseError } from '../../lib';
import type { Problems } from '../problems';
import { WANTED_BITEXT } from './bitextPlace';
import { mosesPairs } from './mosesPairs';
import type { BitextPart, PlacedFile } from './openBitext';

type Side = PlacedFile<'lines'>;
type Scores = PlacedFile<'scores'>;

/** Joins sides, and perhaps scores, that belong together; one English side may serve several languages. */
export function mosesParts(
  lines: readonly Side[],
  scores: readonly Scores[],
  problems: Problems,
): BitextPart[] {
  const groups = new Map<string, Side[]>();
  for (const side of lines) {
    const group = groups.get(side.place.group);
    if (group) group.push(side);
    else groups.set(side.place.group, [side]);
  }
  for (const { file, place } of scores)
    if (!groups.has(place.group))
      problems.note(file.path, 'ignored: no bitext beside it that its scores are of');
  return [...groups].flatMap(([group, side]) =>
    partsOf(
      side,
      scores.find(({ place }) => place.group === group),
      problems,
    ),
  );
}

function partsOf(
  group: readonly Side[],
  scores: Scores | undefined,
  problems: Problems,
): BitextPart[] {
  const { english, foreign } = sidesOf(group);
  return foreign.map(({ file, place }) => {
    const { name, language } = place;
    const sources = [...new Set([file.source, english.file.source])];
    const files = {
      name,
      language,
      sources,
      english: english.file,
      foreign: file,
      scores: scores?.file,
    };
    return { name, pairs: () => mosesPairs(files, problems) };
  });
}

/** One English side, at least one other, no language twice. */
function sidesOf(group: readonly Side[]): { english: Side; foreign: readonly Side[] } {
  const byLanguage = new Map<string, Side>();
  for (const side of group) {
    const { language } = side.place;
    const other = byLanguage.get(language)?.file.path;
    if (other !== undefined)
      throw new ParseError(
        side.file.path,
        0,
        '',
        `${other} is ${language} already; give one of them`,
      );
    byLanguage.set(language, side);
  }
  const english = byLanguage.get('en');
  const foreign = group.filter((side) => side.place.language !== 'en');
  const lonely = (english ? group[0] : foreign[0])?.file.path ?? '';
  if (!english)
    throw new ParseError(lonely, 0, '', `no English side beside it; wanted ${WANTED_BITEXT}`);
  if (foreign.length === 0)
    throw new ParseError(lonely, 0, '', `no second language beside it; wanted ${WANTED_BITEXT}`);
  return { english, foreign };
}
