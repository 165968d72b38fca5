import { Notification } from '@mantine/core';
import { useEffect } from 'react';
import { useApp, useAppState } from '../appContext';
import classes from './Toasts.module.css';

/** Milliseconds that a brief message stays. */
const SHOWN = 8000;

/** What is said once: a link with a bad value, a link that was copied. */
export function Toasts() {
  const app = useApp();
  const notices = useAppState((state) => state.notices);
  const last = notices.findLast(({ brief }) => brief)?.text;
  useEffect(() => {
    if (!last) return;
    const timer = setTimeout(() => app.dismissNotice(last), SHOWN);
    return () => clearTimeout(timer);
  }, [app, last]);
  return (
    <section className={classes.toasts} aria-label="Messages" aria-live="polite">
      {notices.map(({ text }) => (
        <Notification
          key={text}
          onClose={() => app.dismissNotice(text)}
          withBorder
          closeButtonProps={{ 'aria-label': 'Dismiss' }}
        >
          {text}
        </Notification>
      ))}
    </section>
  );
}
