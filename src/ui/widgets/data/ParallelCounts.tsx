import { Table } from '@mantine/core';
import { type DataSummary, formatCount, languageLabel } from '../../../app';
import classes from '../../views/view.module.css';

/** How many of English's ids each language has and lacks, and intents that it alone has. */
export function ParallelCounts({
  parallel,
}: {
  readonly parallel: NonNullable<DataSummary['parallel']>;
}) {
  const rows = parallel.flatMap(({ split, languages }) =>
    languages.filter(({ language }) => language !== 'en').map((one) => ({ split, ...one })),
  );
  if (rows.length === 0) return null;
  const heads = ['Parallel with English', 'Lacks of English', 'Intents of its own'];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus
    <section className={classes.scroll} tabIndex={0} aria-label="Parallel rows by language">
      <Table w="auto" verticalSpacing={4} fz="sm" mt="md">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Split</Table.Th>
            <Table.Th scope="col">Language</Table.Th>
            {heads.map((head) => (
              <Table.Th key={head} scope="col" ta="right">
                {head}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ split, language, parallelWithEnglish, lacksOfEnglish, ownIntents }) => (
            <Table.Tr key={`${split} ${language}`}>
              <Table.Td>{split}</Table.Td>
              <Table.Th scope="row" fw={500}>
                {languageLabel(language)}
              </Table.Th>
              <Table.Td ta="right">{formatCount(parallelWithEnglish)}</Table.Td>
              <Table.Td ta="right">{formatCount(lacksOfEnglish)}</Table.Td>
              <Table.Td ta="right" title={ownIntents.join(', ')}>
                {formatCount(ownIntents.length)}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}
