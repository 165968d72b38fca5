import { Button, Menu } from '@mantine/core';
import { lazy, Suspense, useRef } from 'react';
import { fromPicker, REPORT_FORMATS, type ReportFormat, reportOf } from '../../app';
import { useApp, useAppState } from '../appContext';
import { useGap } from '../widgets/gap/useGap';
import { Notice } from '../widgets/Notice';
import classes from './view.module.css';

const Findings = lazy(() =>
  import('./GapViewFindings').then((m) => ({ default: m.GapViewFindings })),
);

/** What a run found: the answer, every language before and after, the gap, every query, every number. */
export function GapView() {
  const app = useApp();
  const report = useAppState((state) => reportOf(state, 'a'));
  const error = useAppState((state) => state.runs.error);
  const run = useAppState(({ runs, look }) => runs.list.find(({ id }) => id === look.a));
  const gap = useGap();
  return (
    <div className={classes.view}>
      <h2 className={classes.title}>
        MAP gap <small>does distillation narrow the gap between the language groups?</small>
      </h2>
      <div className={classes.row}>
        <OpenReport />
        {report && (
          <>
            <SaveReport />
            <p className={classes.soft}>
              {[
                run?.name,
                // A run is mostly named after its corpus.
                !run?.name.includes(report.corpus) && report.corpus,
                report.synthetic && 'synthetic',
                run?.origin ?? 'imported',
              ]
                .filter(Boolean)
                .join(' · ')}
            </p>
          </>
        )}
      </div>
      {error && (
        <Notice tone="bad" title="No report was opened">
          {error}
        </Notice>
      )}
      {gap && (
        <Suspense fallback={<div style={{ minHeight: '60rem' }} aria-busy="true" />}>
          <Findings gap={gap} />
        </Suspense>
      )}
      {!report && (
        <section className={classes.panel} aria-label="No results yet">
          <p>No results yet. Run a study, or open the report.json of an earlier run.</p>
          <Button onClick={() => app.go('train')}>Go to training</Button>
        </section>
      )}
      {report && !gap && (
        <section className={classes.panel} aria-label="No results">
          <p>This report has no results of any task.</p>
          <Button onClick={() => app.go('runs')}>Choose another run</Button>
        </section>
      )}
    </div>
  );
}

const FORMAT_NAMES: Readonly<Record<ReportFormat, string>> = {
  json: 'Everything, unrounded (JSON)',
  html: 'Offline page with charts (HTML)',
  md: 'Markdown',
  tex: 'LaTeX tables',
};

function SaveReport() {
  const app = useApp();
  return (
    <Menu position="bottom-start" withinPortal>
      <Menu.Target>
        <Button variant="default">Save the report</Button>
      </Menu.Target>
      <Menu.Dropdown>
        {REPORT_FORMATS.map((format) => (
          <Menu.Item key={format} onClick={() => app.report.save(format)}>
            {FORMAT_NAMES[format]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function OpenReport() {
  const app = useApp();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button variant="default" onClick={() => input.current?.click()}>
        Open a report or bundle
      </Button>
      <input
        ref={input}
        type="file"
        accept=".json,.zip,application/json,application/zip"
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
