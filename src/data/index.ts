export {
  buildWikiClir,
  type CollectionCounts,
  type CollectionFormat,
  type CollectionOptions,
  type CollectionReading,
  type CollectionText,
  type Judgement,
  type RankingCollection,
  readCollection,
  type WikiClirOptions,
  type WikiLinks,
} from './collections';
export { type MtopFile, parseMtopTsv } from './corpora/mtopTsv';
export { unlocatedSlots } from './corpora/unlocatedSlots';
export { parseXsemplrJson } from './corpora/xsemplr';
export {
  countParallel,
  type LanguageParallel,
  type SplitParallel,
  type SplitSummary,
  summarise,
} from './corpusSummary';
export { decodeUtf8 } from './decodeUtf8';
export { findOverlap, type Overlap } from './findOverlap';
export { type HeldOut, holdOut } from './holdOut';
export { findLanguage, KNOWN_CODES, LANGUAGES, type LanguageInfo } from './languages';
export { parallelPairs, selectParallelIds } from './parallel';
export { parseTree, type TextOrigin, type TreeNode, template, treeWords } from './parseTree';
export { type AlignedOptions, type AlignedReading, readAligned } from './readAligned';
export { type BitextReading, readBitext } from './readBitext';
export { type CorpusOptions, type CorpusReading, readCorpus } from './readCorpus';
export { type PairsReading, readPairs, readTexts, type SentencePair } from './readPairs';
export { readTranslations, type Translation } from './readTranslations';
export { readVectorPairs, type VectorPairs, type VectorSide } from './readVectorPairs';
export { slotsOfSpans, type TextSpan } from './slotsOfSpans';
export { blobFile } from './source/blobFile';
export { type FileWatch, watchFile } from './source/watchFile';
export { parseQrels } from './trec/parseQrels';
export { parseRun } from './trec/parseRun';
export type { Qrels, QrelsReading, Run, RunQuery, RunReading } from './trec/types';
export { writeQrels, writeRun } from './trec/writeTrec';
export type {
  Bitext,
  BitextPair,
  Corpus,
  DataFile,
  DataSourceRecord,
  Language,
  NamedBytes,
  ReadProblem,
  ReadRows,
  SlotSpan,
  SourceRows,
  Split,
  StreamedFile,
  Utterance,
} from './types';
export {
  inspectVectors,
  readTokenVectors,
  requireSameDimension,
  type TokenVectorSet,
  type VectorDtype,
  type VectorFileSummary,
  type VectorFormat,
  type VectorMeta,
  type VectorOptions,
  type WritableSet,
  writeTokenVectors,
  writeVectorPairs,
} from './vectors';
