import { Button, CloseButton } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useApp, useAppState } from '../../appContext';
import views from '../../views/view.module.css';
import { Notice } from '../Notice';
import classes from './data.module.css';
import { ShardRow } from './ShardRow';
import { StorageMeter } from './StorageMeter';

/** What is kept in this browser: open it again without its files, or delete it. */
export function Shelf({ locked }: { readonly locked: boolean }) {
  const app = useApp();
  const { shards, storage, busy, note, error } = useAppState((state) => state.shelf);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    const refresh = () => void app.shelf.refresh();
    refresh();
    // Another tab may have stored or deleted something.
    addEventListener('focus', refresh);
    return () => removeEventListener('focus', refresh);
  }, [app]);
  const there = (shards ?? []).filter(({ hash }) => chosen.has(hash)).map(({ hash }) => hash);
  const choose = (hash: string, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(hash);
    else next.delete(hash);
    setChosen(next);
  };
  return (
    <section className={`${views.panel} ${classes.stack}`} aria-label="Kept in this browser">
      <div className={classes.head}>
        <h3>Kept in this browser</h3>
        <Button
          size="compact-sm"
          variant="default"
          disabled={locked || busy !== null || there.length === 0}
          onClick={() => void app.shelf.open(there)}
        >
          Open the chosen together
        </Button>
      </div>
      {error && (
        <Notice tone="bad" title="Storage">
          <div className={classes.head}>
            <span>{error}</span>
            <CloseButton aria-label="Dismiss" onClick={app.shelf.dismiss} />
          </div>
        </Notice>
      )}
      {shards && shards.length > 0 && (
        <ul className={classes.shards}>
          {shards.map((shard) => (
            <ShardRow
              key={shard.hash}
              shard={shard}
              locked={locked || busy !== null}
              chosen={chosen.has(shard.hash)}
              onChoose={(on) => choose(shard.hash, on)}
            />
          ))}
        </ul>
      )}
      <p className={classes.facts} role="status">
        {note ??
          busy ??
          (shards === null
            ? 'Looking…'
            : shards.length === 0
              ? 'Nothing yet. What is loaded can be kept, so that it opens again without its files.'
              : 'A corpus or collection opens with the bitexts that are chosen beside it.')}
      </p>
      {storage ? <StorageMeter storage={storage} /> : <div className={classes.progress} />}
    </section>
  );
}
