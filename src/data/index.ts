export {
  type BitextAbout,
  type BitextFilters,
  type BitextOptions,
  type BitextReading,
  bitextPairs,
  FILTERS,
  type FilterCounts,
  type FilterName,
  LeakCheck,
  type LicenceText,
  type PairBatch,
  type PairFields,
  type PairOptions,
  type PairStreamOptions,
  readBitext,
  type SideStatistics,
  type SourcePair,
} from './bitext';
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
export { type HeldOut, holdOut } from './holdOut';
export { findLanguage, KNOWN_CODES, LANGUAGES, type LanguageInfo } from './languages';
export { parallelPairs, selectParallelIds } from './parallel';
export { parseTree, type TextOrigin, type TreeNode, template, treeWords } from './parseTree';
export { type PieceSpan, pieceSpans } from './pieceSpans';
export { type AlignedOptions, type AlignedReading, readAligned } from './readAligned';
export { type CorpusOptions, type CorpusReading, readCorpus } from './readCorpus';
export { type PairsReading, readPairs, readTexts, type SentencePair } from './readPairs';
export { readTranslations, type Translation } from './readTranslations';
export { readVectorPairs, type VectorPairs, type VectorSide } from './readVectorPairs';
export { slotsOfSpans, type TextSpan } from './slotsOfSpans';
export { blobFile } from './source/blobFile';
export { decodeLine, eachLine } from './source/eachLine';
export { expandFiles } from './source/expandFiles';
export { chunksOf, wholeFile } from './source/readFile';
export { streamChunks } from './source/streamChunks';
export { type FileWatch, watchFile } from './source/watchFile';
export { missingParallels } from './statistics/missingParallels';
export { TextCounter, type TextStatistics } from './statistics/textStatistics';
export { parseQrels } from './trec/parseQrels';
export { parseRun, readRun } from './trec/parseRun';
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
  type FloatMatrix,
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
  writeMatrices,
  writeTokenVectors,
  writeVectorPairs,
} from './vectors';
