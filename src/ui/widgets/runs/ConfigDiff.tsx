import { Table } from '@mantine/core';
import type { ConfigDifference } from '../../../app';
import classes from '../../views/view.module.css';

/** The settings in which run A and run B differ. */
export function ConfigDiff({ rows }: { readonly rows: readonly ConfigDifference[] }) {
  return (
    <section className={classes.panel} aria-label="Differences of the settings">
      <h3>Settings that differ</h3>
      {rows.length === 0 ? (
        <p className={classes.soft}>None: both runs have the same config.</p>
      ) : (
        <div className={classes.scroll}>
          <Table fz="sm" w="auto" verticalSpacing={3}>
            <Table.Thead>
              <Table.Tr>
                {['Field', 'Run A', 'Run B'].map((head) => (
                  <Table.Th key={head} scope="col">
                    {head}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map(({ field, a, b }) => (
                <Table.Tr key={field}>
                  <Table.Th scope="row" ff="monospace" fw={500}>
                    {field}
                  </Table.Th>
                  <Table.Td>{a}</Table.Td>
                  <Table.Td>{b}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
    </section>
  );
}
