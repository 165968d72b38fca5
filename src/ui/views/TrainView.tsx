import { lazy, Suspense } from 'react';
import { useAppState } from '../appContext';
import { Notice } from '../widgets/Notice';
import { StudyForm } from '../widgets/StudyForm';
import { Alarms } from '../widgets/train/Alarms';
import { EventLog } from '../widgets/train/EventLog';
import { PresetBar } from '../widgets/train/PresetBar';
import { RunControls } from '../widgets/train/RunControls';
import { UnfinishedOffer } from '../widgets/train/UnfinishedOffer';
import classes from './view.module.css';

const TrainCharts = lazy(() =>
  import('../widgets/train/TrainCharts').then((m) => ({ default: m.TrainCharts })),
);

/** A preset, run, the settings behind it, alarms, curves, what happened. */
export function TrainView() {
  const { running, curves, error } = useAppState((state) => state.study);
  return (
    <div className={classes.view}>
      <h2 className={classes.title}>
        Train <small>train the English ranker, distil on bitext alone, rank, measure</small>
      </h2>
      <UnfinishedOffer />
      <PresetBar />
      <RunControls />
      <StudyForm />
      {error && (
        <Notice tone={error === 'Run cancelled.' ? 'plain' : 'bad'} title="The run stopped">
          {error}
        </Notice>
      )}
      <Alarms />
      {curves.length > 0 ? (
        <Suspense fallback={<div style={{ minHeight: '40rem' }} aria-busy="true" />}>
          <TrainCharts lines={curves} />
        </Suspense>
      ) : (
        <section className={classes.panel} aria-label="Training curves">
          <h3>Training curves</h3>
          <p className={classes.soft}>
            {running
              ? 'The encoder reads the texts first.'
              : 'Loss, marginal error, held-out MAP by language and the gap appear here while a study runs.'}
          </p>
        </section>
      )}
      <EventLog />
    </div>
  );
}
