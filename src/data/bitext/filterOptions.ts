import type { BitextFilters } from './types';

/** Filters as they are applied and counted. */
export interface CheckedFilters {
  readonly isOn: Readonly<
    Record<'identical' | 'duplicate' | 'lengthRatio' | 'script' | 'language', boolean>
  >;
  readonly score: number | undefined;
  readonly lengthRatio: { readonly most: number; readonly unit: 'characters' | 'words' };
  readonly script: number;
}

/** The default of OpusFilter's LengthRatioFilter (Aulamo et al. 2020, ACL demos). */
const LENGTH_RATIO = { most: 3, unit: 'characters' } as const;
const SCRIPT_SHARE = 0.5;

/** Fills in defaults. @throws RangeError naming the filter whose threshold is out of range. */
export function checkedFilters(filters: BitextFilters = {}): CheckedFilters {
  const {
    identical = false,
    duplicates = false,
    score,
    script = false,
    language = false,
  } = filters;
  const ratio = filters.lengthRatio;
  const lengthRatio =
    ratio === undefined
      ? LENGTH_RATIO
      : typeof ratio === 'number'
        ? { most: ratio, unit: LENGTH_RATIO.unit }
        : ratio;
  if (!(lengthRatio.most > 1 && Number.isFinite(lengthRatio.most)))
    throw new RangeError(
      `readBitext: filters.lengthRatio: wanted more than 1, got ${lengthRatio.most}`,
    );
  const share = typeof script === 'number' ? script : SCRIPT_SHARE;
  if (!(share > 0 && share <= 1))
    throw new RangeError(`readBitext: filters.script: wanted a share in (0, 1], got ${share}`);
  if (score !== undefined && !Number.isFinite(score))
    throw new RangeError(`readBitext: filters.score: wanted a finite number, got ${score}`);
  return {
    isOn: {
      identical,
      duplicate: duplicates,
      lengthRatio: ratio !== undefined,
      script: script !== false,
      language,
    },
    score,
    lengthRatio,
    script: share,
  };
}
