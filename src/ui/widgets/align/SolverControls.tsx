import { NativeSelect, NumberInput, Slider } from '@mantine/core';
import { useId } from 'react';
import {
  DISTORTION,
  EPSILON,
  formatNumber,
  ITERATIONS,
  LOG_STEPS,
  logPosition,
  logValue,
  MASS,
  type MarginalKind,
  RHO,
} from '../../../app';
import { useApp, useAppState } from '../../appContext';
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
      <MassControls />
    </div>
  );
}

/** What mass must be moved, and whether places in the sentence count. */
function MassControls() {
  const app = useApp();
  const marginals = useAppState((state) => state.look.marginals);
  const rho = useAppState((state) => state.look.rho);
  const mass = useAppState((state) => state.look.mass);
  const distortion = useAppState((state) => state.look.distortion);
  return (
    <>
      <NativeSelect
        mt="sm"
        label="Mass"
        value={marginals}
        onChange={(event) => app.look.set({ marginals: event.currentTarget.value as MarginalKind })}
        data={[
          { value: 'balanced', label: 'balanced: all mass is moved' },
          { value: 'unbalanced', label: 'unbalanced: at a price ρ' },
          { value: 'partial', label: 'partial: a share is moved' },
        ]}
      />
      {marginals === 'unbalanced' && (
        <LabelledSlider
          name="Price ρ of changed marginals"
          shown={formatNumber(rho)}
          min={0}
          max={LOG_STEPS}
          value={logPosition(rho, RHO)}
          onChange={(position) => app.look.set({ rho: logValue(position, RHO) })}
        />
      )}
      {marginals === 'partial' && (
        <LabelledSlider
          name="Share of the mass that is moved"
          shown={mass.toFixed(2)}
          min={MASS.least}
          max={MASS.most}
          step={0.05}
          value={mass}
          onChange={(value) => app.look.set({ mass: Number(value.toPrecision(3)) })}
        />
      )}
      <LabelledSlider
        name="Position prior (distortion)"
        shown={distortion.toFixed(2)}
        min={DISTORTION.least}
        max={DISTORTION.most}
        step={0.05}
        value={distortion}
        onChange={(value) => app.look.set({ distortion: Number(value.toPrecision(3)) })}
      />
    </>
  );
}

interface LabelledProps {
  readonly name: string;
  /** The value for people. */
  readonly shown: string;
  readonly min: number;
  readonly max: number;
  readonly step?: number;
  readonly value: number;
  readonly onChange: (value: number) => void;
}

function LabelledSlider({ name, shown, ...slider }: LabelledProps) {
  return (
    <div className={classes.small}>
      <div className={classes.head}>
        <span>{name}</span>
        <output>{shown}</output>
      </div>
      <Slider
        size="sm"
        {...slider}
        label={null}
        thumbLabel={name}
        thumbProps={{ 'aria-valuetext': shown }}
      />
    </div>
  );
}
