import { Button, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import {
  aboutGroups,
  checkpointLook,
  keptAt,
  languageLabel,
  methodName,
  type RunStudent,
  showMap,
  trainingGap,
  trainingTable,
} from '../../../app';
import { useApp } from '../../appContext';
import { showGap } from '../../charts/chartStyle';
import { type Checkpoint, GapTrainingChart } from '../../charts/GapTrainingChart';
import view from '../../views/view.module.css';
import { ChartFrame } from '../ChartFrame';
import classes from './gap.module.css';
import type { Gap } from './useGap';

/** The gap of held-out ids while students were trained. */
export function TrainingPanel({ gap }: { readonly gap: Gap }) {
  const { report, groups, about } = gap;
  const open = useOpen(gap);
  const [chosen, setChosen] = useState<Checkpoint | null>(null);
  const model = trainingGap(report, groups);
  if (model.reason)
    return (
      <section className={view.panel} aria-label="Gap over training">
        <h3>Gap over training</h3>
        <p className={view.soft}>{model.reason}</p>
      </section>
    );
  const all = model.lines.flatMap(({ method, points }) =>
    points.map(({ step }) => ({ method, step })),
  );
  const line = model.lines.find(({ method }) => method === chosen?.method);
  const point = line?.points.find(({ step }) => step === chosen?.step);
  const kept = report.training.filter(
    (row) => row.method === chosen?.method && row.chosen === chosen.step,
  );
  const trained = [...new Set(model.lines.flatMap(({ high, low }) => [...high, ...low]))];
  return (
    <section className={view.panel} aria-label="Gap over training">
      <ChartFrame
        title="Gap over training, MAP × 100 of held-out ids"
        note={`Trained languages of the groups: ${trained.join(', ')}. Mean over the seeds; the band is their range. Steps at which every student was evaluated.`}
        table={trainingTable(model, { ...about, ...aboutGroups(groups) })}
        controls={
          <NativeSelect
            size="xs"
            aria-label="Checkpoint"
            value={chosen ? `${chosen.step} ${chosen.method}` : ''}
            onChange={({ currentTarget: { value } }) =>
              setChosen(all.find(({ step, method }) => `${step} ${method}` === value) ?? null)
            }
            data={[
              { value: '', label: 'Checkpoint …' },
              ...all.map(({ step, method }) => ({
                value: `${step} ${method}`,
                label: `${methodName(method)}, step ${step}`,
              })),
            ]}
          />
        }
      >
        <GapTrainingChart
          lines={model.lines}
          chosen={chosen}
          onChoose={(one) => open(one) || setChosen(one)}
        />
      </ChartFrame>
      <p className={view.soft} role="status" style={{ minHeight: '2.6em' }}>
        {point && chosen
          ? `${methodName(chosen.method)}, step ${point.step}: gap ${showGap(point.gap)} (high ${showMap(point.high)}, low ${showMap(point.low)}); ${[...point.languages].map(([code, value]) => `${languageLabel(code)} ${showMap(value)}`).join(', ')}. ${kept.length ? `Kept for ${kept.map(({ language, seed }) => `${language ?? 'all'}, seed ${seed}`).join('; ')}.` : 'No student was kept at this step.'}`
          : 'Choose a checkpoint for its numbers; a click on a mark opens it on the Align screen.'}
      </p>
      {chosen && <Students gap={gap} chosen={chosen} onOpen={(one) => open(chosen, one)} />}
    </section>
  );
}

/** Opens a student at a checkpoint on the Align screen; false where no weights are kept. */
function useOpen({ heads, groups }: Gap) {
  const app = useApp();
  return (checkpoint: Checkpoint, wanted?: RunStudent): boolean => {
    const students = keptAt(heads.a, checkpoint);
    const { language } = app.store.getState().look;
    const student =
      wanted ??
      students.find((one) => one.language === language) ??
      students.find((one) => one.language !== null && groups.low.includes(one.language)) ??
      students[0];
    if (!student) return false;
    app.look.set(checkpointLook(heads.a, student, checkpoint.step));
    app.go('align');
    return true;
  };
}

interface StudentsProps {
  readonly gap: Gap;
  readonly chosen: Checkpoint;
  readonly onOpen: (student: RunStudent) => void;
}

/** The students of a checkpoint, one a language. */
function Students({ gap, chosen, onOpen }: StudentsProps) {
  const students = keptAt(gap.heads.a, chosen);
  const first = students.filter(
    ({ language }, k) => students.findIndex((one) => one.language === language) === k,
  );
  if (first.length === 0)
    return (
      <p className={view.soft}>
        The weights at this step are not among the run’s files: it cannot be opened on the Align
        screen.
      </p>
    );
  return (
    <div className={classes.students}>
      <span className={view.soft}>Open on Align:</span>
      {first.map((one) => (
        <Button key={one.stem} size="compact-xs" variant="default" onClick={() => onOpen(one)}>
          {one.language === null ? 'joint student' : languageLabel(one.language)}
        </Button>
      ))}
    </div>
  );
}
