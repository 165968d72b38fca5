import type { LogEntry } from '../../../app';
import { useAppState } from '../../appContext';
import views from '../../views/view.module.css';
import classes from './EventLog.module.css';

const TIME = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });

/** What happened in the run, latest first. */
export function EventLog() {
  const log = useAppState((state) => state.study.log);
  if (log.length === 0) return null;
  return (
    <section className={views.panel} aria-label="Event log">
      <h3>Event log</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <ol className={classes.log} tabIndex={0} aria-label="Events, latest first">
        {log.toReversed().map((entry) => (
          <Entry key={entry.id} entry={entry} />
        ))}
      </ol>
    </section>
  );
}

function Entry({ entry: { at, kind, text } }: { readonly entry: LogEntry }) {
  return (
    <li data-kind={kind}>
      <time className="tabular">{TIME.format(at)}</time>
      <span>{text}</span>
    </li>
  );
}
