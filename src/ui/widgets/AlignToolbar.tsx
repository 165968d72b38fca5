import { NativeSelect, SegmentedControl } from '@mantine/core';
import { languageLabel, type Mode } from '../../app';
import { useApp, useAppState } from '../appContext';
import classes from './AlignToolbar.module.css';

const MODE_NAMES: readonly { readonly value: Mode; readonly label: string }[] = [
  { value: 'plan', label: 'Plan' },
  { value: 'cost', label: 'Cost' },
  { value: 'product', label: 'Plan × cost' },
];

/** Which pair, which languages, which matrix. */
export function AlignToolbar() {
  const app = useApp();
  const { sample, pairId, language, mode, table, source } = useAppState((state) => state.align);
  const pairs = sample?.pairs ?? [];
  const foreign = sample?.languages.filter((code) => code !== 'en') ?? [];
  return (
    <div className={classes.toolbar}>
      <NativeSelect
        className={classes.wide}
        label={sample?.synthetic ? 'Utterance (synthetic sample)' : 'Utterance'}
        value={source === 'sample' ? (pairId ?? '') : ''}
        disabled={!pairs.length}
        onChange={(event) => app.align.set({ pairId: event.currentTarget.value })}
        data={[
          ...(source === 'own' ? [{ value: '', label: 'your own pair', disabled: true }] : []),
          ...pairs.map((pair) => ({ value: pair.id, label: pair.texts.en?.text ?? pair.id })),
        ]}
      />
      <NativeSelect
        label="English against"
        value={language ?? ''}
        disabled={!foreign.length}
        onChange={(event) => app.align.set({ language: event.currentTarget.value })}
        data={[
          ...foreign.map((code) => ({ value: code, label: languageLabel(code) })),
          { value: 'en', label: 'English (control)' },
        ]}
      />
      <div className={classes.switches}>
        <SegmentedControl
          aria-label="Matrix"
          data={[...MODE_NAMES]}
          value={mode}
          onChange={(value) => app.align.show({ mode: value as Mode })}
        />
        <SegmentedControl
          aria-label="Shown as"
          data={['Heatmap', 'Table']}
          value={table ? 'Table' : 'Heatmap'}
          onChange={(value) => app.align.show({ table: value === 'Table' })}
        />
      </div>
    </div>
  );
}
