import { Button, Progress } from '@mantine/core';
import { formatEta } from '../../app';
import { useApp, useAppState } from '../appContext';
import classes from './RunChip.module.css';

/** Progress of the running study, with pause and stop, on every screen. */
export function RunChip() {
  const app = useApp();
  const { progress, cancelling, paused } = useAppState((state) => state.study);
  const percent = Math.round(100 * (progress?.overall ?? 0));
  return (
    <span className={classes.run}>
      <Progress value={percent} w={96} aria-label="Study progress" />
      <span className="tabular">
        {percent} % · {paused === 'no' ? formatEta(progress?.eta ?? null) : 'paused'}
      </span>
      <Button
        size="compact-xs"
        variant="default"
        disabled={cancelling}
        aria-label={paused === 'no' ? 'Pause the study' : 'Resume the study'}
        onClick={app.study.toggle}
      >
        {paused === 'no' ? 'Pause' : 'Resume'}
      </Button>
      <Button
        size="compact-xs"
        variant="default"
        disabled={cancelling}
        aria-label="Stop the study"
        onClick={() => void app.study.cancel()}
      >
        {cancelling ? 'Stopping…' : 'Stop'}
      </Button>
    </span>
  );
}
