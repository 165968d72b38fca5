import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { RunSummary } from '../../../app';
import { useApp } from '../../appContext';
import classes from './runs.module.css';

const LONGEST = 120;

/** A name that is edited in place; Enter keeps it, Escape does not. */
export function RunName({ run: { id, name } }: { readonly run: RunSummary }) {
  const app = useApp();
  const [draft, setDraft] = useState<string | null>(null);
  const keep = () => {
    const text = draft?.trim();
    setDraft(null);
    if (text && text !== name) void app.runs.rename(id, text);
  };
  return (
    <TextInput
      size="xs"
      variant="unstyled"
      title={name}
      classNames={{ input: classes.input }}
      aria-label={`Name of ${id}`}
      value={draft ?? name}
      maxLength={LONGEST}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur();
        if (event.key === 'Escape') setDraft(null);
      }}
    />
  );
}
