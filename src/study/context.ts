import type { EncoderWeights, NnOps } from '../nn';
import type { StudyConfig, StudyEvent } from '../report';
import type { StudyMethod } from './methods';
import type { StudyPlan } from './plan';
import type { Progress } from './progress';
import type { RankingWorld } from './ranking';
import type { TextStore } from './textStore';

/** What every stage of a study shares. */
export interface StudyContext extends RankingWorld {
  readonly config: StudyConfig;
  readonly methods: readonly StudyMethod[];
  readonly plan: StudyPlan;
  readonly texts: TextStore;
  /** Plans of every pair by language, where they come from frozen states. */
  readonly plans: ReadonlyMap<string, readonly Float32Array[]> | undefined;
  /** Where ranker and students are trained. */
  readonly nn: NnOps;
  /** Where a student trains layers. */
  readonly encoder: EncoderWeights | undefined;
  readonly progress: Progress;
  readonly now: () => number;
  readonly onEvent: (event: StudyEvent) => void;
}
