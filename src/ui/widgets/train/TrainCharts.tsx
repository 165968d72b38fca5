import { NativeSelect } from '@mantine/core';
import { useMemo, useState } from 'react';
import {
  CURVE_VALUES,
  type CurveLine,
  curveSeries,
  evaluationsOf,
  formatNumber,
  gapSeries,
  mapSeries,
  methodName,
  type Series,
  seriesTable,
  showChange,
  showPoints,
} from '../../../app';
import { useAppState } from '../../appContext';
import { SeriesChart } from '../../charts/SeriesChart';
import views from '../../views/view.module.css';
import { ChartFrame } from '../ChartFrame';
import { Evaluations } from './Evaluations';

/** Loss, marginal error, held-out MAP and gap over steps, while they come. */
export function TrainCharts({ lines }: { readonly lines: readonly CurveLine[] }) {
  const error = useMemo(() => curveSeries(lines, 'marginalError'), [lines]);
  return (
    <div className={views.halves}>
      <LossPanel lines={lines} />
      <section className={views.panel}>
        <ChartFrame
          title="Marginal error"
          note="Largest L1 error of both marginals in a batch: how far the plans are from transport. Losses that solve no plan have none."
          table={seriesTable(
            'marginal-error',
            'Marginal error by step',
            CURVE_VALUES.marginalError,
            error,
          )}
        >
          {error.length > 0 ? (
            <SeriesChart series={error} show={formatNumber} logarithmic />
          ) : (
            <Empty>Appears with the first step of a loss with transport.</Empty>
          )}
        </ChartFrame>
      </section>
      <MapPanel lines={lines} />
      <GapPanel lines={lines} />
    </div>
  );
}

const SMOOTHINGS = [
  { value: '0', label: 'no smoothing' },
  { value: '0.6', label: 'smoothing 0.6' },
  { value: '0.9', label: 'smoothing 0.9' },
  { value: '0.97', label: 'smoothing 0.97' },
];

/** The ranker's loss is of another kind and many times larger: it would press the students' lines flat. */
const PARTS = [
  { value: 'students', label: 'students' },
  { value: 'ranker', label: 'ranker' },
  { value: 'all', label: 'all lines' },
];

function LossPanel({ lines }: LinesProps) {
  const [smoothing, setSmoothing] = useState(0);
  const [wanted, setPart] = useState<string | null>(null);
  const hasStudents = lines.some(({ stage }) => stage !== 'ranker');
  const part = wanted ?? (hasStudents ? 'students' : 'ranker');
  const loss = useMemo(() => {
    const shown = lines.filter(
      ({ stage }) => part === 'all' || (stage === 'ranker') === (part === 'ranker'),
    );
    return curveSeries(shown, 'loss', smoothing);
  }, [lines, part, smoothing]);
  return (
    <section className={views.panel}>
      <ChartFrame
        title="Loss"
        table={seriesTable('loss', 'Loss by step', CURVE_VALUES.loss, loss, {
          ...{ lines: part, smoothing },
        })}
        controls={
          <>
            <NativeSelect
              size="xs"
              w="5.9rem"
              aria-label="Lines of the loss"
              value={part}
              data={PARTS}
              onChange={(event) => setPart(event.currentTarget.value)}
            />
            <NativeSelect
              size="xs"
              w="7rem"
              aria-label="Smoothing of the loss"
              value={String(smoothing)}
              data={SMOOTHINGS}
              onChange={(event) => setSmoothing(Number(event.currentTarget.value))}
            />
          </>
        }
      >
        <SeriesChart series={loss} show={formatNumber} />
      </ChartFrame>
    </section>
  );
}

interface LinesProps {
  readonly lines: readonly CurveLine[];
}

function MapPanel({ lines }: LinesProps) {
  const [wanted, setMethod] = useState('');
  const [picked, setPicked] = useState<string | null>(null);
  const methods = [...new Set(lines.map(({ stage }) => stage))].filter(
    (stage) => stage !== 'ranker',
  );
  const method = methods.includes(wanted) ? wanted : null;
  const series = useMemo(() => mapSeries(lines, method), [lines, method]);
  const evaluations = useMemo(() => evaluationsOf(lines), [lines]);
  const chosen = evaluations.find(({ id }) => id === picked) ?? null;
  const find = ({ stage, seed, language }: Series, step: number) =>
    evaluations.find(
      (one) =>
        one.method === stage &&
        one.seed === seed &&
        one.step === step &&
        (one.language === null || one.language === language),
    );
  return (
    <section className={views.panel}>
      <ChartFrame
        title="MAP × 100 on held-out ids"
        table={seriesTable('held-out-map', 'MAP × 100 on held-out ids', CURVE_VALUES.map, series)}
        controls={
          <NativeSelect
            size="xs"
            aria-label="Method whose languages are shown"
            value={method ?? ''}
            data={[
              { value: '', label: 'all students' },
              ...methods.map((value) => ({ value, label: `languages of ${methodName(value)}` })),
            ]}
            onChange={(event) => setMethod(event.currentTarget.value)}
          />
        }
      >
        {series.length > 0 ? (
          <SeriesChart
            series={series}
            show={showPoints}
            byLanguage={method !== null}
            picked={pickedMark(series, chosen)}
            onPick={(one, { step }) => setPicked(find(one, step)?.id ?? null)}
          />
        ) : (
          <Empty>Appears with the first evaluation.</Empty>
        )}
      </ChartFrame>
      <Evaluations evaluations={evaluations} picked={chosen} onPick={setPicked} />
    </section>
  );
}

function pickedMark(
  series: readonly Series[],
  chosen: { method: string; seed: number; language: string | null; step: number } | null,
) {
  if (!chosen) return null;
  const line = series.find(
    ({ stage, seed, language }) =>
      stage === chosen.method &&
      seed === chosen.seed &&
      (chosen.language === null || language === chosen.language),
  );
  return line ? { id: line.id, step: chosen.step } : null;
}

function GapPanel({ lines }: LinesProps) {
  const groups = useAppState((state) => state.study.groups);
  const series = useMemo(() => gapSeries(lines, groups), [lines, groups]);
  const names = groups && `High ${groups.high.join(' ')}, low ${groups.low.join(' ')}. `;
  return (
    <section className={views.panel}>
      <ChartFrame
        title="Gap on held-out ids, × 100"
        note={`${names ?? ''}Mean MAP of the high group minus that of the low group, by the last evaluation of each language. Listed below: what changed since the start.`}
        table={seriesTable('held-out-gap', 'Gap × 100 on held-out ids', CURVE_VALUES.gap, series)}
      >
        {series.length > 0 ? (
          <>
            <SeriesChart series={series} show={showPoints} />
            <ul className={views.list}>
              {series.map(({ id, change, levelsDown }) => (
                <li key={id}>
                  {id}: gap {signed(change.gap)}, high {signed(change.high)}, low{' '}
                  {signed(change.low)}
                  {levelsDown && <strong> · levelling down: the high group pays</strong>}
                </li>
              ))}
            </ul>
          </>
        ) : (
          <Empty>Appears once every language of both groups was evaluated.</Empty>
        )}
      </ChartFrame>
    </section>
  );
}

/** Of points, as changes of MAP are shown everywhere. */
function signed(points: number): string {
  return showChange(points / 100);
}

function Empty({ children }: { readonly children: string }) {
  return (
    <p className={views.soft} style={{ minHeight: '17rem', paddingTop: '1rem' }}>
      {children}
    </p>
  );
}
