import type { TextSpan } from '../data';
import type { EncoderWeights, NnOps } from '../nn';
import type { StudyConfig, StudyEvent } from '../report';
import type { Pace } from '../train';
import type { StudyCheckpoints } from './checkpoints';
import type { ImportedStudent, StudentPiece } from './exchange';
import type { StudyMethod, TrainedMethod } from './methods';
import type { StudyInput, StudyPlan } from './plan';
import type { Progress } from './progress';
import type { RankingWorld } from './ranking';
import type { TextStore } from './textStore';
import type { Translations } from './translations';
import type { PutFile, TrecFiles } from './trecFiles';

/** What every stage of a study shares. */
export interface StudyContext extends RankingWorld {
  readonly config: StudyConfig;
  readonly methods: readonly StudyMethod[];
  readonly plan: StudyPlan;
  /** A projection that was trained elsewhere. */
  readonly head?: StudyInput['head'];
  readonly texts: TextStore;
  /** The characters of a text's tokens without special ones, where the encoder tells them. */
  readonly spansOf: ((text: string) => readonly (TextSpan | undefined)[]) | undefined;
  /** Plans of every pair by language, where they come from frozen states. */
  readonly plans: ReadonlyMap<string, readonly Float32Array[]> | undefined;
  /** Where ranker and students are trained. */
  readonly nn: NnOps;
  /** Where a student trains layers. */
  readonly encoder: EncoderWeights | undefined;
  readonly checkpoints: StudyCheckpoints | undefined;
  /** Those that the config names. */
  readonly imported: readonly ImportedStudent[];
  /** What stands in for the queries of a language, one text a query, by where it comes from. */
  readonly translations: Translations;
  /** Where rankings are written to, if they are. */
  readonly trec: TrecFiles | undefined;
  readonly onStudent: ((student: StudentPiece) => Promise<void>) | undefined;
  /** Gets each head as it is at each evaluation. */
  readonly onEvaluated: ((student: StudentPiece) => Promise<void>) | undefined;
  /** Gets `plans.npz` and `plans.json`. */
  readonly onPlans: PutFile | undefined;
  readonly pace: Pace | undefined;
  /** Whether the state of a method's student is small enough to be kept. */
  readonly keeps: (method: TrainedMethod) => boolean;
  /** In place of a lost device opens another, here too, and gives its backend. */
  readonly reopen: ((tell: (message: string) => void) => Promise<NnOps>) | undefined;
  readonly progress: Progress;
  readonly now: () => number;
  readonly onEvent: (event: StudyEvent) => void;
}
