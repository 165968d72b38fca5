import { Table } from '@mantine/core';
import type { Sentence, ShownMatrix } from '../../app';
import classes from './MatrixTable.module.css';

interface Props {
  readonly matrix: ShownMatrix;
  readonly rows: Sentence;
  readonly columns: Sentence;
}

/** The same numbers as a table. */
export function MatrixTable({ matrix, rows, columns }: Props) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus
    <section className={classes.scroll} tabIndex={0} aria-label={`Table: ${matrix.unit}`}>
      <Table withColumnBorders verticalSpacing={3} horizontalSpacing="xs" fz="xs">
        <Table.Caption>{matrix.unit}; rows English, columns the translation</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Td />
            {columns.tokens.map(({ text }, column) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a token is its place
              <Table.Th key={column} scope="col" lang={columns.language}>
                {text}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.tokens.map(({ text }, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a token is its place
            <Table.Tr key={row}>
              <Table.Th scope="row" lang={rows.language}>
                {text}
              </Table.Th>
              {columns.tokens.map((_, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a token is its place
                <Table.Td key={column} ta="right">
                  {matrix.values[row * matrix.columns + column]!.toFixed(3)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}
