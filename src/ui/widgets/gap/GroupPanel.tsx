import {
  aboutGroups,
  baselineOf,
  type GroupModel,
  groupTable,
  isLevellingDown,
  MAP,
  methodName,
  overallMeans,
  queryGroups,
  reportGroups,
  showMap,
} from '../../../app';
import { useApp } from '../../appContext';
import { GroupChart } from '../../charts/GroupChart';
import view from '../../views/view.module.css';
import { ChartFrame } from '../ChartFrame';
import { Notice } from '../Notice';
import { GroupEditor } from './GroupEditor';
import { useAnswer } from './useAnswer';
import type { Gap } from './useGap';

/** Both groups and the gap between them, method by method. */
export function GroupPanel({ gap }: { readonly gap: Gap }) {
  const app = useApp();
  const { report, run, task, points, groups, measure, about } = gap;
  const { bootstrap } = report.config;
  const baseline = baselineOf(points);
  const asked = gap.queries.a && measure === MAP;
  const { name, high, low } = groups;
  const answer = useAnswer(asked ? JSON.stringify([run, task, high, low]) : null, () =>
    app.gap.gaps({ run, task, baseline, bootstrap, groups: { name, high, low } }),
  );
  const model = answer.value
    ? queryGroups(answer.value, baseline)
    : reportGroups(report, task, points, groups);
  const means = overallMeans(points);
  const down = model.rows.filter(isLevellingDown).map(({ method }) => methodName(method));
  const table = groupTable(model, measure, means, { ...about, ...aboutGroups(groups) });
  const { length } = model.rows.filter(({ gap: one }) => one);
  return (
    <section className={view.panel} aria-label="Groups and gap">
      {down.length > 0 && (
        <Notice tone="warn" title="Levelling down">
          {down.join(', ')}: the gap closes because the high group loses
          {model.source === 'queries' && ', by more than its interval'}.
        </Notice>
      )}
      <ChartFrame
        title="High group, low group, and the gap"
        note={noteOf(gap, model, answer)}
        table={table}
      >
        {length > 0 ? (
          <GroupChart {...{ model, measure }} />
        ) : (
          <p>No gap: a group has no language that every method was measured in.</p>
        )}
      </ChartFrame>
      <GroupEditor gap={gap} />
      <p className={view.soft}>
        {measure} × 100 beside English, macro (every language alike) / micro (every query alike):{' '}
        {means
          .map(
            ({ method, macro, micro }) =>
              `${methodName(method)} ${showMap(macro)} / ${showMap(micro)}`,
          )
          .join('; ')}
        .
      </p>
    </section>
  );
}

function noteOf(
  { report, measure, groups }: Gap,
  { source, baseline }: GroupModel,
  {
    busy,
    error,
    value,
  }: ReturnType<typeof useAnswer<Awaited<ReturnType<ReturnType<typeof useApp>['gap']['gaps']>>>>,
) {
  const { replicates, seed } = report.config.bootstrap;
  const what = `Groups are macro means over their languages; Δ is the change of the gap against ${baseline === null ? 'nothing: there is no zero-shot transfer in this run' : methodName(baseline)}.`;
  if (measure !== MAP) return `${what} ${measure} has no intervals in the report.`;
  if (source === 'queries')
    return `${what} 95 % intervals by a paired bootstrap over ${value?.drawn}, B = ${replicates}, seed ${seed}, computed here from queries.csv${groups.edited ? ' for the edited groups' : ''}.`;
  if (busy) return `${what} Intervals are being computed …`;
  if (error) return `${what} Intervals could not be computed: ${error}`;
  if (source === 'report')
    return `${what} 95 % intervals of gap and change from the report, B = ${replicates}, seed ${seed}; those of the groups themselves need per-query results (queries.csv).`;
  return `${what} Point values: intervals of ${groups.edited ? 'edited groups' : 'these groups'} need per-query results (queries.csv).`;
}
