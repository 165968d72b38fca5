import { languageLabel, methodName, type StudyReport, type TaskId } from '../../app';
import classes from '../views/view.module.css';
import { Notice } from './Notice';

interface Props {
  readonly report: StudyReport;
  readonly task: TaskId;
}

/** What a reader must know before believing the numbers. */
export function ReportWarnings({ report, task }: Props) {
  const alarms = report.collapse.filter(({ alarm }) => alarm);
  const facts = [
    ...(report.synthetic ? ['The corpus is synthetic: its texts were written by a grammar.'] : []),
    ...(report.env.software
      ? ['Run on a software adapter: right, but timings are not comparable.']
      : []),
    ...report.notTrained.map(
      ({ language, reason }) => `${languageLabel(language)} was not trained: ${reason}.`,
    ),
    // A note that begins with a task is about that one alone.
    ...report.notes
      .filter((note) => !/^(T\d|C): /.test(note) || note.startsWith(`${task}: `))
      // The box above tells of them.
      .filter((note) => alarms.length === 0 || !note.startsWith('Collapse alarm, ')),
  ];
  return (
    <>
      {alarms.length > 0 && (
        <Notice tone="warn" title="Collapse alarm">
          <AlarmList alarms={alarms.slice(0, FIRST)} />
          {alarms.length > FIRST && (
            <details>
              <summary>and {alarms.length - FIRST} more</summary>
              <AlarmList alarms={alarms.slice(FIRST)} />
            </details>
          )}
        </Notice>
      )}
      {facts.length > 0 && (
        <Notice tone="plain" title="To be read with these results">
          <ul className={classes.list}>
            {[...new Set(facts)].map((fact) => (
              <li key={fact}>{fact}</li>
            ))}
          </ul>
        </Notice>
      )}
    </>
  );
}

/** Alarms that are listed at once. */
const FIRST = 3;

function AlarmList({ alarms }: { readonly alarms: StudyReport['collapse'] }) {
  return (
    <ul className={classes.list}>
      {alarms.map(({ method, language, seed, reasons }) => (
        <li key={`${method} ${language} ${seed}`}>
          {[methodName(method), language && languageLabel(language), `seed ${seed}`]
            .filter(Boolean)
            .join(', ')}
          : {reasons.join('; ')}
        </li>
      ))}
    </ul>
  );
}
