import { Button, NativeSelect, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { addressFile, messageOf } from '../../../app';
import { useApp } from '../../appContext';
import classes from './data.module.css';

const KINDS = ['corpus', 'bitext', 'collection'] as const;

/** Opens a file from the web: this browser fetches it, and its server must allow that. */
export function AddressForm({ disabled }: { readonly disabled: boolean }) {
  const app = useApp();
  const [kind, setKind] = useState<(typeof KINDS)[number]>('corpus');
  const [address, setAddress] = useState('');
  const [error, setError] = useState<string | null>(null);
  const open = (event: FormEvent) => {
    event.preventDefault();
    try {
      const files = [addressFile(address, location.href)];
      setError(null);
      if (kind === 'corpus') void app.data.loadCorpus(files);
      else if (kind === 'bitext') void app.data.loadBitext(files);
      else void app.data.loadCollection(files);
    } catch (failure) {
      setError(messageOf(failure));
    }
  };
  return (
    <form className={classes.form} onSubmit={open} aria-label="Open from an address">
      <TextInput
        className={classes.grow}
        label="Open from an address"
        placeholder="https://…/mtop.zip"
        inputMode="url"
        value={address}
        error={error}
        onChange={(event) => setAddress(event.currentTarget.value)}
      />
      <NativeSelect
        label="as"
        value={kind}
        data={[...KINDS]}
        onChange={(event) => setKind(event.currentTarget.value as typeof kind)}
      />
      <Button type="submit" variant="default" disabled={disabled || address.trim() === ''}>
        Open
      </Button>
    </form>
  );
}
