export { type AlignmentScores, alignmentScores, type JudgedAlignment } from './alignmentScores';
export { type ItermaxOptions, itermax } from './itermax';
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
export { similarity } from './similarity';
export { type SparseRows, topK } from './sparse';
export { type NullShare, nullShare, rowEntropy } from './tokenMeasures';
export { toWords, type WordPlan } from './toWords';
