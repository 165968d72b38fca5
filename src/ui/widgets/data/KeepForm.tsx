import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useApp, useAppState } from '../../appContext';
import classes from './data.module.css';

/** Keeps what is loaded in this browser, with the licence that its package does not state. */
export function KeepForm() {
  const app = useApp();
  const busy = useAppState((state) => state.shelf.busy);
  const [licence, setLicence] = useState('');
  const keep = (event: FormEvent) => {
    event.preventDefault();
    void app.shelf.keep(licence);
  };
  return (
    <form className={classes.form} onSubmit={keep} aria-label="Keep in this browser">
      <TextInput
        className={classes.grow}
        label="Licence, where the package states none"
        placeholder="not stated"
        value={licence}
        onChange={(event) => setLicence(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" disabled={busy !== null}>
        {busy ?? 'Keep in this browser'}
      </Button>
    </form>
  );
}
