import type { AlignResult } from '../../worker';
import type { AlignProblem } from '../alignProblem';
import { type Engine, messageOf } from '../engine';
import { latestWins } from '../latestWins';
import type { Look } from '../look/look';
import { type AppStore, patch } from '../store';
import type { Solved } from './difference';
import { againstHead, type HeadChoice, shownHead } from './heads';
import { settingsText, transportSettings } from './settings';
import type { studentViews } from './students';

interface Job {
  readonly problem: AlignProblem;
  readonly look: Look;
}

interface Answer {
  readonly solved: Solved;
  /** A of A - B where it is computed. */
  readonly against: Solved | null;
  readonly againstError: string | null;
}

/** Asks the engine, one question at a time, newest first. */
export function solver(
  store: AppStore,
  engine: Pick<Engine, 'align'>,
  asStudent: ReturnType<typeof studentViews>,
): (job: Job) => void {
  const solve = async ({ problem: given, look }: Job, choice: HeadChoice): Promise<Solved> => {
    const { problem, student } = await asStudent(given, look, choice);
    const request = { ...problem.vectors, ...transportSettings(look) };
    const result = (await engine.align(request)) as AlignResult;
    return { problem, result, vectors: student ?? 'encoder', settings: settingsText(look) };
  };
  const ask = latestWins<Job, Answer>(
    async (job) => {
      const solved = await solve(job, shownHead(job.look));
      const other = job.look.mode === 'difference' ? againstHead(job.look) : null;
      if (!other) return { solved, against: null, againstError: null };
      try {
        return { solved, against: await solve(job, other), againstError: null };
      } catch (error) {
        return { solved, against: null, againstError: messageOf(error) };
      }
    },
    (outcome) => {
      if ('error' in outcome)
        patch(store, 'align', { busy: false, error: messageOf(outcome.error) });
      else patch(store, 'align', { ...outcome.answer, busy: false, error: null });
    },
  );
  return (job) => {
    patch(store, 'align', { busy: true });
    ask(job);
  };
}

/** Everything that the answer depends on besides the pair; where it changes another answer is needed. */
export function askedFor(look: Look): string {
  const { epsilon, iterations, marginals, rho, mass, distortion, mode, gradient } = look;
  const heads = [shownHead(look), mode === 'difference' ? againstHead(look) : null];
  const runs = heads.map((head) => (head && head.side !== 'none' ? look[head.side] : null));
  return JSON.stringify([
    ...[epsilon, iterations, marginals, rho, mass, distortion, heads, runs],
    mode === 'gradient' && gradient,
  ]);
}
