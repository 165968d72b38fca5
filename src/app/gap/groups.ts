import type { StudyReport } from '../../report';
import { languageLabel } from '../languages';
import type { Look } from '../look/look';

export const TIERS = ['high', 'low', 'none'] as const;
/** Where a language stands. */
export type Tier = (typeof TIERS)[number];

/** The groups whose gap is looked at: the report's own, or those that a link or the reader names. */
export interface GapGroups {
  readonly name: string;
  readonly high: readonly string[];
  readonly low: readonly string[];
  readonly edited: boolean;
}

/** The groups of a link cut down to languages of the report; where it names none, the report's own. */
export function groupsOf(
  { groups, results }: Pick<StudyReport, 'groups' | 'results'>,
  { high, low }: Pick<Look, 'high' | 'low'>,
): GapGroups {
  const measured = new Set(results.map(({ language }) => language));
  const keep = (codes: readonly string[]) => codes.filter((code) => measured.has(code));
  const own = { high: keep(groups.high), low: keep(groups.low) };
  if (high === null && low === null) return { name: groups.name, ...own, edited: false };
  const wanted = { high: keep(high ?? own.high), low: keep(low ?? own.low) };
  // A language in both would be compared with itself.
  const apart = { ...wanted, low: wanted.low.filter((code) => !wanted.high.includes(code)) };
  const edited = !sameSet(apart.high, own.high) || !sameSet(apart.low, own.low);
  return { name: edited ? 'edited here' : groups.name, ...apart, edited };
}

export function tierOf({ high, low }: Pick<GapGroups, 'high' | 'low'>, language: string): Tier {
  if (high.includes(language)) return 'high';
  return low.includes(language) ? 'low' : 'none';
}

/** The groups with a language moved. */
export function moveLanguage(
  { high, low }: Pick<GapGroups, 'high' | 'low'>,
  language: string,
  tier: Tier,
): Pick<Look, 'high' | 'low'> {
  const place = (codes: readonly string[], own: Tier) => [
    ...codes.filter((code) => code !== language),
    ...(tier === own ? [language] : []),
  ];
  return { high: place(high, 'high'), low: place(low, 'low') };
}

/** What a reader of a gap between these groups must know. */
export function groupNotes({ high, low }: Pick<GapGroups, 'high' | 'low'>): string[] {
  const notes: string[] = [];
  for (const [tier, codes] of [
    ['high', high],
    ['low', low],
  ] as const) {
    if (codes.length === 0) notes.push(`The ${tier} group is empty: there is no gap.`);
    if (codes.length === 1)
      notes.push(
        `The ${tier} group is one language, ${languageLabel(codes[0]!)}: what it shows may be that language alone.`,
      );
  }
  if ([...high, ...low].includes('en'))
    notes.push('English is in a mean: English queries on English documents are a ceiling.');
  return notes;
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((code) => b.includes(code));
}
