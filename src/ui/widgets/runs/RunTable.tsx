import { Button, Table } from '@mantine/core';
import { formatDate, type Range, type RunSummary, showMap } from '../../../app';
import { useApp, useAppState } from '../../appContext';
import { showGap } from '../../charts/chartStyle';
import classes from '../../views/view.module.css';
import { RunName } from './RunName';
import own from './runs.module.css';

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
      <Table fz="sm" verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Compare</Table.Th>
            <Table.Th scope="col" w="100%">
              Name
            </Table.Th>
            {FIGURES.map(([head, title], k) => (
              <Table.Th
                key={head}
                scope="col"
                ta="right"
                className={k < 2 ? own.count : own.figure}
                title={title}
              >
                {head}
              </Table.Th>
            ))}
            <Table.Th scope="col">Actions</Table.Th>
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
      <p className={`${classes.soft} ${own.figureNote}`}>
        MAP: mean over the languages beside English; gap: between the groups. Lowest … highest
        method of the run’s task.
      </p>
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
  const about = run.headline
    ? `Task ${run.headline.task}, lowest and highest method`
    : 'No results';
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
      <Table.Td className={own.name}>
        <RunName run={run} />
        <div className={classes.soft}>
          {!run.name.includes(run.corpus) && `${run.corpus} · `}
          {run.synthetic && 'synthetic · '}
          {run.origin} · {formatDate(run.addedAt)} · <code>{run.id}</code>
        </div>
      </Table.Td>
      <Table.Td ta="right" className={own.count} title={run.methods.join(', ')}>
        {run.methods.length}
      </Table.Td>
      <Table.Td ta="right" className={own.count}>
        {run.seeds}
      </Table.Td>
      <Table.Td ta="right" className={own.figure} title={about}>
        {rangeText(run.headline?.map, showMap)}
      </Table.Td>
      <Table.Td ta="right" className={own.figure} title={about}>
        {rangeText(run.headline?.gap, showGap)}
      </Table.Td>
      <Table.Td>
        <div className={own.actions}>
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

const FIGURES: readonly (readonly [head: string, title: string])[] = [
  ['Methods', 'How many methods were measured'],
  ['Seeds', 'How many seeds'],
  [
    'MAP × 100',
    'Mean MAP × 100 over the languages beside English: the lowest and the highest method',
  ],
  ['Gap × 100', 'Gap × 100 between the groups: the lowest and the highest method'],
];

/** `54.6 … 60.1`, or one number where both are shown alike. */
function rangeText(range: Range | null | undefined, show: (value: number) => string): string {
  if (!range) return '–';
  const [least, most] = range.map(show);
  return least === most ? `${least}` : `${least} … ${most}`;
}
