import { sampleReport } from '../../src/report/testing';
import type { ResultRow, StudyReport } from '../../src/report/types';

/** Real codes, since names of languages are shown. */
export const CODES =
  'en ar bg bn ca cs da de el es et fa fi fr he hi hr hu id it ja ka kk ko lt lv mr nl no pl pt ro ru so sv sw ta th tl tr';

/** A report of forty languages, half of them in each group, three methods, one seed. */
export function manyLanguages(): StudyReport {
  const codes = CODES.split(' ');
  const methods = ['zero-shot', 'mse', 'ot'];
  const results = codes.flatMap((language, k) =>
    methods.map((method, m): ResultRow => {
      const map = language === 'en' ? 0.9 : 0.85 - k / 80 + (m * (k % 5)) / 100;
      const ci = [map - 0.02, map + 0.03] as const;
      return { task: 'T2', method, language, seed: null, map, ci, queries: 100 + k, ties: 0 };
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

/** The `queries.csv` of a report, `queries` a language, with values that look drawn and are always the same. */
export function queriesCsv({ results }: StudyReport, queries: number): string {
  const lines = ['task,method,language,seed,query,topic,domain,average_precision'];
  for (const { task, method, language, map, seed } of results) {
    if (seed !== null) continue;
    for (let k = 0; k < queries; k++) {
      const value = Math.min(
        1,
        Math.max(0, map + (((k * 7919 + language.length) % 101) - 50) / 200),
      );
      const shift = method === 'ot' ? (k % 3) / 50 : 0;
      const shown = Math.min(1, value + shift);
      lines.push(`${task},${method},${language},1,q${k},INTENT_${k % 9},d,${shown}`);
    }
  }
  return `${lines.join('\r\n')}\r\n`;
}
