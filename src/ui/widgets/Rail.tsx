import type { MouseEvent } from 'react';
import { VIEW_NAMES, VIEWS, type View } from '../../app';
import { useApp, useAppState } from '../appContext';
import { Icon } from './Icon';
import classes from './Rail.module.css';

/** The way between the screens; links, so that they open in a new tab as well. */
export function Rail() {
  const app = useApp();
  const current = useAppState((state) => state.view);
  const open = (view: View) => (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    app.go(view);
  };
  return (
    <nav className={classes.rail} aria-label="Screens">
      <div className={classes.links}>
        {VIEWS.map((view) => (
          <a
            key={view}
            href={view === 'align' ? '?' : `?view=${view}`}
            className={classes.link}
            aria-current={view === current ? 'page' : undefined}
            onClick={open(view)}
          >
            <Icon name={view} />
            <span>{VIEW_NAMES[view]}</span>
          </a>
        ))}
      </div>
    </nav>
  );
}
