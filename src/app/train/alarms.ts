import type { CollapseRow } from '../../report';
import type { Evaluated } from './evaluations';
import type { LogEntry } from './studyLog';

/** A student whose token vectors lost their spread, in words. */
export interface RaisedAlarm {
  readonly id: string;
  readonly method: string;
  /** Language and seed. */
  readonly of: string;
  readonly reasons: readonly string[];
  /** What that means for the weights that are kept; empty where nothing is known of them. */
  readonly kept: string;
}

/** The alarms that were raised, each with what became of its student. */
export function raisedAlarms(
  collapse: readonly CollapseRow[],
  evaluations: readonly Evaluated[],
): readonly RaisedAlarm[] {
  return collapse
    .filter(({ alarm }) => alarm)
    .map(({ method, language, seed, reasons }) => ({
      id: [method, language, seed].join(' '),
      method,
      of: [language, `seed ${seed}`].filter(Boolean).join(', '),
      reasons,
      kept: keptWords(
        evaluations.filter(
          (one) => one.method === method && one.language === language && one.seed === seed,
        ),
      ),
    }));
}

function keptWords(own: readonly Evaluated[]): string {
  const [start, chosen] = [own.find(({ step }) => step === 0), own.find((one) => one.chosen)];
  if (!chosen) return '';
  // A run that went on after a reload may not tell of its start.
  if (!start) return `The weights of step ${chosen.step} are kept.`;
  if (chosen === start)
    return 'No step was better than the start, whose weights are kept: the student learnt nothing.';
  const gain = 100 * (chosen.devMap - start.devMap);
  return `The weights of step ${chosen.step} are kept: held-out MAP × 100 ${gain.toFixed(1)} above the start.`;
}

/** What the log tells of students whose training ended in numbers that are none. */
export function divergences(log: readonly LogEntry[]): readonly string[] {
  return log
    .filter(({ kind, text }) => kind === 'alarm' && text.includes('Training diverged'))
    .map(({ text }) => text);
}

/** A learning rate to try after a collapse: a tenth, without the noise of floating point. */
export function gentlerRate(rate: number): number {
  return Number((rate / 10).toPrecision(6));
}
