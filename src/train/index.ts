export { DivergedError } from './best';
export { type DistilProblem, type DistilResult, type DistilSettings, distil } from './distil';
export { LOSSES, type LossName } from './losses';
export { meanVector, shiftTokens } from './meanShift';
export {
  headTokens,
  loadHead,
  studentTokens,
  type UnitTokens,
  unitTokens,
} from './projection';
export { type RankerProblem, type RankerSettings, trainRanker } from './ranker';
export { Student, type StudentWeights } from './student';
export { standardise, type TokenSet } from './tokens';
