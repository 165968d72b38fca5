import { Button } from '@mantine/core';
import type { RunSummary } from '../../../app';
import { useApp } from '../../appContext';
import classes from '../../views/view.module.css';
import { Notice } from '../Notice';

/** Runs that were deleted since the page was opened, with the way back. */
export function Undelete({ runs }: { readonly runs: readonly RunSummary[] }) {
  const app = useApp();
  return runs.map(({ id, name }) => (
    <Notice key={id} tone="plain" title="Deleted">
      <span className={classes.row}>
        {name}
        <Button size="compact-sm" variant="default" onClick={() => void app.runs.restore(id)}>
          Undo
        </Button>
      </span>
    </Notice>
  ));
}
