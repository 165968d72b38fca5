import { NativeSelect, useComputedColorScheme } from '@mantine/core';
import { useState } from 'react';
import {
  coloursOf,
  languageLabel,
  MAP,
  RANK_LEVEL,
  type RankMatrix,
  rankDomain,
  rankMatrix,
  rankTable,
  scaleLegend,
} from '../../../app';
import { useApp } from '../../appContext';
import { RankChart } from '../../charts/RankChart';
import view from '../../views/view.module.css';
import { ChartFrame } from '../ChartFrame';
import { SideScroll } from '../SideScroll';
import { useAnswer } from './useAnswer';
import type { Gap } from './useGap';

/** Methods by languages; what is not told apart shares a rank. */
export function RankPanel({ gap }: { readonly gap: Gap }) {
  const app = useApp();
  const [sort, setSort] = useState('report');
  const { report, run, task, points, measure, about } = gap;
  const asked = gap.queries.a && measure === MAP;
  const tests = useAnswer(asked ? JSON.stringify([run, task]) : null, () =>
    app.gap.ranks({ run, task, alpha: RANK_LEVEL }),
  );
  const matrix = sorted(rankMatrix(report, task, points, tests.value), sort);
  const domain = rankDomain(matrix).map((value) => 100 * value) as [number, number];
  const shown = { unit: `${measure} × 100`, scale: 'linear', diverging: false, domain } as const;
  const dark = useComputedColorScheme('light') === 'dark';
  return (
    <section className={view.panel} aria-label="Methods by languages">
      <ChartFrame
        title={`${measure} × 100 of every method and language`}
        note={tests.busy ? 'Pairs of methods are being tested …' : NOTES[matrix.tested ?? 'none']}
        beside={{ scale: scaleLegend(shown, coloursOf(shown, dark)) }}
        table={rankTable(matrix, measure, about)}
        controls={
          <NativeSelect
            size="xs"
            aria-label="Sort methods by"
            value={sort}
            onChange={(event) => setSort(event.currentTarget.value)}
            data={[
              { value: 'report', label: 'Order of the report' },
              { value: 'mean', label: 'Sorted by the mean' },
              ...matrix.languages.map((value) => ({
                value: `in ${value}`,
                label: `Sorted by ${languageLabel(value)}`,
              })),
            ]}
          />
        }
      >
        <SideScroll label="Heat table">
          <RankChart matrix={matrix} measure={measure} />
        </SideScroll>
      </ChartFrame>
    </section>
  );
}

const NOTES = {
  'every pair': `Below each number its rank: one more than there are methods that are better with p < ${RANK_LEVEL}, paired t-tests of all pairs by query, Holm over the pairs of a language; = where a rank is shared.`,
  baselines: `Below each number its rank: one more than there are methods that are better with p < ${RANK_LEVEL} after Holm. The report tests methods against baselines alone, so that many share a rank; per-query results (queries.csv) let every pair be tested.`,
  none: 'Without ranks: no differences of these methods were tested.',
} as const;

function sorted(matrix: RankMatrix, by: string): RankMatrix {
  if (by === 'report') return matrix;
  const column = matrix.languages.indexOf(by.slice('in '.length));
  const of = ({ cells, mean }: RankMatrix['rows'][number]) =>
    (by === 'mean' ? mean : cells[column]?.value) ?? -1;
  return { ...matrix, rows: matrix.rows.toSorted((one, other) => of(other) - of(one)) };
}
