import { Rng } from '../lib';
import type { NnOps } from '../nn';
import {
  type DistilProblem,
  runFingerprint,
  type TrainedStudent,
  type TrainHooks,
  type TrainingState,
  trainStudent,
} from '../train';
import type { StudyContext } from './context';
import type { TrainedMethod } from './methods';
import { trainSettings } from './settings';

/** A student to be trained, and what watches it. */
export interface ResumableJob {
  /** Names the student within the study. */
  readonly label: string;
  readonly method: TrainedMethod;
  readonly problem: DistilProblem;
  readonly seed: number;
  readonly evaluate: TrainHooks['evaluate'];
  readonly onPoint: TrainHooks['onPoint'];
  readonly onEvaluation?: TrainHooks['onEvaluation'];
  /** What the judge of the student has seen so far goes with each checkpoint, and comes back. */
  readonly evidence: { save(): unknown; restore(saved: unknown): void };
}

export interface ResumedStudent extends TrainedStudent {
  /** Steps run here and now, without those of a run before. */
  readonly ran: number;
}

/** Trains a student; where it was stopped before it goes on, and where it had ended its result is taken over. */
export async function trainResumable(
  context: StudyContext,
  job: ResumableJob,
): Promise<ResumedStudent> {
  const { nn, config, signal, now, onEvent, reopen } = context;
  const { method, problem, label, evidence } = job;
  const settings = trainSettings(method.settings, config);
  const rng = new Rng(job.seed);
  const kept = context.keeps(method) ? context.checkpoints?.student(label) : undefined;
  const tell = (message: string) => onEvent({ type: 'note', message });
  const alarm = (message: string) => onEvent({ type: 'note', message, alarm: true });
  if (context.checkpoints && !kept)
    tell(`${label}: its state is too large to be kept; once stopped it starts anew.`);
  const state = kept && (await find());
  if (state) evidence.restore(state.attached);
  if (state?.ended) return takeOver(state, job, tell);
  if (state) tell(`${label}: goes on from step ${state.step} of ${settings.steps}.`);
  const result = await trainStudent(nn, problem, method.spec, method.terms, settings, rng, {
    evaluate: job.evaluate,
    onPoint: job.onPoint,
    signal,
    now,
    ...(context.pace && { pace: context.pace }),
    onPaused: (at) => onEvent({ type: 'paused', label, ...at }),
    ...(job.onEvaluation && { onEvaluation: job.onEvaluation }),
    ...(state && { resume: state }),
    ...(kept && {
      checkpoint: (at: TrainingState) => kept.save({ ...at, attached: evidence.save() }),
    }),
    ...(reopen && context.keeps(method) && { reopen: (): Promise<NnOps> => reopen(alarm) }),
  });
  return { ...result, ran: result.steps - (state?.step ?? 0) };

  async function find(): Promise<TrainingState | undefined> {
    const print = await runFingerprint(problem, method.spec, method.terms, settings, rng);
    return kept!.load(print, tell);
  }
}

function takeOver(
  { best, step, curve, ended }: TrainingState,
  { label, onPoint }: ResumableJob,
  tell: (message: string) => void,
): ResumedStudent {
  tell(`${label}: was trained before; its weights are taken over.`);
  for (const point of curve) onPoint(point);
  return { ...best, steps: step, curve, ended: ended!, millisecondsPerStep: 0, ran: 0 };
}
