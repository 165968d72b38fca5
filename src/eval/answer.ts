import type { DisparityLabel } from './disparityLabel';
import { type Estimate, excludesZero } from './statistic';

/** The numbers of one answer; `system`, `baseline` and `task` are names fit to be shown. */
export interface AnswerInput {
  readonly system: string;
  readonly baseline: string;
  readonly task: string;
  /** Why there is no gap (`ResolvedGroups.reason`), or null. */
  readonly reason: string | null;
  readonly baseGap: Estimate | null;
  readonly gap: Estimate | null;
  /** Gap of the system minus gap of the baseline; negative = narrower. */
  readonly change: Estimate | null;
  readonly relativeCut: Estimate | null;
  readonly gainLow: Estimate | null;
  readonly gainHigh: Estimate | null;
  readonly label: DisparityLabel;
  /** Of the intervals, e.g. .95. */
  readonly level: number;
  /** The strongest other method: its name, gap of the system minus its gap, and a Holm-corrected p if there is one. */
  readonly rival?: {
    readonly name: string;
    readonly extra: Estimate | null;
    readonly holmP?: number;
  };
}

const NOT_MEASURED = 'no measurement of the system or the baseline';

/**
 * The answer to "does it narrow the gap?" in one to three sentences, for every outcome: narrower, wider, nothing
 * resolved, not computable. A direction is claimed only when the interval of the change excludes 0, a comparison with
 * the rival only when its interval does; "gap" turns into a lead of the low group where the baseline's gap is negative.
 *
 * @see ../shared/design/evaluation.md, section 4, answer template
 */
export function writeAnswer(input: AnswerInput): string {
  const { reason, gap, baseGap, change } = input;
  if (reason !== null || !gap || !baseGap || !change)
    return `${input.task}: the high-low MAP gap cannot be computed: ${reason ?? NOT_MEASURED}.`;
  return [verdict(input, baseGap, gap, change), caution(input.label), rivalry(input)]
    .filter(Boolean)
    .join(' ');
}

/** What happened to the gap, with all its numbers. */
function verdict(input: AnswerInput, baseGap: Estimate, gap: Estimate, change: Estimate): string {
  const { system, baseline, task, gainLow, gainHigh } = input;
  const span = `from ${plain(baseGap.value)} (${baseline}) to ${plain(gap.value)}`;
  const cut = input.relativeCut;
  const relative =
    cut && change.value < 0 && excludesZero(change)
      ? `, relative ${percent(cut.value)}${cut.ci ? ` [${cut.ci.map(percent).join(', ')}]` : ''}`
      : '';
  const numbers = `(ΔG = ${withInterval(change, input.level, true)}${relative})`;
  const shares =
    gainLow && gainHigh
      ? `; low ${withInterval(gainLow, input.level)}, high ${withInterval(gainHigh, input.level)}`
      : '';
  const rest = `${span} ${numbers}${shares}.`;
  if (!change.ci)
    return `${task}: no verdict, too few queries for an interval: with ${system} the high-low MAP gap went ${rest}`;
  if (!excludesZero(change))
    return `${task}: no change of the high-low MAP gap is resolved: with ${system} it went ${rest}`;
  return `${task}: ${system} ${direction(baseGap, gap, change)} ${rest}`;
}

/** Verb and object; "cut" and "widened" speak of a gap behind which the low group stands at the start. */
function direction(baseGap: Estimate, gap: Estimate, change: Estimate): string {
  const narrower = change.value < 0;
  if (baseGap.value < 0)
    return narrower
      ? 'moved the high-low MAP gap further in favour of the low group,'
      : 'moved the high-low MAP gap in favour of the high group,';
  if (!narrower) return 'widened the high-low MAP gap';
  if (gap.value < 0 && excludesZero(gap))
    return 'turned the high-low MAP gap round, so that the low group leads,';
  return 'cut the high-low MAP gap';
}

function caution(label: DisparityLabel): string {
  if (label === 'levelling up') return 'This is levelling up.';
  if (label === 'levelling down')
    return 'This is levelling down: the gap narrows because the high group falls.';
  return '';
}

/** How the system compares with the strongest other method. */
function rivalry({ rival, system, level }: AnswerInput): string {
  if (!rival?.extra) return '';
  const numbers = `${withInterval(rival.extra, level, true)}${showP(rival.holmP)}`;
  if (!excludesZero(rival.extra))
    return `Against ${rival.name} no difference of the gaps is resolved (${numbers}).`;
  return rival.extra.value < 0
    ? `Against ${rival.name} the gap of ${system} is narrower still (${numbers}).`
    : `Against ${rival.name} the gap of ${system} is wider (${numbers}).`;
}

function showP(p: number | undefined): string {
  if (p === undefined) return '';
  return p < 0.001 ? ', Holm p < .001' : `, Holm p = ${plain(p)}`;
}

function withInterval({ value, ci }: Estimate, level: number, name = false): string {
  const label = name ? `${+(100 * level).toFixed(1)} % CI ` : '';
  return `${signed(value)}${ci ? `${name ? ', ' : ' '}${label}[${ci.map(signed).join(', ')}]` : ''}`;
}

/** Three decimals without leading zero, five where three would show a number other than 0 as 0. */
function plain(x: number): string {
  const digits = Math.abs(x) >= 0.0005 || x === 0 ? 3 : 5;
  return x
    .toFixed(digits)
    .replace('-', '−')
    .replace(/^(−?)0\./, '$1.');
}

function signed(x: number): string {
  return x > 0 ? `+${plain(x)}` : plain(x);
}

function percent(x: number): string {
  return `${(100 * x).toFixed(0).replace('-', '−')} %`;
}
