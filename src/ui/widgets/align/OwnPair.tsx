import { Button, NativeSelect, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { languageLabel } from '../../../app';
import { useApp, useAppState } from '../../appContext';
import classes from './OwnPair.module.css';

const FALLBACK = ['de', 'es', 'fr', 'hi', 'th', 'sw', 'so', 'tl', 'mr', 'fi'];

/** Two sentences of the user's own, read by the embedded encoder. */
export function OwnPair() {
  const app = useApp();
  const sample = useAppState((state) => state.align.sample);
  const own = useAppState((state) => state.align.own);
  const encoding = useAppState((state) => state.align.encoding);
  const [english, setEnglish] = useState('');
  const [foreign, setForeign] = useState('');
  const [language, setLanguage] = useState('de');
  const languages = sample?.languages.filter((code) => code !== 'en') ?? FALLBACK;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void app.align.alignOwn(english.trim(), foreign.trim(), language);
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <h3 className={classes.title}>Align your own pair</h3>
      <TextInput
        className={classes.text}
        label="English"
        lang="en"
        placeholder="remind me to call mum at six"
        value={english}
        maxLength={4000}
        onChange={(event) => setEnglish(event.currentTarget.value)}
      />
      <TextInput
        className={classes.text}
        label="Translation"
        lang={language}
        dir="auto"
        value={foreign}
        maxLength={4000}
        onChange={(event) => setForeign(event.currentTarget.value)}
      />
      <NativeSelect
        label="Language"
        value={language}
        data={languages.map((code) => ({ value: code, label: languageLabel(code) }))}
        onChange={(event) => setLanguage(event.currentTarget.value)}
      />
      <Button type="submit" disabled={!english.trim() || !foreign.trim() || encoding !== null}>
        Align
      </Button>
      {own && (
        <Button variant="default" onClick={() => app.align.backToSample()}>
          Back to the sample
        </Button>
      )}
      <p className={classes.note} role="status">
        {encoding ?? 'The first pair loads the embedded encoder (about 30 MB, from this site).'}
      </p>
    </form>
  );
}
