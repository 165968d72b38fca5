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
  const { sample, source, solved } = useAppState((state) => state.align);
  const { pair, mode, table, ...look } = useAppState((state) => state.look);
  const language = look.language ?? solved?.problem.columns.language;
  const pairs = sample?.pairs ?? [];
  const foreign = sample?.languages.filter((code) => code !== 'en') ?? [];
  return (
    <div className={classes.toolbar}>
      <NativeSelect
        className={classes.wide}
        label={sample?.synthetic ? 'Utterance (synthetic sample)' : 'Utterance'}
        value={source === 'sample' ? (pair ?? pairs[0]?.id ?? '') : ''}
        disabled={!pairs.length}
        onChange={(event) => app.look.set({ pair: event.currentTarget.value })}
        data={[
          ...(source === 'own' ? [{ value: '', label: 'your own pair', disabled: true }] : []),
          ...pairs.map(({ id, texts }) => ({ value: id, label: texts.en?.text ?? id })),
        ]}
      />
      <NativeSelect
        label="English against"
        value={language ?? ''}
        disabled={!foreign.length}
        onChange={(event) => app.look.set({ language: event.currentTarget.value })}
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
          onChange={(value) => app.look.set({ mode: value as Mode })}
        />
        <SegmentedControl
          aria-label="Shown as"
          data={['Heatmap', 'Table']}
          value={table ? 'Table' : 'Heatmap'}
          onChange={(value) => app.look.set({ table: value === 'Table' })}
        />
      </div>
    </div>
  );
}
