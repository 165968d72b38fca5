import { NumberInput, TextInput } from '@mantine/core';
import { useApp, useAppState } from '../../appContext';
import { DropZone } from '../DropZone';
import { FilePick } from '../FilePick';
import classes from './data.module.css';

const TEXTS = [
  { field: 'split', label: 'Split', placeholder: 'test' },
  { field: 'queryLanguage', label: 'Query language', placeholder: 'en, if unnamed' },
  { field: 'documentLanguage', label: 'Document language', placeholder: 'en, if unnamed' },
] as const;

const NUMBERS = [
  { field: 'others', label: 'Unjudged documents', placeholder: 'all, to 200,000' },
  { field: 'triples', label: 'Rows of triples', placeholder: 'all, to 500,000' },
] as const;

/** Loads a ranking collection in place of a corpus. */
export function CollectionForm({ disabled }: { readonly disabled: boolean }) {
  const app = useApp();
  const options = useAppState((state) => state.data.options);
  return (
    <DropZone
      title="Own ranking collection"
      hint="BEIR, TREC, CLIRMatrix, mMARCO or WikiCLIR: queries, documents, judgements"
      disabled={disabled}
      onFiles={(files) => void app.data.loadCollection(files)}
    >
      <fieldset className={classes.options} disabled={disabled}>
        <legend>Where the files do not say, before they are chosen</legend>
        <div className={classes.fields}>
          {TEXTS.map(({ field, label, placeholder }) => (
            <TextInput
              key={field}
              label={label}
              placeholder={placeholder}
              value={options[field] ?? ''}
              onChange={({ currentTarget: { value } }) =>
                app.data.setOptions({ [field]: value.trim() || undefined })
              }
            />
          ))}
          {NUMBERS.map(({ field, label, placeholder }) => (
            <NumberInput
              key={field}
              label={label}
              placeholder={placeholder}
              hideControls
              allowNegative={false}
              allowDecimal={false}
              value={options[field] ?? ''}
              onChange={(value) =>
                app.data.setOptions({ [field]: typeof value === 'number' ? value : undefined })
              }
            />
          ))}
        </div>
        <FilePick
          label="Run to re-rank"
          hint="TREC format; only the documents it has for a query are ranked"
          files={options.run ? [options.run] : []}
          onFiles={([run]) => app.data.setOptions({ run })}
        />
      </fieldset>
    </DropZone>
  );
}
