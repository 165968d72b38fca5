import { NumberInput, SegmentedControl, Slider } from '@mantine/core';
import { type Shape, THRESHOLD, TOP } from '../../../app';
import { useApp, useAppState } from '../../appContext';
import classes from './AlignFigure.module.css';

const SHAPE_NAMES: { value: Shape; label: string }[] = [
  { value: 'heatmap', label: 'Heatmap' },
  { value: 'ribbons', label: 'Ribbons' },
];

/** Heatmap or ribbons, and how many of these. */
export function ShapeSwitch() {
  const app = useApp();
  const shape = useAppState((state) => state.look.shape);
  const threshold = useAppState((state) => state.look.threshold);
  const top = useAppState((state) => state.look.top);
  return (
    <>
      {shape === 'ribbons' && (
        <>
          <div className={classes.threshold}>
            <span aria-hidden="true">share ≥ {threshold.toFixed(2)}</span>
            <Slider
              size="sm"
              min={THRESHOLD.least}
              max={THRESHOLD.most}
              step={0.01}
              value={threshold}
              label={null}
              thumbLabel="Least share of a ribbon"
              onChange={(value) => app.look.set({ threshold: value })}
            />
          </div>
          <NumberInput
            size="xs"
            w="5.5rem"
            aria-label="Ribbons a row, at most"
            prefix="top "
            value={top}
            min={TOP.least}
            max={TOP.most}
            allowDecimal={false}
            clampBehavior="strict"
            onChange={(value) => typeof value === 'number' && app.look.set({ top: value })}
          />
        </>
      )}
      <SegmentedControl
        size="xs"
        aria-label="Alignment drawn as"
        data={SHAPE_NAMES}
        value={shape}
        onChange={(value) => app.look.set({ shape: value as Shape })}
      />
    </>
  );
}
