import { Checkbox } from '@mantine/core';
import { FILTER_SWITCHES } from '../../../app';
import { useApp, useAppState } from '../../appContext';
import classes from './data.module.css';

/** Which pairs are left out of bitext; those that equal a test text always are. */
export function FilterForm({ disabled }: { readonly disabled: boolean }) {
  const app = useApp();
  const filters = useAppState((state) => state.data.filters);
  return (
    <fieldset className={classes.filters} disabled={disabled}>
      <legend>Leave out of the bitext</legend>
      <Checkbox
        size="xs"
        checked
        disabled
        readOnly
        label="Pairs that equal a text that is evaluated on (always)"
      />
      {FILTER_SWITCHES.map(({ field, label, value }) => (
        <Checkbox
          key={field}
          size="xs"
          label={label}
          checked={filters[field] !== undefined}
          onChange={(event) => {
            const { [field]: _, ...others } = filters;
            const on = event.currentTarget.checked;
            void app.data.filterBitext(on ? { ...others, [field]: value } : others);
          }}
        />
      ))}
    </fieldset>
  );
}
