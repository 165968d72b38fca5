import { Table } from '@mantine/core';
import { type DataSummary, formatCount, languageLabel } from '../../app';
import classes from '../views/view.module.css';

const SPLITS = ['train', 'dev', 'test'] as const;
const MOST_PROBLEMS = 200;

/** Rows by split and language, what was left out and why, files with their hashes. */
export function DataSummaryPanel({ summary }: { readonly summary: DataSummary }) {
  const bitext = Object.keys(summary.bitext).length > 0;
  return (
    <>
      <section className={classes.panel} aria-label="What was read">
        <h3>
          {summary.corpus}
          {summary.synthetic && ' (synthetic)'}: {summary.languages.length} languages,{' '}
          {summary.intents} intents, {summary.domains} domains
        </h3>
        <div className={classes.scroll}>
          <Table w="auto" miw="26rem" verticalSpacing={4} fz="sm">
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">Language</Table.Th>
                {[...SPLITS, ...(bitext ? ['bitext pairs'] : [])].map((name) => (
                  <Table.Th key={name} scope="col" ta="right">
                    {name}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {summary.languages.map((code) => (
                <Table.Tr key={code}>
                  <Table.Th scope="row" fw={500}>
                    {languageLabel(code)}
                  </Table.Th>
                  {SPLITS.map((split) => (
                    <Table.Td key={split} ta="right">
                      {formatCount(summary.rows[split][code] ?? 0)}
                    </Table.Td>
                  ))}
                  {bitext && (
                    <Table.Td ta="right">{formatCount(summary.bitext[code] ?? 0)}</Table.Td>
                  )}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
        {!bitext && (
          <p className={classes.soft}>No bitext files: the corpus’s own parallel ids serve.</p>
        )}
      </section>
      <Problems summary={summary} />
      <Files summary={summary} />
    </>
  );
}

function Problems({ summary: { problems } }: { readonly summary: DataSummary }) {
  if (!problems.length) return <p className={classes.soft}>Every row was read; no problems.</p>;
  return (
    <section className={classes.panel} aria-label="Problems">
      <h3>{formatCount(problems.length)} problems; these rows were left out</h3>
      <ul className={classes.list}>
        {problems.slice(0, MOST_PROBLEMS).map(({ file, line, field, message }) => (
          <li key={`${file}:${line}:${field}:${message}`}>
            <code>
              {file}
              {line > 0 && `:${line}`}
            </code>{' '}
            {field && <strong>{field}</strong>} {message}
          </li>
        ))}
        {problems.length > MOST_PROBLEMS && <li>and {problems.length - MOST_PROBLEMS} more</li>}
      </ul>
    </section>
  );
}

function Files({ summary: { files } }: { readonly summary: DataSummary }) {
  return (
    <section className={classes.panel} aria-label="Files">
      <details>
        <summary>{files.length} files with their SHA-256</summary>
        <div className={classes.scroll}>
          <Table w="auto" fz="xs" verticalSpacing={3} mt="xs">
            <Table.Tbody>
              {files.map(({ path, sha256, rows }) => (
                <Table.Tr key={path}>
                  <Table.Th scope="row" fw={500}>
                    {path}
                  </Table.Th>
                  <Table.Td ta="right">{formatCount(rows)} rows</Table.Td>
                  <Table.Td ff="monospace" title={sha256}>
                    {sha256.slice(0, 12)}…
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      </details>
    </section>
  );
}
