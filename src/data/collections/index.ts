export { buildWikiClir, type WikiClirOptions, type WikiLinks } from './buildWikiClir';
export { WANTED_COLLECTION } from './collectionPlace';
export { readCollection } from './readCollection';
export type {
  CollectionCounts,
  CollectionFormat,
  CollectionOptions,
  CollectionReading,
  CollectionText,
  Judgement,
  RankingCollection,
} from './types';
