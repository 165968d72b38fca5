import { SegmentedControl } from '@mantine/core';
import { useEffect, useState } from 'react';
import { type DataPart, type DataSummary, formatCount } from '../../../app';
import { useApp } from '../../appContext';
import views from '../../views/view.module.css';
import { DataCounts, FileList } from './DataCounts';
import classes from './data.module.css';
import { ProblemsPanel } from './ProblemsPanel';
import { RowsPanel } from './RowsPanel';
import { StatisticsPanel } from './StatisticsPanel';

type Tab = 'counts' | 'rows' | 'statistics' | 'problems' | 'files';

/** What is loaded: counts, rows, statistics, problems, files. */
export function LoadedPanel({ summary }: { readonly summary: DataSummary }) {
  const app = useApp();
  const [tab, setTab] = useState<Tab>('counts');
  const [parts, setParts] = useState<readonly DataPart[] | null>(null);
  useEffect(() => {
    let stale = false;
    app.data.parts().then(
      (found) => !stale && setParts(found),
      () => !stale && setParts([]),
    );
    return () => {
      stale = true;
    };
  }, [app]);
  const read = parts?.reduce((sum, { rows }) => sum + rows, 0);
  return (
    <section className={views.panel} aria-label="What was read">
      <h3>
        {summary.corpus}
        {summary.synthetic && ' (synthetic)'}: {factsOf(summary)}
      </h3>
      <p className={classes.facts}>
        {read === undefined ? '…' : formatCount(read)} rows read from{' '}
        {formatCount(summary.files.length)} {summary.files.length === 1 ? 'file' : 'files'},{' '}
        {problemsOf(summary)}
      </p>
      <div className={classes.tabs}>
        <SegmentedControl
          aria-label="What to look at"
          classNames={{ label: classes.tab }}
          value={tab}
          onChange={(value) => setTab(value as Tab)}
          data={[
            { value: 'counts', label: 'Counts' },
            { value: 'rows', label: 'Rows' },
            { value: 'statistics', label: 'Statistics' },
            { value: 'problems', label: `Problems (${formatCount(summary.problems.length)})` },
            { value: 'files', label: 'Files' },
          ]}
        />
      </div>
      <div className={classes.body}>
        {tab === 'counts' && <DataCounts summary={summary} parts={parts ?? []} />}
        {tab === 'rows' && parts && parts.length > 0 && <RowsPanel parts={parts} />}
        {tab === 'statistics' && <StatisticsPanel />}
        {tab === 'problems' && <ProblemsPanel summary={summary} />}
        {tab === 'files' && <FileList files={summary.files} />}
      </div>
    </section>
  );
}

/** A collection has no intents, line-aligned text no domains worth telling. */
function factsOf({ languages, intents, domains }: DataSummary): string {
  const counts = [
    [languages.length, 'language'],
    [intents, 'intent'],
    [domains, 'domain'],
  ] as const;
  return counts
    .filter(([count]) => count > 0)
    .map(([count, name]) => `${formatCount(count)} ${name}${count === 1 ? '' : 's'}`)
    .join(', ');
}

/** Exact where the readers counted; their list says the rest. */
function problemsOf({ problems, leftOut }: DataSummary): string {
  const listed =
    problems.length === 0
      ? 'no problems'
      : `${formatCount(problems.length)} ${problems.length === 1 ? 'problem' : 'problems'} listed`;
  return leftOut === undefined ? listed : `${formatCount(leftOut)} left out, ${listed}`;
}
