export { ParseError } from './errors';
export { type MutableList, Rng, type RngState } from './rng';
export {
  type Interval,
  mean,
  meanDefined,
  percentileInterval,
  quantileSorted,
  standardDeviation,
} from './stats';
