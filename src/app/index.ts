export type { BitextAbout, BitextFilters } from '../data';
export {
  type GapLabel,
  type GapRow,
  type Method,
  methodName,
  type ResultRow,
  type StudyConfig,
  type StudyReport,
  showChange,
  showInterval,
  showMap,
  type TaskId,
  tasksOf,
  taskTitle,
} from '../report';
export type {
  AlignResult,
  DataPart,
  DataSummary,
  EngineStatus,
  InputFile,
  LanguageStatistics,
  PairPage,
  PairQuery,
  PartId,
  PreviewRow,
  QueryPairs,
  RowPage,
  RowQuery,
  ShardRecord,
  StorageState,
  UtterancePairRow,
} from '../worker';
export { addressFile } from './addressFile';
export type { Solved } from './align/difference';
export { matrixTable, ribbonTable } from './align/exportMatrix';
export { type GoldState, goldCells, spacedWords } from './align/goldMarks';
export type { GradientField } from './align/gradientField';
export { againstHead, type HeadChoice, shownHead, withHead } from './align/heads';
export { PAGE } from './align/pairList';
export { type Picture, pictureOf } from './align/picture';
export type { Pooled } from './align/pooled';
export { type Ribbon, ribbons } from './align/ribbons';
export { compareRows, comparisonTable, namedRow, type RowComparison } from './align/rowComparison';
export { type RowFacts, rowFacts, type SlotMass, slotMass } from './align/rowFacts';
export {
  anyHead,
  chooseStudent,
  type HeadOption,
  headOptions,
  type RunStudent,
  serves,
  studentLabel,
  studentsOf,
} from './align/runStudents';
export { type SentencePart, sentenceParts, textDirection } from './align/sentenceParts';
export { type SlotBlock, slotBlocks } from './align/slotBlocks';
export type { Grouping, TokenRange } from './align/units';
export type { AlignProblem, Sentence } from './alignProblem';
export { FILTER_NAMES, FILTER_SWITCHES, FILTERS } from './bitextFilters';
export { type ColourTable, colourOf, colourPixels, coloursOf } from './colourScale';
export { type App, createApp } from './createApp';
export type { CurveLine } from './curve';
export { messageOf } from './engine';
export {
  type CellValue,
  type ExportColumn,
  type ExportTable,
  shownCell,
} from './export/exportTable';
export type { ScaleLegend } from './export/pictureWords';
export {
  EXPORT_NAMES,
  PICTURES,
  type PictureKind,
  savePicture,
  saveTable,
  TABLES,
  type TableKind,
} from './export/savePicture';
export { scaleLegend } from './export/scaleLegend';
export {
  formatBytes,
  formatCount,
  formatDate,
  formatDuration,
  formatEta,
  formatNumber,
  showPoints,
  withMinus,
} from './format';
export * from './gap';
export { languageLabel } from './languages';
export { type LoadOptions, sameOptions } from './loadOptions';
export { fromDrop, fromPicker, type LocalFile } from './localFiles';
export { LOG_STEPS, logPosition, logValue } from './logScale';
export {
  type Against,
  DISTORTION,
  EPSILON,
  type GradientKind,
  ITERATIONS,
  type Look,
  MASS,
  type MarginalKind,
  type Mode,
  type Norm,
  type PairSource,
  RHO,
  type Scale,
  type Shape,
  type StudentSide,
  THRESHOLD,
  TOP,
  type Unit,
  VIEW_NAMES,
  VIEWS,
  type View,
} from './look/look';
export { type ShownMatrix, shownMatrix, strongest } from './matrix';
export { languageColour, type Marker, type MethodStyle, methodStyle } from './methodStyle';
export { PRESETS, type Preset, presetOf } from './presets';
export { type ProblemFilter, problemFiles, saveProblems, shownProblems } from './problemList';
export { REPORT_FORMATS, type ReportFormat } from './reportCommands';
export { RowCache } from './rowCache';
export { bundleNote } from './runs/bundleNotes';
export { type ConfigDifference, configDiff } from './runs/configDiff';
export type { Range } from './runs/headline';
export type { BundledFile, RunCommands } from './runs/runCommands';
export { runCurves } from './runs/runCurves';
export type { RunSummary } from './runs/runRecord';
export type {
  AppState,
  Cell,
  DataState,
  EngineState,
  IsolatedToken,
  PairListState,
  Progress,
  ShelfState,
} from './state';
export { reportOf, reportWithId } from './state';
export {
  draftProblem,
  type FormDifference,
  type FormField,
  fieldDefault,
  fieldRange,
  fieldsIn,
  fieldText,
  fieldValue,
  formDifferences,
  parseField,
  resetField,
  showValue,
  withField,
} from './studyForm';
export { type TextPart, textParts } from './textParts';
export { clipLabel, type TokenLabel } from './tokens';
export { divergences, gentlerRate, raisedAlarms } from './train/alarms';
export { CURVE_VALUES } from './train/curveMeasures';
export {
  curveSeries,
  mapSeries,
  type Series,
  type SeriesPoint,
} from './train/curveModel';
export { seriesTable } from './train/curveTables';
export type { ShownEstimate } from './train/estimate';
export { type Evaluated, evaluationsOf } from './train/evaluations';
export { type FieldSection, SECTION_NAMES } from './train/fieldTexts';
export { type GapLine, gapSeries } from './train/gapSeries';
export { linePath, nearestPoint } from './train/linePath';
export {
  type AxisTicks,
  axesOf,
  type LineScale,
  niceTicks,
  placeOn,
  tickLabel,
} from './train/lineScale';
export { METHOD_GROUPS } from './train/methodTexts';
export type { LogEntry } from './train/studyLog';
export type { UnfinishedStudy } from './train/unfinished';
