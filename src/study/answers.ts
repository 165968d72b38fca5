import {
  adjustHolm,
  type BootstrapDraws,
  compareGaps,
  type DisparityReport,
  type SystemDisparity,
  writeAnswer,
} from '../eval';
import { methodName, type StudyConfig, type TaskId } from '../report';
import { isTransport, resolveMethods } from './methods';
import { gapTest, type TestInput } from './testRows';

interface AnswerParts {
  readonly task: TaskId;
  readonly config: StudyConfig;
  readonly disparity: DisparityReport;
  readonly boot: BootstrapDraws;
  readonly tested: TestInput;
}

/**
 * The sentence for optimal transport against zero-shot transfer, and against the best other method: the one with the
 * highest mean over both groups. The p of the difference of their gaps is corrected by Holm over all other methods.
 */
export function answerOf({ task, config, disparity, boot, tested }: AnswerParts): string {
  const find = (name: string) => disparity.systems.find(({ system }) => system === name);
  const transports = resolveMethods(config)
    .filter(isTransport)
    .map(({ id }) => id);
  const name = transports.includes('ot') ? 'ot' : transports.find((id) => find(id));
  const ot = name === undefined ? undefined : find(name);
  const base = find('zero-shot');
  if (!ot || !base)
    return `${task}: optimal transport was not run, so its effect on the gap is not known.`;
  // The oracle asks in English: no method of a language can be held against it.
  const apart = [...transports, 'zero-shot', 'encoder-zero-shot', 'oracle'];
  const others = disparity.systems.filter(({ system, gap }) => gap && !apart.includes(system));
  const [rival] = [...others].sort((a, b) => overBoth(b) - overBoth(a));
  const ps = adjustHolm(others.map(({ system }) => gapTest(tested, ot.system, system)));
  const holmP = rival && ps[others.indexOf(rival)];
  return writeAnswer({
    system: ot.system === 'ot' ? 'OT' : methodName(ot.system),
    baseline: 'zero-shot transfer',
    task,
    reason: disparity.groups.reason,
    baseGap: base.gap,
    gap: ot.gap,
    change: ot.change,
    relativeCut: ot.relativeCut,
    gainLow: ot.gainLow,
    gainHigh: ot.gainHigh,
    label: ot.label,
    level: boot.level,
    ...(rival && {
      rival: {
        name: methodName(rival.system),
        extra: compareGaps(boot, disparity.groups, ot.system, rival.system),
        ...(typeof holmP === 'number' && { holmP }),
      },
    }),
  });
}

function overBoth({ high, low }: SystemDisparity): number {
  return (high?.value ?? 0) + (low?.value ?? 0);
}
