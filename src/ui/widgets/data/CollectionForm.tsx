import { NumberInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { CollectionAbout } from '../../../app';
import { useApp } from '../../appContext';
import { DropZone } from '../DropZone';
import classes from './data.module.css';

/** Loads a ranking collection in place of a corpus. */
export function CollectionForm({ disabled }: { readonly disabled: boolean }) {
  const app = useApp();
  const [about, setAbout] = useState<CollectionAbout>({});
  const set = (change: CollectionAbout) => setAbout({ ...about, ...change });
  return (
    <DropZone
      title="Own ranking collection"
      hint="BEIR, TREC, CLIRMatrix, mMARCO or WikiCLIR: queries, documents, judgements"
      disabled={disabled}
      onFiles={(files) => void app.data.loadCollection(files, about)}
    >
      <div className={classes.form}>
        <TextInput
          label="Split"
          w="7rem"
          placeholder="test"
          onChange={({ currentTarget: { value } }) => set({ split: value.trim() || undefined })}
        />
        <TextInput
          label="Query language"
          w="8.5rem"
          placeholder="en, if unnamed"
          onChange={({ currentTarget: { value } }) =>
            set({ queryLanguage: value.trim() || undefined })
          }
        />
        <TextInput
          label="Document language"
          w="9.5rem"
          placeholder="en, if unnamed"
          onChange={({ currentTarget: { value } }) =>
            set({ documentLanguage: value.trim() || undefined })
          }
        />
        <NumberInput
          label="Unjudged documents"
          w="9.5rem"
          placeholder="all"
          hideControls
          allowNegative={false}
          allowDecimal={false}
          onChange={(value) => set({ others: typeof value === 'number' ? value : undefined })}
        />
      </div>
    </DropZone>
  );
}
