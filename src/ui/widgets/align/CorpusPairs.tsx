import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import { formatCount, PAGE, type PairListState, type UtterancePairRow } from '../../../app';
import { useApp, useAppState } from '../../appContext';
import classes from './PairPicker.module.css';

/** Pairs of the loaded corpus: searched, filtered, sorted, one of them shown. */
export function CorpusPairs() {
  const app = useApp();
  const list = useAppState((state) => state.align.list);
  const loaded = useAppState((state) => state.data.summary);
  const { page, error } = list;
  if (!loaded)
    return (
      <div className={classes.corpus}>
        <p className={classes.foot}>
          No corpus is loaded.
          <Button size="compact-sm" onClick={() => app.go('data')}>
            Load one on Data
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => app.look.set({ source: 'sample', pair: null })}
          >
            Use the sample
          </Button>
        </p>
      </div>
    );
  return (
    <div className={classes.corpus}>
      <Filters list={list} />
      <Pairs rows={page?.rows ?? []} />
      <p className={classes.foot}>
        <span role="status">{error ?? counted(list)}</span>
        {page && page.start > 0 && <PageButton label="Earlier" start={page.start - PAGE} />}
        {page && page.start + page.rows.length < page.total && (
          <PageButton label="Later" start={page.start + PAGE} />
        )}
      </p>
    </div>
  );
}

function counted({ page, scored, order }: PairListState): string {
  if (!page) return 'Looking…';
  if (page.total === 0)
    return page.languages.length
      ? 'No pair is like this: take a filter back.'
      : 'The corpus has no English utterances to set others against.';
  const [from, to] = [page.start + 1, page.start + page.rows.length];
  const by = order !== 'file' && scored ? `; ${order} first by ${scored}` : '';
  return `${formatCount(from)}–${formatCount(to)} of ${formatCount(page.total)} pairs${by}`;
}

function Filters({ list }: { readonly list: PairListState }) {
  const app = useApp();
  const { page, split, intent, slot, order, scored } = list;
  const [search, setSearch] = useState(list.search);
  const send = useDebouncedCallback((text: string) => {
    void app.align.list.filter({ search: text });
  }, 200);
  const all = (name: string, names: readonly string[] = []) => [
    { value: '', label: name },
    ...names.map((value) => ({ value, label: value })),
  ];
  return (
    <div className={classes.row}>
      <TextInput
        className={classes.search}
        label="Search"
        placeholder="text, id or intent"
        value={search}
        onChange={(event) => {
          setSearch(event.currentTarget.value);
          send(event.currentTarget.value);
        }}
      />
      <NativeSelect
        label="Intent"
        value={intent}
        data={all('all intents', page?.intents)}
        onChange={(event) => void app.align.list.filter({ intent: event.currentTarget.value })}
      />
      <NativeSelect
        label="Slot"
        value={slot}
        data={all('all slots', page?.slots)}
        onChange={(event) => void app.align.list.filter({ slot: event.currentTarget.value })}
      />
      <NativeSelect
        label="Split"
        value={split}
        data={[...(page?.splits ?? [split])]}
        onChange={(event) =>
          void app.align.list.filter({ split: event.currentTarget.value as PairListState['split'] })
        }
      />
      <NativeSelect
        label="Order"
        value={order}
        title={scored ?? 'Choose a run A with queries.csv to sort by average precision'}
        data={[
          { value: 'file', label: 'as in the file' },
          { value: 'worst', label: 'worst AP first', disabled: !scored },
          { value: 'best', label: 'best AP first', disabled: !scored },
        ]}
        onChange={(event) =>
          void app.align.list.filter({ order: event.currentTarget.value as PairListState['order'] })
        }
      />
    </div>
  );
}

function Pairs({ rows }: { readonly rows: readonly UtterancePairRow[] }) {
  const app = useApp();
  const chosen = useAppState((state) => state.look.pair);
  const language = useAppState((state) => state.look.language);
  return (
    <ul className={classes.list} aria-label="Pairs of the corpus">
      {rows.map(({ id, english, foreign, intent, score }) => (
        <li key={id}>
          <button
            type="button"
            className={classes.pair}
            aria-current={id === chosen}
            onClick={() => app.look.set({ pair: id })}
          >
            <bdi lang="en" dir="auto">
              {english.text}
            </bdi>
            <bdi lang={language ?? undefined} dir="auto">
              {foreign.text}
            </bdi>
            <span className={classes.score}>
              {score === null ? intent : `AP ${score.toFixed(3)}`}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function PageButton({ label, start }: { readonly label: string; readonly start: number }) {
  const app = useApp();
  return (
    <Button
      size="compact-sm"
      variant="default"
      onClick={() => void app.align.list.filter({ start })}
    >
      {label}
    </Button>
  );
}
