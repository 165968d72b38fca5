import type { RngState } from '../../lib';
import type { HostValues } from '../../nn';
import type { StudentSnapshot } from '../students/types';
import type { CurveRow, RunEnd } from '../types';
import type { BatchState } from './batches';

/** One parameter of a run: its weights and its Adam moments. */
export interface ParameterState {
  readonly w: HostValues;
  readonly m: HostValues;
  readonly v: HostValues;
}

/**
 * Everything that a run needs to go on as if it had never stopped; on the host, in no device's memory.
 * Plain values and arrays: what `encodeCheckpoint` writes.
 */
export interface TrainingState {
  /** Of problem, student, losses, settings and seed; a run restores only its own state. */
  readonly fingerprint: string;
  /** Steps done. */
  readonly step: number;
  readonly parameters: ReadonlyMap<string, ParameterState>;
  readonly batches: BatchState;
  /** The stream of dropout seeds. */
  readonly dropout: RngState;
  readonly best: {
    readonly step: number;
    readonly devMap: number;
    readonly snapshot: StudentSnapshot;
  };
  /** Evaluations in a row without a better dev MAP. */
  readonly worse: number;
  /** Dev MAP of step 0. */
  readonly startMap: number;
  /** Dev MAP by language when last evaluated. */
  readonly byLanguage: Readonly<Record<string, number>>;
  /** The loss of step 1, what divergence is measured against; 0 before it. */
  readonly firstLoss: number;
  /** The largest loss of a step that drew a language for the first time; of one language, `firstLoss`. */
  readonly worstFirstLoss: number;
  readonly curve: readonly CurveRow[];
  readonly ended?: RunEnd;
  /** What whoever keeps the state wants back beside it; JSON, NaN and infinity allowed. */
  readonly attached?: unknown;
}
