import { Button, Table } from '@mantine/core';
import { formatDate, type RunSummary } from '../../../app';
import { useApp, useAppState } from '../../appContext';
import classes from '../../views/view.module.css';
import { RunName } from './RunName';

interface Props {
  readonly runs: readonly RunSummary[];
  /** The run whose bundle is listed. */
  readonly opened: string | null;
  readonly onOpen: (id: string | null) => void;
}

/** All runs, newest first, with what can be done to each. */
export function RunTable({ runs, opened, onOpen }: Props) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus
    <section className={`${classes.panel} ${classes.scroll}`} tabIndex={0} aria-label="Runs">
      <Table fz="sm" verticalSpacing={4} miw="52rem">
        <Table.Thead>
          <Table.Tr>
            {['Compare', 'Name', 'Methods', 'Seeds', 'Added', 'Id', 'Actions'].map((head) => (
              <Table.Th key={head} scope="col">
                {head}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {runs.toReversed().map((run) => (
            <Row
              key={run.id}
              run={run}
              isOpen={run.id === opened}
              onOpen={(open) => onOpen(open ? run.id : null)}
            />
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}

interface RowProps {
  readonly run: RunSummary;
  readonly isOpen: boolean;
  readonly onOpen: (open: boolean) => void;
}

function Row({ run, isOpen, onOpen }: RowProps) {
  const app = useApp();
  const { a, b } = useAppState((state) => state.look);
  const pins = { a, b };
  return (
    <Table.Tr>
      <Table.Td>
        <Button.Group>
          {(['a', 'b'] as const).map((side) => (
            <Button
              key={side}
              size="compact-sm"
              variant={pins[side] === run.id ? 'filled' : 'default'}
              aria-pressed={pins[side] === run.id}
              aria-label={`${run.name} as run ${side.toUpperCase()}`}
              onClick={() => app.runs.pin(side, pins[side] === run.id ? null : run.id)}
            >
              {side.toUpperCase()}
            </Button>
          ))}
        </Button.Group>
      </Table.Td>
      <Table.Td>
        <RunName run={run} />
        <div className={classes.soft}>
          {run.corpus}
          {run.synthetic && ' (synthetic)'} · {run.origin}
        </div>
      </Table.Td>
      <Table.Td title={run.methods.join(', ')}>{run.methods.length}</Table.Td>
      <Table.Td>{run.seeds}</Table.Td>
      <Table.Td>{formatDate(run.addedAt)}</Table.Td>
      <Table.Td ff="monospace" fz="xs">
        {run.id}
      </Table.Td>
      <Table.Td>
        <div className={classes.row}>
          <Button
            size="compact-sm"
            variant="default"
            aria-label={`Save the bundle of ${run.name}`}
            onClick={() => void app.runs.save(run.id)}
          >
            Save bundle
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            aria-label={`Files of ${run.name}`}
            aria-expanded={isOpen}
            onClick={() => onOpen(!isOpen)}
          >
            Files
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            aria-label={`Delete ${run.name}`}
            onClick={() => void app.runs.remove(run.id)}
          >
            Delete
          </Button>
        </div>
      </Table.Td>
    </Table.Tr>
  );
}
