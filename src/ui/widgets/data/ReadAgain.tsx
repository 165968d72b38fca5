import { Button } from '@mantine/core';
import { sameOptions } from '../../../app';
import { useApp, useAppState } from '../../appContext';
import { Notice } from '../Notice';
import classes from './data.module.css';

/** Offers to read the same files again, where what they are read with has changed since. */
export function ReadAgain({ locked }: { readonly locked: boolean }) {
  const app = useApp();
  const { source, options, readWith } = useAppState((state) => state.data);
  // What is kept in the browser was read before.
  if (source.kind === 'none' || source.kind === 'stored' || sameOptions(options, readWith))
    return null;
  return (
    <Notice tone="plain" title="What is loaded was read with other options">
      <div className={classes.head}>
        <span>They hold for the next files; or read the same ones again.</span>
        <Button size="compact-sm" disabled={locked} onClick={() => void app.data.readAgain()}>
          Read again
        </Button>
      </div>
    </Notice>
  );
}
