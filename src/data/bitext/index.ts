export { bitextPairs, type PairStreamOptions } from './bitextPairs';
export { LeakCheck } from './leakCheck';
export { readBitext } from './readBitext';
export { SCRIPTS, type Script } from './scripts';
export {
  type BitextAbout,
  type BitextFilters,
  type BitextOptions,
  type BitextReading,
  FILTERS,
  type FilterCounts,
  type FilterName,
  type LicenceText,
  type PairBatch,
  type PairFields,
  type PairOptions,
  type SideStatistics,
  type SourcePair,
} from './types';
