import type { ReadProblem } from '../data';
import type { ExportTable } from './export/exportTable';
import { tableCsv, tableJson } from './export/tableText';
import { saveFile } from './saveFile';

/** Which problems are looked at. */
export interface ProblemFilter {
  /** One file's, or null: all. */
  readonly file: string | null;
  /** Characters that file, field or message must have. */
  readonly search: string;
}

/** Files that have problems and how many, the most first. */
export function problemFiles(
  problems: readonly ReadProblem[],
): readonly { readonly file: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const { file } of problems) counts.set(file, (counts.get(file) ?? 0) + 1);
  return [...counts]
    .map(([file, count]) => ({ file, count }))
    .sort((a, b) => b.count - a.count || (a.file < b.file ? -1 : 1));
}

/** The chosen problems in the order of files and lines. */
export function shownProblems(
  problems: readonly ReadProblem[],
  { file, search }: ProblemFilter,
): readonly ReadProblem[] {
  const wanted = search.trim().toLowerCase();
  return problems
    .filter((problem) => file === null || problem.file === file)
    .filter((problem) =>
      [problem.file, problem.field, problem.message, String(problem.line)].some((text) =>
        text.toLowerCase().includes(wanted),
      ),
    )
    .toSorted((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
}

/** Offers problems as a download. */
export function saveProblems(
  kind: 'csv' | 'json',
  corpus: string,
  problems: readonly ReadProblem[],
): void {
  const table = problemTable(corpus, problems);
  if (kind === 'csv') saveFile('problems.csv', 'text/csv', tableCsv(table));
  else saveFile('problems.json', 'application/json', tableJson(table));
}

/** Problems as a table to export; line 0 is the whole file. */
export function problemTable(corpus: string, problems: readonly ReadProblem[]): ExportTable {
  return {
    ...{ name: 'problems', caption: `Problems of ${corpus}`, about: { corpus } },
    columns: [
      { key: 'file', label: 'File' },
      { key: 'line', label: 'Line' },
      { key: 'field', label: 'Field' },
      { key: 'message', label: 'Problem' },
    ],
    rows: problems.map(({ file, line, field, message }) => [file, line, field, message]),
  };
}
