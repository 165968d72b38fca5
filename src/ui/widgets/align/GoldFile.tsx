import { Button, FileButton, NativeSelect, NumberInput } from '@mantine/core';
import { useState } from 'react';
import { formatNumber, fromPicker, type GoldState } from '../../../app';
import { useApp, useAppState } from '../../appContext';
import classes from './OwnPair.module.css';

const KINDS = {
  'pharaoh 0': { format: 'pharaoh', first: 0, label: 'i-j and ipj, words from 0' },
  'pharaoh 1': { format: 'pharaoh', first: 1, label: 'i-j and ipj, words from 1' },
  'naacl 1': { format: 'naacl', first: 1, label: 'NAACL: sentence source target S|P' },
  'xlwa 0': { format: 'xlwa', first: 0, label: 'XL-WA: source TAB target TAB links' },
} as const;
type Kind = keyof typeof KINDS;

/** Links that people made: outlined in the matrix, and the error rate of the plan's. */
export function GoldFile() {
  const app = useApp();
  const gold = useAppState((state) => state.align.gold);
  const [kind, setKind] = useState<Kind>('pharaoh 0');
  const { format, first } = KINDS[kind];
  return (
    <section className={classes.form} aria-label="Gold links">
      <h3 className={classes.title}>Gold links</h3>
      <NativeSelect
        label="Written as"
        value={kind}
        data={Object.entries(KINDS).map(([value, { label }]) => ({ value, label }))}
        onChange={(event) => setKind(event.currentTarget.value as Kind)}
      />
      <FileButton
        inputProps={{ 'aria-label': 'A file of gold links' }}
        onChange={(file) => {
          const [one] = file ? fromPicker([file]) : [];
          if (one) void app.align.gold.open(one, format, first);
        }}
      >
        {(props) => (
          <Button variant="default" {...props}>
            Open a file
          </Button>
        )}
      </FileButton>
      {gold && (
        <>
          <NumberInput
            label={`Sentence of ${gold.sentences.length}`}
            value={gold.at + 1}
            min={1}
            max={gold.sentences.length}
            allowDecimal={false}
            clampBehavior="strict"
            onChange={(value) => typeof value === 'number' && app.align.gold.at(value - 1)}
          />
          <Button variant="subtle" onClick={() => app.align.gold.close()}>
            Put away
          </Button>
        </>
      )}
      <p className={classes.note} role="status">
        {gold
          ? said(gold)
          : 'Links of people, one line a pair: sure links outlined, possible ones dashed.'}
      </p>
    </section>
  );
}

function said({ file, problem, scores }: GoldState): string {
  if (problem) return `${file}: ${problem}`;
  if (!scores) return `${file}: judging…`;
  const { aer, precision, recall } = scores;
  return `${file}: AER ${formatNumber(aer)}, precision ${formatNumber(precision)}, recall ${formatNumber(recall)} of the words that are each other’s best in the plan`;
}
