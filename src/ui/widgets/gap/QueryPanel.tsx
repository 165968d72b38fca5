import { Button, NativeSelect, SegmentedControl } from '@mantine/core';
import { useCallback, useMemo, useState } from 'react';
import {
  chooseQueries,
  EVERYTHING,
  type ExportTable,
  formatCount,
  isOfLoaded,
  languageLabel,
  methodName,
  type QueryChoice,
  type QueryPairs,
  type QueryRows,
  queryLook,
} from '../../../app';
import { useApp, useAppState } from '../../appContext';
import { QueryScatter } from '../../charts/QueryScatter';
import view from '../../views/view.module.css';
import { ChartFrame } from '../ChartFrame';
import { AttachQueries } from './AttachQueries';
import classes from './gap.module.css';
import { sideNames } from './PairPanel';
import { QueryTable } from './QueryTable';
import { type Answer, useAnswer } from './useAnswer';
import type { Gap } from './useGap';

interface Props {
  readonly gap: Gap;
  readonly pairs: Answer<QueryPairs>;
}

/** Every query before and after; a part of the plot is brushed, and a query is opened where it can be looked into. */
export function QueryPanel({ gap, pairs }: Props) {
  const missing = !gap.queries.a || !gap.queries.b;
  return (
    <section className={view.panel} aria-label="Queries">
      {pairs.value ? (
        <Queries gap={gap} rows={pairs.value.rows} />
      ) : (
        <>
          <h3>Queries before and after</h3>
          {missing ? (
            <AttachQueries gap={gap} />
          ) : (
            <p className={view.soft} role="status">
              {pairs.error ?? 'Reading the per-query results …'}
            </p>
          )}
        </>
      )}
    </section>
  );
}

const MOVES = [
  { value: 'all', label: 'All' },
  { value: 'gained', label: 'B better' },
  { value: 'lost', label: 'A better' },
  { value: 'unchanged', label: 'Equal' },
];

function chosenNote({ a }: QueryRows, { length }: Uint32Array): string {
  const all = `A point a query, ${formatCount(a.length)} of them`;
  return length === a.length
    ? `${all}.`
    : `${all}; in full colour the ${formatCount(length)} chosen.`;
}

function Queries({ gap, rows }: { readonly gap: Gap; readonly rows: QueryRows }) {
  const app = useApp();
  const [choice, setChoice] = useState<QueryChoice>(EVERYTHING);
  const loads = useAppState((state) => state.data.loads);
  const { report, about } = gap;
  const corpus = useAppState((state) => isOfLoaded(report, state.data));
  const texts = useAnswer(`${loads} ${report.corpus}`, () => app.gap.texts(report));
  const chosen = useMemo(() => chooseQueries(rows, choice), [rows, choice]);
  const names = sideNames(gap);
  const table = useMemo(() => queryTable(rows, chosen, about), [rows, chosen, about]);
  const change = (part: Partial<QueryChoice>) => setChoice((old) => ({ ...old, ...part }));
  const open = useCallback(
    (query: string, language: string) => {
      // The query is a row of the corpus; the sample of the Align screen has others.
      if (!corpus)
        app.notify(`Load ${report.corpus} on the Data screen to see its queries aligned.`);
      const { a, b } = gap.heads;
      const heads = queryLook([a, gap.other ? gap.to : gap.from], [b, gap.to], language);
      if (heads.student === 'none' && gap.to !== 'encoder-zero-shot')
        app.notify(
          `The run has no head of ${methodName(gap.to)} for ${languageLabel(language)}: the encoder’s own vectors are shown.`,
          true,
        );
      app.look.set({ pair: query, language, source: corpus ? 'corpus' : 'sample', ...heads });
      app.go('align');
    },
    [app, corpus, report.corpus, gap],
  );
  return (
    <ChartFrame
      title="Average precision of every query, before and after"
      note="Above the diagonal B is better. Means over the seeds."
      hint="Drag over the plot to list some queries alone; a click clears. A query opens on the Align screen, under the student of B."
      beside={{ notes: [chosenNote(rows, chosen)] }}
      table={{ ...table, about: { ...about, a: names.a, b: names.b } }}
    >
      <div className={classes.split}>
        <QueryScatter
          {...{ rows, chosen, names }}
          brush={choice.brush}
          onBrush={(brush) => change({ brush })}
        />
        <div data-export="none">
          <div className={classes.bar}>
            <SegmentedControl
              size="xs"
              aria-label="Queries that"
              value={choice.moved}
              onChange={(value) => change({ moved: value as QueryChoice['moved'] })}
              data={MOVES}
            />
            <NativeSelect
              size="xs"
              aria-label="Language of queries"
              value={choice.language ?? ''}
              onChange={(event) => change({ language: event.currentTarget.value || null })}
              data={[
                { value: '', label: 'All languages' },
                ...distinct(rows.languages).map((value) => ({
                  value,
                  label: languageLabel(value),
                })),
              ]}
            />
            <NativeSelect
              size="xs"
              aria-label={report.topic === 'intent' ? 'Intent' : 'Document'}
              value={choice.topic ?? ''}
              onChange={(event) => change({ topic: event.currentTarget.value || null })}
              data={[
                { value: '', label: report.topic === 'intent' ? 'All intents' : 'All documents' },
                ...distinct(rows.topics).filter(Boolean).sort(),
              ]}
            />
            <Button
              size="xs"
              variant="default"
              disabled={choice === EVERYTHING}
              onClick={() => setChoice(EVERYTHING)}
            >
              Clear
            </Button>
          </div>
          <p className={view.soft} role="status">
            {formatCount(chosen.length)} of {formatCount(rows.a.length)} queries
            {texts.value ? '' : '; their texts are shown where the run’s corpus is loaded'}
          </p>
          <QueryTable
            {...{ rows, chosen }}
            texts={texts.value}
            onOpen={open}
            topic={report.topic}
          />
        </div>
      </div>
    </ChartFrame>
  );
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)];
}

function queryTable(
  rows: QueryRows,
  chosen: Uint32Array,
  about: ExportTable['about'],
): ExportTable {
  return {
    name: 'gap-queries',
    caption: 'Average precision by query',
    columns: [
      { key: 'query', label: 'Query' },
      { key: 'language', label: 'Language' },
      { key: 'topic', label: 'Topic' },
      { key: 'domain', label: 'Domain' },
      { key: 'a', label: 'A', digits: 4 },
      { key: 'b', label: 'B', digits: 4 },
      { key: 'difference', label: 'B − A', digits: 4 },
    ],
    rows: Array.from(chosen, (k) => {
      const [a, b] = [rows.a[k]!, rows.b[k]!];
      return [rows.ids[k]!, rows.languages[k]!, rows.topics[k]!, rows.domains[k]!, a, b, b - a];
    }),
    about,
  };
}
