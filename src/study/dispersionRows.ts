import {
  type BootstrapDraws,
  checkLogitScale,
  type Estimate,
  measureDispersion,
  type ResolvedGroups,
} from '../eval';
import type { DispersionRow, LogitRow, TaskId } from '../report';

const MEASURES = ['range', 'sd', 'cv', 'gini', 'worstToBest', 'worst', 'transferGap'] as const;

/** How unequal the MAPs of every method are over the languages beside English. */
export function dispersionRows(
  task: TaskId,
  boot: BootstrapDraws,
  baseline: string | null,
): DispersionRow[] {
  const languages = boot.languages.filter((language) => language !== 'en');
  return measureDispersion(boot, languages, baseline).systems.flatMap((system) => {
    const row = (measure: string, own: Estimate | null, change: Estimate | null | undefined) =>
      own && {
        ...{ task, method: system.system, measure },
        ...{ value: own.value, ci: own.ci },
        ...{ delta: change?.value ?? null, deltaCi: change?.ci ?? null },
      };
    return [
      ...MEASURES.map((name) => row(name, system[name], system.change?.[name])),
      ...system.retained.map(({ language, share }) => row(`retained ${language}`, share, null)),
    ].filter((found) => found !== null);
  });
}

/** The gap of every method and its change in log odds. */
export function logitRows(
  task: TaskId,
  boot: BootstrapDraws,
  groups: ResolvedGroups,
  baseline: string | null,
): LogitRow[] {
  return checkLogitScale(boot, groups, baseline).map(({ system, gap, change }) => ({
    ...{ task, method: system, gap: gap?.logit.value ?? null },
    ...{ delta: change?.logit.value ?? null, deltaCi: change?.logit.ci ?? null },
    verdict: change?.verdict ?? null,
  }));
}
