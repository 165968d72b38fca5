export {
  checkpointLook,
  keptAt,
  type MethodOfRun,
  queryLook,
  type RunHeads,
  type StepOfMethod,
} from './alignLook';
export { isOfLoaded, QUERIES, textKey } from './gapCommands';
export {
  aboutGroups,
  aboutReport,
  groupTable,
  pairTable,
  pointTable,
  rankTable,
  type SideNames,
  trainingTable,
} from './gapTables';
export {
  baselineOf,
  type GroupModel,
  type GroupRow,
  isLevellingDown,
  type OverallMeans,
  overallMeans,
  queryGroups,
  reportGroups,
} from './groupModel';
export {
  type GapGroups,
  groupNotes,
  groupsOf,
  moveLanguage,
  TIERS,
  type Tier,
  tierOf,
} from './groups';
export {
  RANK_LEVEL,
  type RankCell,
  type RankMatrix,
  type RankRow,
  rankDomain,
  rankMatrix,
} from './matrixModel';
export { methodPair, type PairModel, type PairRow, queryPair, runPair } from './pairModel';
export {
  domainOf,
  type Estimate,
  type Interval,
  MAP,
  measuresOf,
  type Point,
  type Points,
  pointsOf,
  ticksOf,
  whiskers,
} from './points';
export {
  type Brush,
  chooseQueries,
  EVERYTHING,
  type QueryChoice,
  type QueryKey,
  type QueryRows,
  sortQueries,
} from './queryTable';
export { type ReportTable, reportTables } from './reportTables';
export {
  type TrainingGap,
  type TrainingLine,
  type TrainingPoint,
  trainingGap,
} from './trainingGap';
