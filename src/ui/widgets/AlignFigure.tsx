import { useComputedColorScheme } from '@mantine/core';
import { useMemo } from 'react';
import { type AlignProblem, type AlignResult, sequentialColours, shownMatrix } from '../../app';
import { useApp, useAppState } from '../appContext';
import { ColourLegend } from '../charts/ColourLegend';
import { MatrixChart } from '../charts/MatrixChart';
import { MatrixTable } from '../charts/MatrixTable';
import classes from './AlignFigure.module.css';
import { AlignNumbers } from './AlignNumbers';
import { RowDetails } from './RowDetails';
import { SolverControls } from './SolverControls';

interface Props {
  readonly problem: AlignProblem;
  readonly result: AlignResult;
}

/** The matrix with its controls, legend, values under the cursor and the solver's own numbers. */
export function AlignFigure({ problem, result }: Props) {
  const app = useApp();
  const mode = useAppState((state) => state.look.mode);
  const table = useAppState((state) => state.look.table);
  const cursor = useAppState((state) => state.align.cursor);
  const dark = useComputedColorScheme('light') === 'dark';
  const { rows, columns, vectors } = problem;
  const matrix = useMemo(
    () => shownMatrix(result, mode, vectors.n, vectors.m),
    [result, mode, vectors],
  );
  const colours = sequentialColours(dark);
  const shared = { matrix, rows, columns };
  return (
    <section className={classes.figure} aria-label="Alignment">
      <div className={classes.chart}>
        {table ? (
          <MatrixTable {...shared} />
        ) : (
          <MatrixChart
            {...shared}
            colours={colours}
            cursor={cursor}
            onCursor={app.align.moveCursor}
          />
        )}
      </div>
      <aside className={classes.side}>
        <SolverControls />
        <ColourLegend colours={colours} domain={matrix.domain} label={matrix.unit} />
        <RowDetails {...shared} result={result} cursor={cursor} />
      </aside>
      <AlignNumbers result={result} />
    </section>
  );
}
