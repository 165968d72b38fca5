import { type EngineStatus, formatBytes } from '../../app';
import { useAppState } from '../appContext';
import classes from './StatusLine.module.css';

/** The device and its memory in full, and where the data goes: nowhere. */
export function StatusLine() {
  const { status, crash } = useAppState((state) => state.engine);
  const worksOffline = useAppState((state) => state.worksOffline);
  return (
    <footer className={classes.line} data-engine={crash ? 'stopped' : (status?.state ?? 'opening')}>
      <span>{crash ?? describeStatus(status)}</span>
      <span>
        Everything runs in this browser; no data leaves it.{worksOffline && ' Works offline.'}
      </span>
    </footer>
  );
}

function describeStatus(status: EngineStatus | null): string {
  if (!status) return 'Opening the GPU…';
  if (status.state !== 'ready') return status.message;
  const { adapter, liveBytes } = status;
  const name = [adapter.vendor, adapter.architecture, adapter.description]
    .filter(Boolean)
    .join(' ');
  const memory = `${formatBytes(liveBytes)} on the device`;
  return adapter.software
    ? `${name}: software adapter, right but slow; timings not comparable · ${memory}`
    : `${name} · ${memory}`;
}
