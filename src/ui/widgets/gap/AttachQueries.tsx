import { Button } from '@mantine/core';
import { useRef, useState } from 'react';
import { fromPicker, messageOf } from '../../../app';
import { useApp } from '../../appContext';
import view from '../../views/view.module.css';
import { Notice } from '../Notice';
import type { Gap } from './useGap';

/** Says what is missing, and takes a `queries.csv` for the run that lacks one. */
export function AttachQueries({ gap: { run, other, queries } }: { readonly gap: Gap }) {
  const app = useApp();
  const input = useRef<HTMLInputElement>(null);
  const [error, setError] = useState<string | null>(null);
  const [id, side] = queries.a || !other ? [other?.run ?? run, other ? 'B' : 'A'] : [run, 'A'];
  const take = async (files: FileList | null) => {
    const [file] = fromPicker(files ?? []);
    if (!file) return;
    setError(null);
    await app.gap.attach(id, file).catch((reason: unknown) => setError(messageOf(reason)));
  };
  return (
    <>
      <p>
        Run {side} was opened without per-query results. A study that is run here keeps them; the
        command writes them with <code>--per-query</code>.
      </p>
      <Button variant="default" onClick={() => input.current?.click()}>
        Open queries.csv
      </Button>
      <input
        ref={input}
        type="file"
        accept=".csv,text/csv"
        hidden
        aria-label="A queries.csv"
        onChange={(event) => {
          void take(event.currentTarget.files);
          event.currentTarget.value = '';
        }}
      />
      {error && (
        <Notice tone="bad" title="No per-query results were taken">
          {error}
        </Notice>
      )}
      <p className={view.soft}>
        With them: every query before and after, intervals of any groups and of two runs, and ranks
        by tests of every pair.
      </p>
    </>
  );
}
