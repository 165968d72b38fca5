import { NativeSelect, SegmentedControl } from '@mantine/core';
import { languageLabel, type PairSource } from '../../../app';
import { useApp, useAppState } from '../../appContext';
import { CorpusPairs } from './CorpusPairs';
import classes from './PairPicker.module.css';

/** Which pair is aligned: of the sample, or of the corpus that is loaded. */
export function PairPicker() {
  const app = useApp();
  const source = useAppState((state) => state.look.source);
  const loaded = useAppState((state) => state.data.summary?.corpus ?? null);
  return (
    <section aria-label="Pair" className={classes.picker}>
      <div className={classes.row}>
        {(loaded !== null || source === 'corpus') && (
          <SegmentedControl
            aria-label="Pairs from"
            data={[
              { value: 'sample', label: 'Sample' },
              { value: 'corpus', label: loaded ?? 'Loaded corpus' },
            ]}
            value={source}
            onChange={(value) => app.look.set({ source: value as PairSource, pair: null })}
          />
        )}
        {source === 'sample' && <SamplePair />}
        <LanguageSelect />
      </div>
      {source === 'corpus' && <CorpusPairs />}
    </section>
  );
}

function SamplePair() {
  const app = useApp();
  const sample = useAppState((state) => state.align.sample);
  const own = useAppState((state) => state.align.own);
  const pair = useAppState((state) => state.look.pair);
  const pairs = sample?.pairs ?? [];
  return (
    <NativeSelect
      className={classes.wide}
      label={sample?.synthetic ? 'Utterance (synthetic sample)' : 'Utterance'}
      value={own ? '' : (pair ?? pairs[0]?.id ?? '')}
      disabled={!pairs.length}
      onChange={(event) => app.look.set({ pair: event.currentTarget.value })}
      data={[
        ...(own ? [{ value: '', label: 'your own pair', disabled: true }] : []),
        ...pairs.map(({ id, texts }) => ({ value: id, label: texts.en?.text ?? id })),
      ]}
    />
  );
}

function LanguageSelect() {
  const app = useApp();
  const source = useAppState((state) => state.look.source);
  const ofSample = useAppState((state) => state.align.sample?.languages);
  const ofCorpus = useAppState((state) => state.align.list.page?.languages);
  const solved = useAppState((state) => state.align.solved?.problem.columns.language);
  const chosen = useAppState((state) => state.look.language);
  const languages = (source === 'corpus' ? ofCorpus : ofSample) ?? [];
  const foreign = languages.filter((code) => code !== 'en');
  return (
    <NativeSelect
      label="English against"
      value={chosen ?? solved ?? ''}
      disabled={!languages.length}
      onChange={(event) => app.look.set({ language: event.currentTarget.value })}
      data={[
        ...foreign.map((code) => ({ value: code, label: languageLabel(code) })),
        { value: 'en', label: 'English (control)' },
      ]}
    />
  );
}
