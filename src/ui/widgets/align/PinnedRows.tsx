import { Button } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useMemo } from 'react';
import {
  compareRows,
  comparisonTable,
  groupTokens,
  namedRow,
  type Picture,
  pool,
  type Solved,
  shownMatrix,
} from '../../../app';
import { useApp, useAppState } from '../../appContext';
import { RowBars } from '../../charts/RowBars';
import panel from '../../views/view.module.css';
import { ChartFrame } from '../ChartFrame';
import { aboutSolved } from './aboutSolved';

interface Props {
  readonly solved: Solved;
  readonly picture: Picture;
}

/** The pinned row, beside the second one or beside the same row of A. */
export function PinnedRows({ solved, picture }: Props) {
  const app = useApp();
  const { ref, width } = useElementSize();
  const comparison = useComparison(picture);
  const unit = picture.matrix?.unit ?? '';
  const table = useMemo(
    () => comparison && comparisonTable(comparison, unit, aboutSolved(solved, picture)),
    [comparison, unit, solved, picture],
  );
  if (!comparison || !table) return null;
  return (
    <section className={panel.panel} aria-label="Pinned rows">
      <ChartFrame
        title={comparison.series.length > 1 ? 'Two rows' : 'Pinned row'}
        note={`${unit}; the columns that take most`}
        beside={{ title: `Mass of the pinned row ${comparison.series.join(', beside ')}` }}
        table={table}
        controls={
          <Button size="compact-sm" variant="default" onClick={() => app.align.clear()}>
            Let go
          </Button>
        }
      >
        <div ref={ref} style={{ minHeight: '12rem' }}>
          {width > 0 && <RowBars comparison={comparison} width={Math.min(width, 900)} />}
        </div>
      </ChartFrame>
    </section>
  );
}

function useComparison(picture: Picture) {
  const pin = useAppState((state) => state.look.pin);
  const pin2 = useAppState((state) => state.look.pin2);
  const mode = useAppState((state) => state.look.mode);
  const norm = useAppState((state) => state.look.norm);
  const unit = useAppState((state) => state.look.unit);
  const kept = useAppState((state) => state.align.kept);
  return useMemo(() => {
    const { matrix, rows, columns, pooled } = picture;
    if (!matrix || pin === null || pin >= matrix.rows) return null;
    const name = (of: typeof matrix, row: number) => namedRow(of, rows.sentence, row);
    if (mode === 'difference' && kept) {
      const wanted = { norm, scale: 'linear' } as const;
      const a = pool(
        kept.result,
        groupTokens(kept.problem.rows, unit),
        groupTokens(kept.problem.columns, unit),
      );
      const [before, now] = [shownMatrix(a, 'plan', wanted), shownMatrix(pooled, 'plan', wanted)];
      if (before.rows !== now.rows || before.columns !== now.columns) return null;
      return compareRows(
        [
          { ...name(before, pin), name: `A: ${name(before, pin).name}` },
          { ...name(now, pin), name: `now: ${name(now, pin).name}` },
        ],
        columns.sentence,
      );
    }
    const second = pin2 !== null && pin2 < matrix.rows ? [name(matrix, pin2)] : [];
    return compareRows([name(matrix, pin), ...second], columns.sentence);
  }, [picture, pin, pin2, mode, norm, unit, kept]);
}
