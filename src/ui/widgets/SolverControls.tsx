import { NumberInput, Slider } from '@mantine/core';
import { useId } from 'react';
import { EPSILON, formatNumber, ITERATIONS, LOG_STEPS, logPosition, logValue } from '../../app';
import { useApp, useAppState } from '../appContext';
import classes from './SolverControls.module.css';

const MARKS = [0.005, 0.02, 0.1, 0.5, 1].map((value) => ({
  value: logPosition(value, EPSILON),
  label: String(value),
}));

/** ε and the iteration limit; every change is solved at once. */
export function SolverControls() {
  const app = useApp();
  const epsilon = useAppState((state) => state.look.epsilon);
  const iterations = useAppState((state) => state.look.iterations);
  const id = useId();
  return (
    <div>
      <div className={classes.head}>
        <span id={id}>Regularisation ε</span>
        <output className={classes.value} data-testid="epsilon">
          {formatNumber(epsilon)}
        </output>
      </div>
      <Slider
        className={classes.slider}
        min={0}
        max={LOG_STEPS}
        value={logPosition(epsilon, EPSILON)}
        onChange={(position) => app.look.set({ epsilon: logValue(position, EPSILON) })}
        marks={MARKS}
        label={null}
        thumbLabel="Regularisation epsilon, logarithmic"
        thumbProps={{ 'aria-valuetext': String(epsilon), 'aria-describedby': id }}
      />
      <NumberInput
        label="Iterations, at most"
        value={iterations}
        min={ITERATIONS.least}
        max={ITERATIONS.most}
        allowDecimal={false}
        clampBehavior="strict"
        onChange={(value) => {
          if (typeof value === 'number') app.look.set({ iterations: value });
        }}
      />
    </div>
  );
}
