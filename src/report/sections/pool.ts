import { languageName, methodName, showMap } from '../format';
import type { PoolRow } from '../types';
import type { MakeSections } from './types';

/** Language bias of rankings in the pool of T4. */
export const poolSections: MakeSections = ({ pool }) => {
  const rows = pool.filter(({ language }) => language === null);
  if (rows.length === 0) return [];
  const languages = Object.keys(rows[0]!.share);
  return [
    {
      title: 'Language bias in the pool of all languages (T4)',
      text: `PEER@100: probability of equal expected rank, 1 is fair, high for few relevant documents (${shown(rows[0]!.peerDocuments, 1)} a query here). Max@R: the worst rank of a translation. MRC: mean Spearman correlation between the rankings of parallel queries, 1 where the language of the query does not matter. Then the share × 100 of each language in the first 10.`,
      table: {
        head: ['', 'PEER', 'Max@R', 'MRC', ...languages.map(languageName)],
        rows: rows.map((row) => [methodName(row.method), ...cellsOf(row, languages)]),
      },
    },
  ];
};

function cellsOf(row: PoolRow, languages: readonly string[]): string[] {
  return [
    shown(row.peer, 3),
    shown(row.maxAtR, 1),
    shown(row.correlation, 3),
    ...languages.map((language) => showMap(row.share[language] ?? null)),
  ];
}

function shown(value: number | null, digits: number): string {
  return value === null ? '–' : value.toFixed(digits);
}
