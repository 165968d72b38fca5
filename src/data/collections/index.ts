export { buildWikiClir, type WikiClirOptions, type WikiLinks } from './buildWikiClir';
export { WANTED_COLLECTION } from './collectionPlace';
export { readCollection } from './readCollection';
export type {
  CollectionCounts,
  CollectionFile,
  CollectionFormat,
  CollectionOptions,
  CollectionReading,
  CollectionText,
  Judgement,
  RankingCollection,
  StreamedFile,
} from './types';
