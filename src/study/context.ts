import type { StudyConfig, StudyEvent } from '../report';
import type { StudyPlan } from './plan';
import type { Progress } from './progress';
import type { RankingWorld } from './ranking';
import type { TextStore } from './textStore';

/** What every stage of a study shares. */
export interface StudyContext extends RankingWorld {
  readonly config: StudyConfig;
  readonly plan: StudyPlan;
  readonly texts: TextStore;
  readonly progress: Progress;
  readonly onEvent: (event: StudyEvent) => void;
}
