import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import {
  aboutGroups,
  languageLabel,
  methodName,
  showMap,
  trainingGap,
  trainingTable,
} from '../../../app';
import { type Checkpoint, GapTrainingChart } from '../../charts/GapTrainingChart';
import view from '../../views/view.module.css';
import { ChartFrame } from '../ChartFrame';
import type { Gap } from './useGap';

/** The gap of held-out ids while students were trained. */
export function TrainingPanel({ gap: { report, groups, about } }: { readonly gap: Gap }) {
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
        <GapTrainingChart lines={model.lines} chosen={chosen} onChoose={setChosen} />
      </ChartFrame>
      <p className={view.soft} role="status" style={{ minHeight: '2.6em' }}>
        {point && chosen
          ? `${methodName(chosen.method)}, step ${point.step}: gap ${showMap(point.gap)} (high ${showMap(point.high)}, low ${showMap(point.low)}); ${[...point.languages].map(([code, value]) => `${languageLabel(code)} ${showMap(value)}`).join(', ')}. ${kept.length ? `Kept for ${kept.map(({ language, seed }) => `${language ?? 'all'}, seed ${seed}`).join('; ')}.` : 'No student was kept at this step.'}`
          : 'Choose a checkpoint for its numbers.'}
      </p>
    </section>
  );
}
