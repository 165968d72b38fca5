import { Table } from '@mantine/core';
import {
  type GapRow,
  methodName,
  type StudyReport,
  showChange,
  showInterval,
  showMap,
} from '../../app';
import classes from '../views/view.module.css';

interface Props {
  readonly gaps: readonly GapRow[];
  readonly groups: StudyReport['groups'];
}

const HEADS = ['High group', 'Low group', 'Gap', 'Change against zero-shot'];

/** Gap and change of gap of every method, with intervals and the label. */
export function GapTable({ gaps, groups }: Props) {
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus */}
      <section className={classes.scroll} tabIndex={0} aria-label="Gap table">
        <Table fz="sm" verticalSpacing={4} miw="40rem">
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">Method</Table.Th>
              {HEADS.map((head) => (
                <Table.Th key={head} scope="col" ta="right">
                  {head}
                </Table.Th>
              ))}
              <Table.Th scope="col">Label</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {gaps.map((gap) => (
              <Table.Tr key={`${gap.method}${gap.seed}`}>
                <Table.Th scope="row">{methodName(gap.method)}</Table.Th>
                <Table.Td ta="right">{showMap(gap.high)}</Table.Td>
                <Table.Td ta="right">{showMap(gap.low)}</Table.Td>
                <Table.Td ta="right">
                  {showMap(gap.gap)} {showInterval(gap.ci)}
                </Table.Td>
                <Table.Td ta="right">
                  {showChange(gap.delta)} {showInterval(gap.deltaCi, showChange)}
                </Table.Td>
                <Table.Td>{gap.label === 'none' ? 'baseline or no change' : gap.label}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </section>
      <p className={classes.soft}>
        Groups “{groups.name}”: high {groups.high.join(', ') || 'none'}; low{' '}
        {groups.low.join(', ') || 'none'}.
      </p>
    </>
  );
}
