import { NativeSelect, SegmentedControl, Switch } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Mode, Norm, Scale, Unit } from '../../../app';
import { useApp, useAppState } from '../../appContext';
import classes from './AlignToolbar.module.css';

const MODE_NAMES: { value: Mode; label: string }[] = [
  { value: 'plan', label: 'Plan' },
  { value: 'cost', label: 'Cost' },
  { value: 'product', label: 'Plan × cost' },
  { value: 'difference', label: 'A − B' },
  { value: 'gradient', label: 'Gradient' },
];
const NORM_NAMES: { value: Norm; label: string }[] = [
  { value: 'row', label: 'Its row' },
  { value: 'global', label: 'All mass' },
];
const UNIT_NAMES: { value: Unit; label: string }[] = [
  { value: 'subword', label: 'Subwords' },
  { value: 'word', label: 'Words' },
];

/** Which matrix, and how it is read. */
export function AlignToolbar() {
  const app = useApp();
  const mode = useAppState((state) => state.look.mode);
  const scale = useAppState((state) => state.look.scale);
  const norm = useAppState((state) => state.look.norm);
  const unit = useAppState((state) => state.look.unit);
  const slots = useAppState((state) => state.look.slots);
  return (
    <div className={classes.toolbar}>
      <Labelled name="Matrix">
        <SegmentedControl
          aria-label="Matrix"
          data={MODE_NAMES}
          value={mode}
          onChange={(value) => app.look.set({ mode: value as Mode })}
        />
      </Labelled>
      <Labelled name="Tokens">
        <SegmentedControl
          aria-label="Unit"
          data={UNIT_NAMES}
          value={unit}
          onChange={(value) => app.look.set({ unit: value as Unit, pin: null, pin2: null })}
        />
      </Labelled>
      <Labelled name="Shares of">
        <SegmentedControl
          aria-label="Shares of"
          data={NORM_NAMES}
          value={norm}
          disabled={mode === 'cost' || mode === 'gradient'}
          onChange={(value) => app.look.set({ norm: value as Norm })}
        />
      </Labelled>
      <Labelled name="Colour scale">
        <NativeSelect
          aria-label="Colour scale"
          value={scale}
          onChange={(event) => app.look.set({ scale: event.currentTarget.value as Scale })}
          data={[
            { value: 'linear', label: 'Linear' },
            { value: 'sqrt', label: 'Square root' },
            { value: 'log', label: 'Logarithm' },
          ]}
        />
      </Labelled>
      <Switch
        className={classes.switch}
        label="Slots"
        checked={slots}
        onChange={(event) => app.look.set({ slots: event.currentTarget.checked })}
      />
    </div>
  );
}

interface LabelledProps {
  readonly name: string;
  readonly children: ReactNode;
}

/** A control below its name, which its `aria-label` has for those who do not see it. */
function Labelled({ name, children }: LabelledProps) {
  return (
    <div>
      <span className={classes.name} aria-hidden="true">
        {name}
      </span>
      {children}
    </div>
  );
}
