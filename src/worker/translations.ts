import { decodeUtf8, type ReadProblem, readTranslations, type SourceRows } from '../data';
import type { QueryTranslations } from '../study';
import type { EngineFile } from './types';

/** Translations of several files. */
interface Collected {
  /** undefined where there are no files. */
  readonly byLanguage: QueryTranslations | undefined;
  readonly problems: readonly ReadProblem[];
  readonly records: readonly SourceRows[];
}

/**
 * English translations of queries by language and id; what two files translate is taken from the first.
 *
 * @throws ParseError as `readTranslations`.
 */
export function collectTranslations(files: readonly EngineFile[]): Collected {
  const byLanguage = new Map<string, Map<string, string>>();
  const problems: ReadProblem[] = [];
  const records: SourceRows[] = [];
  for (const { path, bytes } of files) {
    const read = readTranslations(path, decodeUtf8(path, bytes));
    problems.push(...read.problems);
    records.push({ path, rows: read.rows.length });
    let repeated = 0;
    for (const { id, language, text } of read.rows) {
      const own = byLanguage.get(language) ?? new Map<string, string>();
      byLanguage.set(language, own);
      if (own.has(id)) repeated++;
      else own.set(id, text);
    }
    if (repeated > 0)
      problems.push({
        ...{ file: path, line: 0, field: 'id' },
        message: `${repeated} queries have a translation in an earlier file, which stays`,
      });
  }
  return { byLanguage: files.length > 0 ? byLanguage : undefined, problems, records };
}
