import { Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './Chip.module.css';

interface Props {
  readonly tone?: 'plain' | 'good' | 'warn';
  readonly hint?: string;
  readonly children: ReactNode;
}

/** A short fact with a coloured dot; its tone is always in the words too. */
export function Chip({ tone = 'plain', hint, children }: Props) {
  const chip = (
    <span className={classes.chip} data-tone={tone}>
      {children}
    </span>
  );
  if (!hint) return chip;
  return (
    <Tooltip label={hint} multiline maw={360} events={{ hover: true, focus: true, touch: true }}>
      <button type="button" className={classes.button}>
        {chip}
      </button>
    </Tooltip>
  );
}
