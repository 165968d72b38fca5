export { type AnswerInput, writeAnswer } from './answer';
export type { ApMatrix } from './apMatrix';
export {
  averagePrecision,
  type MeanAveragePrecision,
  meanAveragePrecision,
  reciprocalRank,
  rPrecision,
  successAt,
} from './averagePrecision';
export {
  type BootstrapDraws,
  type BootstrapOptions,
  drawBootstrap,
  drawSeedBootstrap,
} from './bootstrap';
export {
  type CollapseAlarm,
  type CollapseEvidence,
  collapseAlarm,
  columnMassEntropy,
  MAX_ENTROPY_DROP,
  MAX_MEAN_COSINE,
  MIN_SPREAD_KEPT,
  meanPairwiseCosine,
} from './collapse';
export { type QueryRanks, rankCpu } from './cpuRanks';
export { type CsrIndices, csrRow, packCsr } from './csr';
export {
  compareGaps,
  type DisparityReport,
  type LanguageResult,
  measureDisparity,
  type SystemDisparity,
} from './disparity';
export { type DisparityLabel, labelDisparity, STANDSTILL } from './disparityLabel';
export {
  absoluteGap,
  coefficientOfVariation,
  gapRatio,
  gini,
  populationSd,
  rangeOver,
  retained,
  transferGap,
  worstOf,
  worstToBest,
} from './dispersion/inequality';
export {
  checkLogitScale,
  LOGIT_EPSILON,
  type LogitDisparity,
  type LogitEstimate,
  logitMap,
  type ScaleVerdict,
} from './dispersion/logitScale';
export {
  type DispersionMeasures,
  type DispersionReport,
  measureDispersion,
  type SystemDispersion,
} from './dispersion/measureDispersion';
export {
  choosePreset,
  ELEVEN,
  type LanguageGroups,
  MTOP_6,
  MTOP_6_WITH_EN,
  OPTICAL_7,
  PRESETS,
  type PresetGroups,
  type ResolvedGroups,
  resolveGroups,
} from './languageGroups';
export { type Bm25Options, type LexicalRanker, openBm25 } from './lexical/bm25';
export { characterGrams, type GramOptions, openCharacterBm25 } from './lexical/characterGrams';
export { type PackedVectors, pooledScores } from './lexical/pooledScores';
export {
  type EvaluateRunOptions,
  evaluateRun,
  type JudgedQueries,
  type RunEvaluation,
  type ScoredQueries,
} from './measures/evaluateRun';
export { MEASURE_FORMS, parseMeasure } from './measures/parseMeasure';
export { rankTied, type ScoredQuery, type TiedQuery } from './measures/rankTied';
export { boundTies, evaluateTied, TIE_RULES, type TieRule } from './measures/tieRules';
export type { JudgedRanks, Measure, TiedRanks } from './measures/types';
export { averageRanks } from './multilingualPool/averageRanks';
export { languageShareAt, maxAtR, rankBiasedExposure } from './multilingualPool/exposure';
export { type KruskalWallis, kruskalWallis } from './multilingualPool/kruskalWallis';
export {
  measurePool,
  type PoolMean,
  type PoolOptions,
  type PoolQuery,
  type PoolReport,
} from './multilingualPool/measurePool';
export {
  type Peer,
  type PeerLevel,
  type PeerOptions,
  type PoolDocument,
  peer,
} from './multilingualPool/peer';
export {
  meanRankCorrelation,
  type RankCorrelation,
  spearman,
} from './multilingualPool/rankCorrelation';
export {
  type RankedTask,
  type RankQueriesInputs,
  type RankTask,
  type RankTexts,
  rankQueries,
} from './rankQueries';
export { adjustBenjaminiHochberg, adjustHolm } from './significance/adjustP';
export {
  comparePaired,
  type PairedComparison,
  type PairedOptions,
} from './significance/comparePaired';
export { minimumDetectable, type PairedT } from './significance/pairedT';
export { EXACT_UNITS, type SignFlip, signFlipTest } from './significance/signFlip';
export {
  averageStatistic,
  differenceStatistic,
  type Estimate,
  estimate,
  excludesZero,
  MIN_UNITS,
  mapStatistic,
  quotientStatistic,
  type Statistic,
} from './statistic';
export { buildTask, type Task, type TaskItem, type TaskKind } from './tasks';
export { trecTieOrder } from './tieOrder';
