import type { Gpu } from '../gpu';
import type { StudyConfig, StudyEvent } from '../report';
import type { StudyPlan } from './plan';
import type { Progress } from './progress';
import type { TextStore } from './textStore';

/** What every stage of a study shares. */
export interface StudyContext {
  readonly gpu: Gpu;
  readonly config: StudyConfig;
  readonly plan: StudyPlan;
  readonly texts: TextStore;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  readonly onEvent: (event: StudyEvent) => void;
}
