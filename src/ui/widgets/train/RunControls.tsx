import { Button, Progress } from '@mantine/core';
import { draftProblem, formatEta, formatNumber } from '../../../app';
import { useApp, useAppState } from '../../appContext';
import views from '../../views/view.module.css';
import { Estimate } from './Estimate';

/** Run, pause, step, stop; with the reason where it cannot run and, before it does, what it would take. */
export function RunControls() {
  const app = useApp();
  const { running, cancelling, paused, draft, elsewhere } = useAppState((state) => state.study);
  const summary = useAppState((state) => state.data.summary);
  const { status, crash } = useAppState((state) => state.engine);
  const noDevice = status && status.state !== 'ready' ? status.message : null;
  const opened = useAppState((state) => state.study.encoder.opened);
  const { source } = draft.encoder;
  const shut =
    source === 'embedded' || source === opened
      ? null
      : `The settings name the encoder ${source}: open it under Settings, Encoder first.`;
  const reason = crash ?? noDevice ?? (elsewhere ? ELSEWHERE : (draftProblem(draft) ?? shut));
  return (
    <section className={views.panel} aria-label="Run">
      <div className={views.row}>
        {running ? (
          <>
            {paused === 'no' ? (
              <Button
                variant="default"
                disabled={cancelling}
                onClick={() => void app.study.pause()}
              >
                Pause
              </Button>
            ) : (
              <Button disabled={cancelling} onClick={() => void app.study.resume()}>
                Resume
              </Button>
            )}
            <Button variant="default" disabled={cancelling} onClick={() => void app.study.step()}>
              Step
            </Button>
            <Button
              color="red"
              variant="outline"
              disabled={cancelling}
              onClick={() => void app.study.cancel()}
            >
              {cancelling ? 'Stopping…' : 'Stop'}
            </Button>
            <p className={views.soft}>Stop keeps what was trained; it can go on later.</p>
          </>
        ) : (
          <>
            <Button disabled={reason !== null} onClick={() => void app.study.run()}>
              {summary ? `Run on ${summary.corpus}` : 'Load the synthetic sample and run'}
            </Button>
            <p className={views.soft}>{reason ?? whatRuns(summary?.synthetic ?? true)}</p>
          </>
        )}
      </div>
      <div style={{ minHeight: '3.4rem', marginTop: '0.75rem' }}>
        {running ? <Where /> : <Estimate />}
      </div>
    </section>
  );
}

const ELSEWHERE =
  'Another tab of this browser is training; one at a time does. Wait for it, or stop it there.';

/** How far the run is. */
function Where() {
  const { progress, paused, at } = useAppState((state) => state.study);
  const where = progress
    ? `${progress.stage} · ${progress.label} · ${progress.done} of ${progress.total} · ${Math.round(100 * progress.overall)} % of the run · ${progress.eta === null ? 'time left not known yet' : `${formatEta(progress.eta)} left`}`
    : 'Starting…';
  return (
    <>
      <Progress value={100 * (progress?.overall ?? 0)} aria-label="Share of the whole run" />
      <p className={views.soft} role="status" style={{ marginTop: '0.4rem' }}>
        {paused === 'no' ? where : pausedText(at, where)}
      </p>
    </>
  );
}

function pausedText(
  at: { label: string; step: number; loss: number | null } | null,
  where: string,
): string {
  if (!at) return `Pausing at the next training step · ${where}`;
  const loss = at.loss === null ? '' : ` · loss ${formatNumber(at.loss)}`;
  return `Paused · ${at.label} · after step ${at.step}${loss}`;
}

function whatRuns(synthetic: boolean): string {
  return synthetic
    ? 'The embedded sample is synthetic: its numbers show how the tool works, not how languages differ.'
    : 'Students see bitext alone; relevance judgements are English only.';
}
