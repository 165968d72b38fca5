import { NativeSelect, SegmentedControl } from '@mantine/core';
import { methodName, type TaskId, taskTitle } from '../../../app';
import { useApp, useAppState } from '../../appContext';
import classes from './gap.module.css';
import type { Gap } from './useGap';

/** Task, measure, and what is compared with what. */
export function GapToolbar({ gap }: { readonly gap: Gap }) {
  const app = useApp();
  const b = useAppState((state) => state.look.b);
  const runs = useAppState((state) => state.look.runs);
  const { task, tasks, measure, measures, points, report, from, to } = gap;
  const methods = points.methods.map((value) => ({ value, label: methodName(value) }));
  return (
    <div className={classes.bar}>
      <NativeSelect
        label="Task"
        value={task}
        onChange={(event) => app.look.set({ task: event.currentTarget.value as TaskId })}
        data={tasks.map((value) => ({ value, label: taskTitle(value, report.topic) }))}
      />
      <NativeSelect
        label="Measure"
        value={measure}
        onChange={(event) => app.look.set({ measure: event.currentTarget.value })}
        data={[...measures]}
      />
      {b !== null && (
        <SegmentedControl
          aria-label="Compare"
          value={runs ? 'runs' : 'methods'}
          onChange={(value) => app.look.set({ runs: value === 'runs' })}
          data={[
            { value: 'methods', label: 'Two methods' },
            { value: 'runs', label: 'Run A and run B' },
          ]}
        />
      )}
      {!gap.other && (
        <NativeSelect
          label="Method A"
          value={from}
          onChange={(event) => app.look.set({ from: event.currentTarget.value })}
          data={methods}
        />
      )}
      <NativeSelect
        label={gap.other ? 'Method' : 'Method B'}
        value={to}
        onChange={(event) => app.look.set({ to: event.currentTarget.value })}
        data={methods}
      />
    </div>
  );
}
