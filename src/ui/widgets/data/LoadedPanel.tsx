import { SegmentedControl } from '@mantine/core';
import { useEffect, useState } from 'react';
import { type DataPart, type DataSummary, formatCount } from '../../../app';
import { useApp } from '../../appContext';
import views from '../../views/view.module.css';
import { DataSummaryPanel, FileList } from '../DataSummaryPanel';
import classes from './data.module.css';
import { KeepForm } from './KeepForm';
import { ProblemsPanel } from './ProblemsPanel';
import { RowsPanel } from './RowsPanel';
import { StatisticsPanel } from './StatisticsPanel';

type Tab = 'rows' | 'statistics' | 'problems' | 'files';

/** What is loaded: counts, rows, statistics, problems, files, and a way to keep it. */
export function LoadedPanel({ summary }: { readonly summary: DataSummary }) {
  const app = useApp();
  const [tab, setTab] = useState<Tab>('rows');
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
  const read = summary.files.reduce((sum, { rows }) => sum + rows, 0);
  return (
    <>
      <DataSummaryPanel summary={summary} />
      <section className={views.panel} aria-label="Look at it">
        <div className={classes.head}>
          <h3>
            {formatCount(read)} rows read from {formatCount(summary.files.length)} files,{' '}
            {problemsOf(summary)}
          </h3>
        </div>
        <div className={classes.tabs}>
          <SegmentedControl
            aria-label="What to look at"
            value={tab}
            onChange={(value) => setTab(value as Tab)}
            data={[
              { value: 'rows', label: 'Rows' },
              { value: 'statistics', label: 'Statistics' },
              { value: 'problems', label: `Problems (${formatCount(summary.problems.length)})` },
              { value: 'files', label: 'Files' },
            ]}
          />
        </div>
        <div className={classes.body}>
          {tab === 'rows' && parts && parts.length > 0 && <RowsPanel parts={parts} />}
          {tab === 'statistics' && <StatisticsPanel />}
          {tab === 'problems' && <ProblemsPanel summary={summary} />}
          {tab === 'files' && <FileList files={summary.files} />}
        </div>
        <KeepForm />
      </section>
    </>
  );
}

/** Exact where the readers counted; their list says the rest. */
function problemsOf({ problems, leftOut }: DataSummary): string {
  const listed =
    problems.length === 0 ? 'no problems' : `${formatCount(problems.length)} problems listed`;
  return leftOut === undefined ? listed : `${formatCount(leftOut)} left out, ${listed}`;
}
