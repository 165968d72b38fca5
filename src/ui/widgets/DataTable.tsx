import { Table } from '@mantine/core';
import { type ExportTable, shownCell } from '../../app';
import classes from './DataTable.module.css';

/** More rows than this want a virtual table. */
const MOST_ROWS = 1000;

/** The numbers of a chart for those who read tables. */
export function DataTable({ table }: { readonly table: ExportTable }) {
  const { caption, columns, rows } = table;
  const numeric = columns.map((_, k) => rows.every((row) => typeof row[k] !== 'string'));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus
    <section className={classes.scroll} tabIndex={0} aria-label={`Table: ${caption}`}>
      <Table verticalSpacing={3} horizontalSpacing="sm" fz="sm" w="auto" stickyHeader>
        <Table.Caption>{caption}</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            {columns.map((column, k) => (
              <Table.Th key={column.key} scope="col" ta={numeric[k] ? 'right' : 'left'}>
                <bdi lang={column.language}>{column.label}</bdi>
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.slice(0, MOST_ROWS).map((row, r) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row of numbers is its place
            <Table.Tr key={r}>
              {columns.map((column, k) => (
                <Table.Td key={column.key} ta={numeric[k] ? 'right' : 'left'}>
                  <bdi lang={column.language}>{shownCell(row[k], column)}</bdi>
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {rows.length > MOST_ROWS && (
        <p className={classes.more}>
          {rows.length - MOST_ROWS} further rows are in the exported file.
        </p>
      )}
    </section>
  );
}
