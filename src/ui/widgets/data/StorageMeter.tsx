import { Progress } from '@mantine/core';
import { formatBytes, type StorageState } from '../../../app';
import classes from './data.module.css';

const PLACES = {
  opfs: 'the file system of this page',
  indexeddb: 'this page’s database',
  memory: 'memory',
} as const;

/** How much room the browser gives, and whether it promised to keep what is there. */
export function StorageMeter({ storage }: { readonly storage: StorageState }) {
  const { usage, quota, persisted, shardBytes, backend } = storage;
  const known = usage !== null && quota !== null && quota > 0;
  return (
    <div className={classes.progress}>
      {known && (
        <Progress
          className={classes.bar}
          value={(100 * usage) / quota}
          aria-label="Storage that this page takes"
        />
      )}
      <span>
        {formatBytes(shardBytes)} of data in {PLACES[backend]}
        {known && `; ${formatBytes(usage)} of ${formatBytes(quota)} with models and caches`}.{' '}
        {persisted
          ? 'The browser keeps it until you delete it.'
          : 'The browser may clear it when the disk runs full: keep your own files, too.'}
      </span>
    </div>
  );
}
