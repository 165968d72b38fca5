import { Checkbox, NumberInput } from '@mantine/core';
import { useApp, useAppState } from '../../appContext';
import { FilePick } from '../FilePick';
import classes from './data.module.css';

/** What a corpus's files do not say, and what may go with a corpus or a collection. */
export function CorpusOptions({ disabled }: { readonly disabled: boolean }) {
  const app = useApp();
  const { trustIds, trainShare, relevance, translations, ranker } = useAppState(
    (state) => state.data.options,
  );
  const set = app.data.setOptions;
  return (
    <fieldset className={classes.options} disabled={disabled}>
      <legend>Where the files do not say, before they are chosen</legend>
      <Checkbox
        size="xs"
        label="MTEB: equal ids are translations of each other"
        checked={trustIds ?? false}
        onChange={(event) => set({ trustIds: event.currentTarget.checked || undefined })}
      />
      <NumberInput
        size="xs"
        className={classes.inline}
        labelProps={{ fw: 400 }}
        label="Line-aligned text: share of documents to train on"
        placeholder="0.65"
        hideControls
        min={0}
        max={0.99}
        decimalScale={2}
        value={trainShare ?? ''}
        onChange={(value) => set({ trainShare: typeof value === 'number' ? value : undefined })}
      />
      <div className={classes.picks}>
        <FilePick
          label="Relevance for the English ranker"
          hint="a judged collection in place of intents"
          multiple
          files={relevance ?? []}
          onFiles={(files) => set({ relevance: files })}
        />
        <FilePick
          label="The ranker’s own matrix"
          hint="safetensors, in place of training it"
          files={ranker ? [ranker] : []}
          onFiles={([file]) => set({ ranker: file })}
        />
        <FilePick
          label="Translations of queries"
          hint="id, language, English text between tabs"
          multiple
          files={translations ?? []}
          onFiles={(files) => set({ translations: files })}
        />
      </div>
    </fieldset>
  );
}
