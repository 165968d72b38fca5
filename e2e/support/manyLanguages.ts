import { sampleReport } from '../../src/report/testing';
import type { ResultRow, StudyReport } from '../../src/report/types';

/** Real codes, since names of languages are shown. */
export const CODES =
  'en ar bg bn ca cs da de el es et fa fi fr he hi hr hu id it ja ka kk ko lt lv mr nl no pl pt ro ru so sv sw ta th tl tr';

const METHODS = ['zero-shot', 'mse', 'ot'];

/** An average precision that looks drawn and is always the same. */
function precision(language: number, method: number, query: number): number {
  const base = language === 0 ? 0.85 : 0.8 - language / 80;
  const gain = (method * (language % 5)) / 100 + (method * ((query % 3) - 1)) / 200;
  return base + gain + (((query * 7919) % 101) - 50) / 500;
}

/** A report of forty languages, half of them in each group, three methods, one seed. */
export function manyLanguages(queries: number): StudyReport {
  const codes = CODES.split(' ');
  const results = codes.flatMap((language, k) =>
    METHODS.map((method, m): ResultRow => {
      let map = 0;
      for (let q = 0; q < queries; q++) map += precision(k, m, q) / queries;
      const ci = [map - 0.02, map + 0.03] as const;
      return { task: 'T2', method, language, seed: null, map, ci, queries, ties: 0 };
    }),
  );
  return sampleReport({
    results,
    corpus: 'Forty languages',
    groups: { name: 'Halves', high: codes.slice(1, 20), low: codes.slice(20) },
    gaps: [],
    measures: [],
    differences: codes.map((language, k) => ({
      ...{ task: 'T2', method: 'ot', baseline: 'zero-shot', language },
      ...{
        delta: (2 * (k % 5)) / 100,
        ci: [(2 * (k % 5)) / 100 - 0.03, (2 * (k % 5)) / 100 + 0.02],
      },
    })),
  });
}

/** The `queries.csv` of that report. */
export function queriesCsv(queries: number): string {
  const lines = ['task,method,language,seed,query,topic,domain,average_precision'];
  CODES.split(' ').forEach((language, k) => {
    METHODS.forEach((method, m) => {
      for (let q = 0; q < queries; q++)
        lines.push(`T2,${method},${language},1,q${q},INTENT_${q % 9},d,${precision(k, m, q)}`);
    });
  });
  return `${lines.join('\r\n')}\r\n`;
}
