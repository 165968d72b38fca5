import { Table } from '@mantine/core';
import { type DataPart, type DataSummary, formatCount, languageLabel } from '../../../app';
import classes from '../../views/view.module.css';
import { BitextCounts } from './BitextCounts';
import { ParallelCounts } from './ParallelCounts';

const SPLITS = ['train', 'dev', 'test'] as const;
const RANKED: ReadonlySet<string> = new Set(['queries', 'documents', 'judgements']);

interface Props {
  readonly summary: DataSummary;
  readonly parts: readonly DataPart[];
}

/** Rows by split and language; of a collection, whose rows are all there to be ranked, queries by language. */
export function DataCounts({ summary, parts }: Props) {
  const ranked = parts.filter(({ id }) => RANKED.has(id));
  const isCollection =
    ranked.length > 0 && Object.keys({ ...summary.rows.train, ...summary.rows.dev }).length === 0;
  const splits = isCollection ? (['test'] as const) : SPLITS;
  const bitext = Object.keys(summary.bitext).length > 0;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus */}
      <section className={classes.scroll} tabIndex={0} aria-label="Rows by language and split">
        <Table
          w="auto"
          miw={isCollection ? undefined : bitext ? '26rem' : '18rem'}
          verticalSpacing={4}
          fz="sm"
        >
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">Language</Table.Th>
              {[...(isCollection ? ['queries'] : SPLITS), ...(bitext ? ['bitext pairs'] : [])].map(
                (name) => (
                  <Table.Th key={name} scope="col" ta="right">
                    {name}
                  </Table.Th>
                ),
              )}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {summary.languages.map((code) => (
              <Table.Tr key={code}>
                <Table.Th scope="row" fw={500}>
                  {languageLabel(code)}
                </Table.Th>
                {splits.map((split) => (
                  <Table.Td key={split} ta="right">
                    {formatCount(summary.rows[split][code] ?? 0)}
                  </Table.Td>
                ))}
                {bitext && <Table.Td ta="right">{formatCount(summary.bitext[code] ?? 0)}</Table.Td>}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </section>
      {isCollection && (
        <p className={classes.soft}>
          {ranked.map(({ label, rows }) => `${formatCount(rows)} ${label}`).join(', ')}.
        </p>
      )}
      {!bitext && (
        <p className={classes.soft}>
          {isCollection
            ? 'No bitext files: students of other languages have nothing to learn from.'
            : 'No bitext files: the corpus’s own parallel ids serve.'}
        </p>
      )}
      {summary.bitextAbout && <BitextCounts about={summary.bitextAbout} />}
      {summary.parallel && <ParallelCounts parallel={summary.parallel} />}
    </>
  );
}

/** Files that gave rows, with their hashes. */
export function FileList({ files }: Pick<DataSummary, 'files'>) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus
    <section className={classes.scroll} tabIndex={0} aria-label="Files">
      <Table w="auto" fz="xs" verticalSpacing={3}>
        <Table.Tbody>
          {files.map(({ path, sha256, rows }) => (
            <Table.Tr key={path}>
              <Table.Th scope="row" fw={500}>
                <bdi>{path}</bdi>
              </Table.Th>
              <Table.Td ta="right">{formatCount(rows)} rows</Table.Td>
              <Table.Td ff="monospace" title={sha256}>
                {sha256.slice(0, 12)}…
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}
