import { useComputedColorScheme } from '@mantine/core';
import { coloursOf, type Solved, scaleLegend } from '../../../app';
import { useAppState } from '../../appContext';
import { ColourLegend } from '../../charts/ColourLegend';
import { AlignChart, RIBBON_KEY } from './AlignChart';
import { AlignDetails } from './AlignDetails';
import classes from './AlignFigure.module.css';
import { AlignNumbers } from './AlignNumbers';
import { GradientList } from './GradientList';
import { PinnedRows } from './PinnedRows';
import { SentencePair } from './SentencePair';
import { SolverControls } from './SolverControls';
import { usePicture } from './usePicture';

/** The sentences, the matrix with its controls, the values under the cursor and the solver's own numbers. */
export function AlignFigure({ solved }: { readonly solved: Solved }) {
  const picture = usePicture(solved);
  const pinned = useAppState(({ look }) => look.pin !== null);
  const ribbons = useAppState(({ look }) => look.shape === 'ribbons');
  const dark = useComputedColorScheme('light') === 'dark';
  const { matrix } = picture;
  return (
    <>
      <SentencePair solved={solved} picture={picture} />
      <section className={classes.figure} aria-label="Alignment">
        <div className={classes.chart}>
          <AlignChart solved={solved} picture={picture} />
        </div>
        <aside className={classes.side}>
          <SolverControls />
          {matrix &&
            (ribbons ? (
              <p className={classes.legend}>{RIBBON_KEY}</p>
            ) : (
              <ColourLegend scale={scaleLegend(matrix, coloursOf(matrix, dark))} />
            ))}
          {picture.field && <GradientList picture={picture} />}
          <AlignDetails solved={solved} picture={picture} />
        </aside>
        <AlignNumbers result={solved.result} picture={picture} />
      </section>
      {pinned && matrix && <PinnedRows solved={solved} picture={picture} />}
    </>
  );
}
