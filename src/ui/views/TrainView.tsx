import { Button, Progress } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { draftProblem, formatEta } from '../../app';
import { useApp, useAppState } from '../appContext';
import { Notice } from '../widgets/Notice';
import { StudyForm } from '../widgets/StudyForm';
import classes from './view.module.css';

const CurveChart = lazy(() =>
  import('../charts/CurveChart').then((module) => ({ default: module.CurveChart })),
);

/** Settings, run, progress, curves. */
export function TrainView() {
  const { running, curves, notes, error } = useAppState((state) => state.study);
  return (
    <div className={classes.view}>
      <h2 className={classes.title}>
        Train <small>train the English ranker, distil on bitext alone, rank, measure</small>
      </h2>
      <StudyForm />
      <RunControls />
      {error && (
        <Notice tone={error === 'Run cancelled.' ? 'plain' : 'bad'} title="The run stopped">
          {error}
        </Notice>
      )}
      <section className={classes.panel} aria-label="Training curves">
        <h3>Training curves</h3>
        {curves.length ? (
          <Suspense fallback={<div style={{ minHeight: '19rem' }} aria-busy="true" />}>
            <CurveChart lines={curves} />
          </Suspense>
        ) : (
          <p className={classes.soft}>
            {running ? 'The encoder reads the texts first.' : 'Loss and held-out MAP appear here.'}
          </p>
        )}
      </section>
      {notes.length > 0 && (
        <section className={classes.panel} aria-label="Notes of the run">
          <h3>Notes</h3>
          <ul className={classes.list}>
            {[...new Set(notes)].map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

/** Run or cancel, with the reason where it cannot run. */
function RunControls() {
  const app = useApp();
  const { running, cancelling, progress, draft } = useAppState((state) => state.study);
  const summary = useAppState((state) => state.data.summary);
  const { status, crash } = useAppState((state) => state.engine);
  const noDevice = status && status.state !== 'ready' ? status.message : null;
  const reason = crash ?? noDevice ?? draftProblem(draft);
  return (
    <section className={classes.panel} aria-label="Run">
      <div className={classes.row}>
        {running ? (
          <Button
            color="red"
            variant="outline"
            disabled={cancelling}
            onClick={() => void app.study.cancel()}
          >
            {cancelling ? 'Stopping…' : 'Cancel'}
          </Button>
        ) : (
          <Button disabled={reason !== null} onClick={() => void app.study.run()}>
            {summary ? `Run on ${summary.corpus}` : 'Load the synthetic sample and run'}
          </Button>
        )}
        <p className={classes.soft}>{reason ?? whatRuns(summary?.synthetic ?? true)}</p>
      </div>
      {running && (
        <div style={{ marginTop: '0.75rem' }}>
          <Progress value={100 * (progress?.overall ?? 0)} aria-label="Share of the whole run" />
          <p className={classes.soft} role="status" style={{ marginTop: '0.4rem' }}>
            {progress
              ? `${progress.stage} · ${progress.label} · ${progress.done} of ${progress.total} · ${Math.round(100 * progress.overall)} % of the run · ${formatEta(progress.eta)} left`
              : 'Starting…'}
          </p>
        </div>
      )}
    </section>
  );
}

function whatRuns(synthetic: boolean): string {
  return synthetic
    ? 'The embedded sample is synthetic: its numbers show how the tool works, not how languages differ.'
    : 'Students see bitext alone; relevance judgements are English only.';
}
