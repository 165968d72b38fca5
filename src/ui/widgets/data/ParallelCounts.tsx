import { Table } from '@mantine/core';
import { type DataSummary, formatCount, languageLabel } from '../../../app';
import classes from '../../views/view.module.css';

type Parallel = NonNullable<DataSummary['parallel']>;

/** How many of English's ids each language lacks, and how many intents it alone has, by split. */
export function ParallelCounts({ parallel }: { readonly parallel: Parallel }) {
  const splits = parallel.filter(({ languages }) => languages.length > 1);
  const codes = new Set(splits.flatMap(({ languages }) => languages.map((one) => one.language)));
  const languages = [...codes].filter((language) => language !== 'en');
  if (languages.length === 0) return null;
  if (splits.every((split) => split.languages.every(isWhole)))
    return (
      <p className={classes.soft}>
        Every language has all of English’s ids, in {splits.map(({ split }) => split).join(', ')}.
      </p>
    );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus
    <section className={classes.scroll} tabIndex={0} aria-label="Parallel rows by language">
      <Table w="auto" verticalSpacing={4} fz="sm" mt="md">
        <Table.Caption ta="left">
          Rows that are parallel with English, how many of its ids are missing, and intents that
          only this language has
        </Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Language</Table.Th>
            {splits.map(({ split }) => (
              <Table.Th key={split} scope="col" ta="right">
                {split}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {languages.map((language) => (
            <Table.Tr key={language}>
              <Table.Th scope="row" fw={500}>
                {languageLabel(language)}
              </Table.Th>
              {splits.map(({ split, languages: rows }) => (
                <Table.Td key={split} ta="right">
                  {shown(rows.find((one) => one.language === language))}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}

type Row = Parallel[number]['languages'][number];

function isWhole({ lacksOfEnglish, ownIntents }: Row): boolean {
  return lacksOfEnglish === 0 && ownIntents.length === 0;
}

function shown(row: Row | undefined): string {
  if (!row) return '–';
  const { parallelWithEnglish, lacksOfEnglish, ownIntents } = row;
  const lacks = lacksOfEnglish > 0 ? `, ${formatCount(lacksOfEnglish)} missing` : '';
  const own = ownIntents.length > 0 ? `, ${ownIntents.length} intents of its own` : '';
  return `${formatCount(parallelWithEnglish)}${lacks}${own}`;
}
