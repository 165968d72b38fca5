import { Table } from '@mantine/core';
import { useEffect, useState } from 'react';
import { formatCount, type LanguageStatistics, languageLabel, messageOf } from '../../../app';
import { useApp } from '../../appContext';
import classes from './data.module.css';

const COLUMNS = ['Rows', 'Characters a row', 'Words a row', 'Repeated', 'Missing ids', 'Empty'];

/** What the texts of each language are like; counted in the worker when it is looked at. */
export function StatisticsPanel() {
  const app = useApp();
  const [counts, setCounts] = useState<readonly LanguageStatistics[] | null>(null);
  const [error, setError] = useState<string | null>(null);
  useEffect(() => {
    let stale = false;
    app.data.statistics().then(
      (found) => !stale && setCounts(found),
      (failure: unknown) => !stale && setError(messageOf(failure)),
    );
    return () => {
      stale = true;
    };
  }, [app]);
  if (error) return <p className={classes.facts}>{error}</p>;
  if (!counts)
    return (
      <p className={classes.facts} role="status">
        Counting…
      </p>
    );
  const sampled = counts.some(({ rows, splitRows }) => splitRows < rows);
  return (
    <div className={classes.stack}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus */}
      <section style={{ overflowX: 'auto' }} tabIndex={0} aria-label="Statistics by language">
        <Table fz="sm" verticalSpacing={4} miw="52rem">
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">Language</Table.Th>
              <Table.Th scope="col">Of</Table.Th>
              <Table.Th scope="col">Scripts (share of letters)</Table.Th>
              {COLUMNS.map((name) => (
                <Table.Th key={name} scope="col" ta="right">
                  {name}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {counts.map((one, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two bitexts may have one name and language
              <Table.Tr key={place}>
                <Table.Th scope="row" fw={500}>
                  {languageLabel(one.language)}
                </Table.Th>
                <Table.Td>{one.name ? `${one.table} ${one.name}` : one.table}</Table.Td>
                <Table.Td>{scriptsOf(one)}</Table.Td>
                {[
                  formatCount(one.rows),
                  mean(one.characters),
                  mean(one.words),
                  formatCount(one.duplicates),
                  one.missing === null ? '–' : formatCount(one.missing),
                  formatCount(one.empty),
                ].map((value, column) => (
                  <Table.Td key={COLUMNS[column]} ta="right">
                    {value}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </section>
      <p className={classes.facts}>
        Repeated: rows whose text an earlier row has, in whatever split. Missing ids: ids that
        another language of the same split has.
        {sampled && ' Words: of the first 20 000 rows of a language.'}
      </p>
    </div>
  );
}

function mean(value: number | null): string {
  return value === null ? '–' : value.toFixed(1);
}

function scriptsOf({ scripts }: LanguageStatistics): string {
  const shown = scripts.slice(0, 3).map(({ script, share }) => `${script} ${percent(share)}`);
  return shown.join(', ') || '–';
}

/** A share that is not all is not shown as all. */
function percent(share: number): string {
  if (share === 1) return '100 %';
  return share < 0.001 ? '< 0.1 %' : `${Math.min(99.9, share * 100).toFixed(1)} %`;
}
