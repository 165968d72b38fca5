import { Button, Progress } from '@mantine/core';
import { formatEta } from '../../app';
import { useApp, useAppState } from '../appContext';
import classes from './RunChip.module.css';

/** Progress of the running study, with a stop button, on every screen. */
export function RunChip() {
  const app = useApp();
  const progress = useAppState((state) => state.study.progress);
  const cancelling = useAppState((state) => state.study.cancelling);
  const percent = Math.round(100 * (progress?.overall ?? 0));
  return (
    <span className={classes.run}>
      <Progress value={percent} w={96} aria-label="Study progress" />
      <span className="tabular">
        {percent} % · {formatEta(progress?.eta ?? null)}
      </span>
      <Button
        size="compact-xs"
        variant="default"
        disabled={cancelling}
        onClick={() => void app.study.cancel()}
      >
        {cancelling ? 'Stopping…' : 'Stop'}
      </Button>
    </span>
  );
}
