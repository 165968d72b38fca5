export {
  type AlignmentScores,
  alignmentScores,
  fAlpha,
  type JudgedAlignment,
} from './alignmentScores';
export {
  type GoldAlignment,
  type GoldFormat,
  type GoldLinks,
  type GoldOptions,
  parseGold,
} from './goldLinks';
export { type ItermaxOptions, itermax } from './itermax';
export {
  type GivenLinks,
  type JudgedLinks,
  type JudgeOptions,
  judgeLinks,
  parseLinks,
  type WordCounts,
} from './judgeLinks';
export { type LinkOptions, linkPair, type PairMatrix } from './linkPair';
export { linkWords, mutualArgmax, thresholdLinks } from './links';
export type { Link, PlanMatrix } from './matrix';
export {
  type FormatPharaohOptions,
  formatPharaoh,
  type PharaohLink,
  type PharaohOptions,
  parsePharaoh,
} from './pharaoh';
export { type SimalignScores, simalignScores } from './simalignScores';
export { similarity } from './similarity';
export { type SlotAgreement, slotAgreement } from './slotAgreement';
export { type SparseRows, topK } from './sparse';
export { type CurvePoint, type ScoredAlignment, thresholdCurve } from './thresholdCurve';
export { type NullShare, nullShare, rowEntropy } from './tokenMeasures';
export { type TotalSlotAgreement, totalSlotAgreement } from './totalSlotAgreement';
export { toWords, type WordPlan } from './toWords';
