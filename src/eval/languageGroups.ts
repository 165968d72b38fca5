/** Two tiers of languages whose mean MAPs are compared. Data, not policy: users edit them. */
export interface LanguageGroups {
  readonly name: string;
  readonly high: readonly string[];
  readonly low: readonly string[];
}

/** MTOP's six without English: en queries on en documents are the ceiling, in T1 trivially 1, and inflate "high". */
export const MTOP_6 = {
  name: 'MTOP-6',
  high: ['de', 'es', 'fr'],
  low: ['hi', 'th'],
} as const satisfies LanguageGroups;

/** As `MTOP_6` with English in the high mean; the name says so wherever it is shown. */
export const MTOP_6_WITH_EN = {
  name: 'MTOP-6 with English',
  high: ['en', 'de', 'es', 'fr'],
  low: ['hi', 'th'],
} as const satisfies LanguageGroups;

/** The seven languages of OPTICAL (arXiv 2301.12566). */
export const OPTICAL_7 = {
  name: 'OPTICAL-7',
  high: ['fi', 'de', 'fr'],
  low: ['sw', 'so', 'tl', 'mr'],
} as const satisfies LanguageGroups;

/**
 * The embedded sample: OPTICAL's low tier against its high tier and Spanish.
 * hi and th lie between the tiers and en is the ceiling, so all three are in neither.
 */
export const ELEVEN = {
  name: 'Eleven',
  high: ['de', 'es', 'fr', 'fi'],
  low: ['sw', 'so', 'tl', 'mr'],
} as const satisfies LanguageGroups;

/** All presets, in the order to offer them. */
export const PRESETS = [MTOP_6, MTOP_6_WITH_EN, OPTICAL_7, ELEVEN] as const;

/** One of the presets, with its languages as literal types. */
export type PresetGroups = (typeof PRESETS)[number];

/**
 * The preset that suits the languages at hand: without a language of OPTICAL's low tier `MTOP_6`;
 * with one, `ELEVEN` if es, hi or th are there too, else `OPTICAL_7`. Never one with English in a mean.
 */
export function choosePreset(languages: readonly string[]): PresetGroups {
  if (!OPTICAL_7.low.some((language) => languages.includes(language))) return MTOP_6;
  return ['es', 'hi', 'th'].some((language) => languages.includes(language)) ? ELEVEN : OPTICAL_7;
}

/** Groups cut down to what was measured. */
export interface ResolvedGroups extends LanguageGroups {
  /** Named by the groups but not measured. */
  readonly missing: readonly string[];
  /** Measured but in neither group. */
  readonly ungrouped: readonly string[];
  /** What a reader must know: a group of one language, English in a mean, missing languages. */
  readonly notes: readonly string[];
  /** Why there is no gap, or null when there is one. */
  readonly reason: string | null;
}

/**
 * Filters both groups to the `available` languages.
 *
 * @throws RangeError if a language is in both groups or twice in one.
 */
export function resolveGroups(
  groups: LanguageGroups,
  available: readonly string[],
): ResolvedGroups {
  const named = [...groups.high, ...groups.low];
  const twice = named.find((language, i) => named.indexOf(language) !== i);
  if (twice) throw new RangeError(`resolveGroups: ${twice} is named twice in ${groups.name}`);
  const keep = (tier: readonly string[]) => tier.filter((language) => available.includes(language));
  const [high, low] = [keep(groups.high), keep(groups.low)];
  const missing = named.filter((language) => !available.includes(language));
  const ungrouped = available.filter((language) => !named.includes(language));
  const notes: string[] = [];
  if (high.length === 1) notes.push(`the high group is one language, ${high[0]}`);
  if (low.length === 1) notes.push(`the low group is one language, ${low[0]}`);
  if (high.includes('en')) notes.push('English queries on English documents are in the high mean');
  if (missing.length > 0)
    notes.push(`left out, not measured for every system: ${missing.join(', ')}`);
  const empty = [high.length ? '' : 'high', low.length ? '' : 'low'].filter(Boolean);
  const reason = empty.length
    ? `no measured language in the ${empty.join(' and the ')} group of ${groups.name}`
    : null;
  return { name: groups.name, high, low, missing, ungrouped, notes, reason };
}
