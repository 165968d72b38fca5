export { allTargets, pickTargets, shareOf } from './allTargets';
export { type FuzzCounts, type FuzzFailure, type FuzzOptions, runFuzz } from './runFuzz';
