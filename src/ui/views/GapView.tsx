import { Button, SegmentedControl } from '@mantine/core';
import { lazy, Suspense, useMemo, useRef, useState } from 'react';
import {
  fromPicker,
  gapModel,
  reportOf,
  type StudyReport,
  type TaskId,
  tasksOf,
  taskTitle,
} from '../../app';
import { useApp, useAppState } from '../appContext';
import { GapTable } from '../widgets/GapTable';
import { Notice } from '../widgets/Notice';
import { ReportWarnings } from '../widgets/ReportWarnings';
import { ResultsTable } from '../widgets/ResultsTable';
import classes from './view.module.css';

const MapChart = lazy(() => import('../charts/MapChart').then((m) => ({ default: m.MapChart })));
const GapChart = lazy(() => import('../charts/GapChart').then((m) => ({ default: m.GapChart })));

/** What a run found: the answer, MAP per language, the gap, every number. */
export function GapView() {
  const app = useApp();
  const report = useAppState((state) => reportOf(state, 'a'));
  const error = useAppState((state) => state.runs.error);
  const run = useAppState(({ runs, look }) => runs.list.find(({ id }) => id === look.a));
  return (
    <div className={classes.view}>
      <h2 className={classes.title}>
        MAP gap <small>does distillation narrow the gap between the language groups?</small>
      </h2>
      <div className={classes.row}>
        <OpenReport />
        {report && (
          <>
            <Button variant="default" onClick={app.report.saveJson}>
              Save report.json
            </Button>
            <Button variant="default" onClick={app.report.saveHtml}>
              Save report.html
            </Button>
            <p className={classes.soft}>
              {report.corpus}
              {report.synthetic && ' (synthetic)'} · {run?.origin ?? 'imported'}
            </p>
          </>
        )}
      </div>
      {error && (
        <Notice tone="bad" title="No report was opened">
          {error}
        </Notice>
      )}
      {report ? (
        <Findings report={report} />
      ) : (
        <section className={classes.panel} aria-label="No results yet">
          <p>No results yet. Run a study, or open the report.json of an earlier run.</p>
          <Button onClick={() => app.go('train')}>Go to training</Button>
        </section>
      )}
    </div>
  );
}

function Findings({ report }: { readonly report: StudyReport }) {
  const tasks = tasksOf(report);
  const [wanted, setTask] = useState<TaskId>('T2');
  const task = tasks.includes(wanted) ? wanted : (tasks[0] ?? 'T2');
  const model = useMemo(() => gapModel(report, task), [report, task]);
  const answer = report.answers[task];
  const { replicates, seed } = report.config.bootstrap;
  return (
    <>
      <div className={classes.row}>
        <SegmentedControl
          aria-label="Task"
          value={task}
          onChange={(value) => setTask(value as TaskId)}
          data={tasks.map((value) => ({ value, label: value }))}
        />
        <p className={classes.soft}>
          {taskTitle(task, report.topic)}. 95 % intervals, paired bootstrap over seeds and ids, B ={' '}
          {replicates}, seed {seed}; mean over {report.config.seeds.length}{' '}
          {report.config.seeds.length === 1 ? 'seed' : 'seeds'}
        </p>
      </div>
      {answer && <p className={classes.answer}>{answer}</p>}
      <ReportWarnings report={report} task={task} />
      <Suspense fallback={<div style={{ minHeight: '40rem' }} aria-busy="true" />}>
        <section className={classes.panel} aria-label="MAP by language">
          <h3>MAP × 100 by language and method</h3>
          <MapChart model={model} />
        </section>
        <section className={classes.panel} aria-label="Gap by method">
          <h3>Gap: mean MAP of the high group minus that of the low group, × 100</h3>
          <GapChart model={model} />
          <GapTable gaps={model.gaps} groups={report.groups} />
        </section>
      </Suspense>
      <section className={classes.panel} aria-label="All results">
        <h3>All results, MAP × 100</h3>
        <ResultsTable model={model} />
      </section>
    </>
  );
}

function OpenReport() {
  const app = useApp();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button variant="default" onClick={() => input.current?.click()}>
        Open report.json
      </Button>
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        hidden
        aria-label="A report.json"
        onChange={(event) => {
          const [file] = fromPicker(event.currentTarget.files ?? []);
          event.currentTarget.value = '';
          if (file) void app.runs.open([file]);
        }}
      />
    </>
  );
}
