import { lazy, Suspense, useMemo, useState } from 'react';
import { configDiff, reportOf, runCurves } from '../../app';
import { useApp, useAppState } from '../appContext';
import { DropZone } from '../widgets/DropZone';
import { Notice } from '../widgets/Notice';
import { BundleFiles } from '../widgets/runs/BundleFiles';
import { ConfigDiff } from '../widgets/runs/ConfigDiff';
import { RunTable } from '../widgets/runs/RunTable';
import { Undelete } from '../widgets/runs/Undelete';
import classes from './view.module.css';

const RunCurves = lazy(() =>
  import('../widgets/runs/RunCurves').then((m) => ({ default: m.RunCurves })),
);

/** Runs of this browser: pin two, compare their settings and curves, take them along as bundles. */
export function RunsView() {
  const app = useApp();
  const { list, error } = useAppState((state) => state.runs);
  const a = useAppState((state) => reportOf(state, 'a'));
  const b = useAppState((state) => reportOf(state, 'b'));
  const curves = useMemo(() => runCurves(a, b), [a, b]);
  const pins = useAppState((state) => state.look);
  const nameOf = (side: 'a' | 'b') => list.find(({ id }) => id === pins[side])?.name ?? null;
  const kept = list.filter(({ deletedAt }) => deletedAt === null);
  const [opened, setOpened] = useState<string | null>(null);
  const listed = kept.find(({ id }) => id === opened);
  return (
    <div className={classes.view}>
      <h2 className={classes.title}>
        Runs <small>kept in this browser; a bundle is the form that lasts</small>
      </h2>
      {error && (
        <Notice tone="bad" title="No run was opened">
          {error}
        </Notice>
      )}
      <Undelete runs={list.filter(({ deletedAt }) => deletedAt !== null)} />
      {kept.length > 0 ? (
        <RunTable runs={kept} opened={listed?.id ?? null} onOpen={setOpened} />
      ) : (
        <p className={classes.soft}>
          No runs yet: <a href="?view=train">train</a> one, or open a bundle below.
        </p>
      )}
      {listed && <BundleFiles run={listed} onClose={() => setOpened(null)} />}
      <DropZone
        title="Open runs"
        hint="Bundles (.zip) that were saved here or elsewhere, or a study’s report.json"
        disabled={false}
        onFiles={(files) => void app.runs.open(files)}
      />
      {a && b && <ConfigDiff rows={configDiff(a.config, b.config)} />}
      {curves.length > 0 && (
        <section className={classes.panel} aria-label="Training curves">
          <h3>Training curves{a && b ? ', run A and run B' : ''}</h3>
          <Suspense fallback={<div style={{ minHeight: '19rem' }} aria-busy="true" />}>
            <RunCurves lines={curves} about={{ run_a: nameOf('a'), run_b: nameOf('b') }} />
          </Suspense>
        </section>
      )}
    </div>
  );
}
