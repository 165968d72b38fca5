import { Table } from '@mantine/core';
import { type BitextAbout, FILTER_NAMES, FILTERS, formatCount, languageLabel } from '../../../app';
import classes from '../../views/view.module.css';

/** What each filter left out of each bitext; in brackets what one that is off would leave out. */
export function BitextCounts({ about }: { readonly about: readonly BitextAbout[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus
    <section className={classes.scroll} tabIndex={0} aria-label="Bitext and its filters">
      <Table w="auto" verticalSpacing={4} fz="sm" mt="md">
        <Table.Caption ta="left">
          Pairs left out by each filter; in brackets what a filter that is off would leave out.
        </Table.Caption>
        <Table.Thead>
          <Table.Tr>
            {[
              'Bitext',
              'Language',
              'Read',
              'Kept',
              ...FILTERS.map((name) => FILTER_NAMES[name]),
            ].map((head, k) => (
              <Table.Th key={head} scope="col" ta={k < 2 ? 'left' : 'right'}>
                {head}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {about.map((one) => (
            <Table.Tr key={`${one.file} ${one.language}`}>
              <Table.Th scope="row" fw={500} title={one.file}>
                <bdi>{one.name}</bdi>
              </Table.Th>
              <Table.Td>{languageLabel(one.language)}</Table.Td>
              <Table.Td ta="right">{formatCount(one.counts.read)}</Table.Td>
              <Table.Td ta="right">{formatCount(one.counts.kept)}</Table.Td>
              {FILTERS.map((name) => (
                <Table.Td key={name} ta="right">
                  {shownCount(one.counts, name)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}

function shownCount(
  { dropped, would, languageChecked }: BitextAbout['counts'],
  name: Name,
): string {
  if (dropped[name] > 0) return formatCount(dropped[name]);
  if (would[name] === 0) return '0';
  const among = name === 'language' ? ` of ${formatCount(languageChecked)}` : '';
  return `(${formatCount(would[name])}${among})`;
}

type Name = (typeof FILTERS)[number];
