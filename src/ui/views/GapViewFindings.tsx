import { Button } from '@mantine/core';
import { pointTable } from '../../app';
import { useApp } from '../appContext';
import { MapChart } from '../charts/MapChart';
import { ChartFrame } from '../widgets/ChartFrame';
import { GapToolbar } from '../widgets/gap/GapToolbar';
import { GroupPanel } from '../widgets/gap/GroupPanel';
import gapClasses from '../widgets/gap/gap.module.css';
import { PairPanel } from '../widgets/gap/PairPanel';
import { QueryPanel } from '../widgets/gap/QueryPanel';
import { RankPanel } from '../widgets/gap/RankPanel';
import { ReportParts } from '../widgets/gap/ReportParts';
import { TrainingPanel } from '../widgets/gap/TrainingPanel';
import { useAnswer } from '../widgets/gap/useAnswer';
import type { Gap } from '../widgets/gap/useGap';
import { PanelBoundary } from '../widgets/PanelBoundary';
import { ReportWarnings } from '../widgets/ReportWarnings';
import classes from './view.module.css';

/** Everything that a report and its per-query results have to say of one task. */
export function GapViewFindings({ gap }: { readonly gap: Gap }) {
  const pairs = usePairs(gap);
  const { report, task, points, groups, measure } = gap;
  return (
    <>
      <GapToolbar gap={gap} />
      <Sentence gap={gap} />
      <ReportWarnings report={report} task={task} />
      <PanelBoundary name="before and after">
        <PairPanel {...{ gap, pairs }} />
      </PanelBoundary>
      <PanelBoundary name="groups">
        <GroupPanel gap={gap} />
      </PanelBoundary>
      <PanelBoundary name="training">
        <TrainingPanel gap={gap} />
      </PanelBoundary>
      <PanelBoundary name="methods by languages">
        <RankPanel gap={gap} />
      </PanelBoundary>
      <PanelBoundary name="queries">
        <QueryPanel {...{ gap, pairs }} />
      </PanelBoundary>
      <section className={classes.panel} aria-label="MAP by language">
        <ChartFrame
          title={`${measure} × 100 by language, all methods`}
          note={`Whiskers: 95 % intervals over seeds and queries, B = ${report.config.bootstrap.replicates}, seed ${report.config.bootstrap.seed}, from the report.`}
          table={pointTable(points, gap.about)}
        >
          <MapChart points={points} groups={groups} />
        </ChartFrame>
      </section>
      <PanelBoundary name="rest of the report">
        <ReportParts gap={gap} />
      </PanelBoundary>
    </>
  );
}

/** Both sides query by query, where both runs have their per-query results. */
function usePairs({ run, other, task, from, to, groups, queries, report }: Gap) {
  const app = useApp();
  const [a, b] = other
    ? [
        { run, method: to },
        { run: other.run, method: to },
      ]
    : [
        { run, method: from },
        { run, method: to },
      ];
  const key = queries.a && queries.b ? JSON.stringify([task, a, b]) : null;
  return useAnswer(key, () =>
    app.gap.pairs({ a, b, task, groups, bootstrap: report.config.bootstrap }),
  );
}

/** The generated answer, to read and to take along. */
function Sentence({ gap: { report, task } }: { readonly gap: Gap }) {
  const app = useApp();
  const answer = report.answers[task];
  if (!answer) return null;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(answer);
      app.notify('The sentence is on the clipboard.', true);
    } catch {
      app.notify('The browser lets no page write to the clipboard here: select the sentence.');
    }
  };
  return (
    <div className={gapClasses.sentence}>
      <p>
        {answer} <small>MAP is from 0 to 1 in this sentence, × 100 in the charts.</small>
      </p>
      <Button size="compact-sm" variant="default" flex="none" onClick={() => void copy()}>
        Copy the sentence
      </Button>
    </div>
  );
}
