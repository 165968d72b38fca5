import { NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { type DataPart, formatCount, languageLabel, type PreviewRow } from '../../../app';
import classes from './data.module.css';
import { RowTable } from './RowTable';
import { rowFacts } from './rowColumns';
import { useRows } from './useRows';

/** Browsers end near 17 million pixels; 36 of them are a row. */
const SHEET = 400_000;
const ALL = '';

/** The loaded rows: choose a table and a language, search, look at one row in full. */
export function RowsPanel({ parts }: { readonly parts: readonly DataPart[] }) {
  const [partId, setPart] = useState(parts.at(0)?.id);
  const [language, setLanguage] = useState(ALL);
  const [search, setSearch] = useState('');
  const [chosen, setChosen] = useState<number | null>(null);
  const [sheet, setSheet] = useState(0);
  const [wanted] = useDebouncedValue(search, 200);
  const part = parts.find(({ id }) => id === partId) ?? parts[0]!;
  const spoken = part.languages.some((one) => one.language === language) ? language : ALL;
  const query = { part: part.id, language: spoken || undefined, search: wanted };
  const { cache, busy } = useRows(query);
  const total = cache?.total ?? part.rows;
  const again = () => {
    setChosen(null);
    setSheet(0);
  };
  const goTo = (index: number) => {
    setSheet(Math.floor(index / SHEET));
    setChosen(index);
  };
  const first = cache?.row(0);
  const first0 = Math.min(sheet * SHEET, Math.max(0, total - 1));
  return (
    <div className={classes.stack}>
      <div className={classes.form}>
        <NativeSelect
          label="Table"
          value={part.id}
          data={parts.map(({ id, label, rows }) => ({
            value: id,
            label: `${label} (${formatCount(rows)})`,
          }))}
          onChange={(event) => {
            setPart(event.currentTarget.value as DataPart['id']);
            again();
          }}
        />
        <NativeSelect
          label="Language"
          value={spoken}
          disabled={part.languages.length < 2}
          data={[
            {
              value: ALL,
              label:
                part.languages.length === 1 ? languageLabel(part.languages[0]!.language) : 'all',
            },
            ...(part.languages.length < 2
              ? []
              : part.languages.map(({ language: code, rows }) => ({
                  value: code,
                  label: `${languageLabel(code)} (${formatCount(rows)})`,
                }))),
          ]}
          onChange={(event) => {
            setLanguage(event.currentTarget.value);
            again();
          }}
        />
        <TextInput
          className={classes.grow}
          label="Search"
          type="search"
          placeholder="text, id, intent, slot"
          value={search}
          onChange={(event) => {
            setSearch(event.currentTarget.value);
            again();
          }}
        />
        <NumberInput
          label="Go to row"
          w="8rem"
          hideControls
          allowNegative={false}
          allowDecimal={false}
          value={chosen === null ? '' : chosen + 1}
          onChange={(value) => {
            if (typeof value === 'number' && value >= 1 && value <= total) goTo(value - 1);
          }}
        />
      </div>
      <p role="status" className={classes.facts}>
        {cache?.error ?? `${formatCount(total)} of ${formatCount(part.rows)} rows`}
        {total > SHEET &&
          ` · shown: ${formatCount(first0 + 1)} to ${formatCount(Math.min(total, first0 + SHEET))}; go to a row for the others`}
      </p>
      {cache ? (
        <RowTable
          key={`${part.id} ${spoken} ${wanted} ${sheet}`}
          label={`Rows of ${part.label}`}
          cache={cache}
          kind={first?.kind ?? kindOf(part.id)}
          busy={busy}
          first={first0}
          count={Math.min(SHEET, total - first0)}
          chosen={chosen}
          onChoose={setChosen}
        />
      ) : (
        <div className={classes.table} aria-busy="true" />
      )}
      <Detail row={chosen === null ? undefined : cache?.row(chosen)} />
    </div>
  );
}

function kindOf(id: DataPart['id']): PreviewRow['kind'] {
  if (id === 'judgements') return 'judgement';
  if (id === 'queries' || id === 'documents') return 'text';
  return id.startsWith('bitext') ? 'pair' : 'utterance';
}

function Detail({ row }: { readonly row: PreviewRow | undefined }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus
    <section className={classes.detail} tabIndex={0} aria-label="The chosen row in full">
      {row ? (
        <dl>
          {rowFacts(row).map(([name, fact]) => (
            <Fact key={name} name={name}>
              {fact}
            </Fact>
          ))}
        </dl>
      ) : (
        <p className={classes.facts}>Choose a row by its number to see it in full.</p>
      )}
    </section>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
