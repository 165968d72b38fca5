import type { ReactNode } from 'react';
import classes from './Notice.module.css';

interface Props {
  readonly tone: 'bad' | 'warn' | 'plain';
  readonly title: string;
  readonly children: ReactNode;
}

/** A message that must not be missed; an error is announced at once. */
export function Notice({ tone, title, children }: Props) {
  return (
    <div className={classes.notice} data-tone={tone} role={tone === 'bad' ? 'alert' : undefined}>
      <strong>{title}</strong>
      <div>{children}</div>
    </div>
  );
}
