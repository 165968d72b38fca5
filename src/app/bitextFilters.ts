import type { BitextFilters, FilterName } from '../data';

export const FILTER_NAMES: Readonly<Record<FilterName, string>> = {
  empty: 'No text',
  leak: 'Evaluated text',
  identical: 'Identical sides',
  duplicate: 'Duplicate',
  score: 'Score',
  lengthRatio: 'Length ratio',
  script: 'Script',
  language: 'Language',
};

export const FILTERS = Object.keys(FILTER_NAMES) as readonly FilterName[];

/** Filters that a switch turns on, with what they do. */
export const FILTER_SWITCHES: readonly {
  readonly field: keyof BitextFilters;
  readonly label: string;
  readonly value: true | number;
}[] = [
  { field: 'identical', label: 'Sides that are the same text', value: true },
  { field: 'duplicates', label: 'Pairs that an earlier pair repeats', value: true },
  { field: 'lengthRatio', label: 'One side over three times as long', value: 3 },
  { field: 'script', label: 'Another script than the language’s', value: true },
  { field: 'language', label: 'Another language (identified, slow)', value: true },
];
