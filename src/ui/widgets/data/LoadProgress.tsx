import { Button, Progress } from '@mantine/core';
import { formatBytes } from '../../../app';
import { useApp, useAppState } from '../../appContext';
import classes from './data.module.css';

/** How far the files are read, with a way to stop; keeps its place while nothing is read. */
export function LoadProgress() {
  const app = useApp();
  const busy = useAppState((state) => state.data.busy);
  const progress = useAppState((state) => state.data.progress);
  const percent = progress && progress.total > 0 ? (100 * progress.done) / progress.total : 0;
  return (
    <div className={classes.progress} aria-live="polite">
      {busy && (
        <>
          <span>{busy}</span>
          <Progress className={classes.bar} value={percent} aria-label="Files read" />
          {progress && (
            <span className="tabular">
              {formatBytes(progress.done)} of {formatBytes(progress.total)}
            </span>
          )}
          <Button size="compact-sm" variant="default" onClick={app.data.cancel}>
            Cancel
          </Button>
        </>
      )}
    </div>
  );
}
