import { Table } from '@mantine/core';
import {
  formatCount,
  type GapModel,
  languageLabel,
  methodName,
  showInterval,
  showMap,
} from '../../app';
import classes from '../views/view.module.css';

const GROUPS = { high: 'high', low: 'low', other: '–' } as const;

/** Every number of the chart, with queries and ties. */
export function ResultsTable({ model }: { readonly model: GapModel }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus
    <section className={classes.scroll} tabIndex={0} aria-label="Results table">
      <Table fz="sm" verticalSpacing={4} miw="44rem">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Language</Table.Th>
            <Table.Th scope="col">Group</Table.Th>
            <Table.Th scope="col" ta="right">
              Queries
            </Table.Th>
            {model.methods.map((method) => (
              <Table.Th key={method} scope="col" ta="right">
                {methodName(method)}
              </Table.Th>
            ))}
            <Table.Th scope="col" ta="right">
              Ties
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {model.lines.map(({ language, group, results }) => {
            const rows = Object.values(results);
            return (
              <Table.Tr key={language}>
                <Table.Th scope="row">{languageLabel(language)}</Table.Th>
                <Table.Td>{GROUPS[group]}</Table.Td>
                <Table.Td ta="right">{formatCount(rows[0]?.queries ?? 0)}</Table.Td>
                {model.methods.map((method) => {
                  const row = results[method];
                  return (
                    <Table.Td key={method} ta="right">
                      {showMap(row?.map ?? null)}
                      {row?.ci && <div className={classes.soft}>{showInterval(row.ci)}</div>}
                    </Table.Td>
                  );
                })}
                <Table.Td ta="right">{rows.reduce((sum, row) => sum + row.ties, 0)}</Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </section>
  );
}
