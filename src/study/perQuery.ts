import type { StudyConfig } from '../report';
import { queryRows, type StudyPlan } from './plan';
import type { SeedScores } from './tables';

/**
 * Average precision of every query as CSV (RFC 4180, UTF-8): task, method, language, seed, query, topic, domain,
 * average_precision; the last is empty where nothing is relevant. Pieces of one method each, to be written in turn.
 */
export function* perQueryCsv(
  plan: StudyPlan,
  { tasks }: Pick<StudyConfig, 'tasks'>,
  scores: SeedScores,
): Generator<string> {
  yield 'task,method,language,seed,query,topic,domain,average_precision\r\n';
  for (const [seed, ofSeed] of scores)
    for (const [method, languages] of ofSeed) {
      const lines: string[] = [];
      for (const task of tasks)
        for (const [language, ofLanguage] of languages) {
          const rows = queryRows(plan, language);
          ofLanguage[task]?.averagePrecision.forEach((value, q) => {
            const { id, intent, domain } = rows[q]!;
            const cells = [task, method, language, `${seed}`, id, intent, domain];
            lines.push([...cells.map(quoted), Number.isNaN(value) ? '' : `${value}`].join(','));
          });
        }
      yield `${lines.join('\r\n')}\r\n`;
    }
}

/** Quoted where it must be; what a spreadsheet would run as a formula is kept from that by an apostrophe. */
function quoted(cell: string): string {
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
