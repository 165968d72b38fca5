import { Button } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useMemo } from 'react';
import {
  compareRows,
  comparisonTable,
  namedRow,
  type Picture,
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
  const compared = useComparison(picture);
  const table = useMemo(
    () =>
      compared && comparisonTable(compared.comparison, compared.unit, aboutSolved(solved, picture)),
    [compared, solved, picture],
  );
  if (!compared || !table) return null;
  const { comparison, unit } = compared;
  const title = comparison.series.length > 1 ? 'Two rows' : 'Pinned row';
  return (
    <section className={panel.panel} aria-label="Pinned rows">
      <ChartFrame
        title={picture.against ? 'Pinned row under A and under B' : title}
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
  const norm = useAppState((state) => state.look.norm);
  return useMemo(() => {
    const { matrix, rows, columns, pooled, against } = picture;
    if (!matrix || pin === null || pin >= matrix.rows) return null;
    const name = (of: typeof matrix, row: number) => namedRow(of, rows.sentence, row);
    if (against) {
      const sides = [against.pooled, pooled].map((of) =>
        shownMatrix(of, 'plan', { norm, scale: 'linear' }),
      );
      const named = sides.map((of, k) => {
        const row = name(of, pin);
        return { ...row, name: `${'AB'[k]}: ${row.name}` };
      });
      return { comparison: compareRows(named, columns.sentence), unit: sides[0]!.unit };
    }
    const second = pin2 !== null && pin2 < matrix.rows ? [name(matrix, pin2)] : [];
    const shown = [name(matrix, pin), ...second];
    return { comparison: compareRows(shown, columns.sentence), unit: matrix.unit };
  }, [picture, pin, pin2, norm]);
}
