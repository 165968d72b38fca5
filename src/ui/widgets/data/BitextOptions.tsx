import { NumberInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useApp, useAppState } from '../../appContext';
import classes from './data.module.css';

const COLUMNS = [
  ['english', 'English', 'translation.en'],
  ['foreign', 'Foreign', 'translation.sw'],
  ['score', 'Score', 'score'],
] as const;

/** Where a bitext table's pairs are, and the least score that is kept. */
export function BitextOptions({ disabled }: { readonly disabled: boolean }) {
  const app = useApp();
  const filters = useAppState((state) => state.data.filters);
  const fields = useAppState((state) => state.data.options.fields);
  const [columns, setColumns] = useState({
    english: fields?.english ?? '',
    foreign: fields?.foreign ?? '',
    score: fields?.score ?? '',
  });
  const change = (more: Partial<typeof columns>) => {
    const next = { ...columns, ...more };
    setColumns(next);
    const [english, foreign, score] = [next.english.trim(), next.foreign.trim(), next.score.trim()];
    // One side alone says nothing: the reader finds both, or is told both.
    const told = english && foreign ? { english, foreign, ...(score && { score }) } : undefined;
    app.data.setOptions({ fields: told });
  };
  return (
    <fieldset className={classes.options} disabled={disabled}>
      <legend>Columns of a table, where their names do not say</legend>
      <div className={`${classes.fields} ${classes.two}`}>
        {COLUMNS.map(([key, label, placeholder]) => (
          <TextInput
            key={key}
            label={label}
            placeholder={placeholder}
            value={columns[key]}
            onChange={(event) => change({ [key]: event.currentTarget.value })}
          />
        ))}
        <NumberInput
          label="Least score"
          placeholder="any"
          hideControls
          defaultValue={filters.score ?? ''}
          onBlur={({ currentTarget: { value } }) => {
            const { score: before, ...others } = filters;
            const score = value.trim() === '' ? undefined : Number(value);
            if (score === before || Number.isNaN(score)) return;
            void app.data.filterBitext(score === undefined ? others : { ...others, score });
          }}
        />
      </div>
    </fieldset>
  );
}
