import type { DataSummary } from '../worker';

/** Problems that are said one by one; rows that were left out come first. */
const SAID = 10;

/** What a command says of what it read: rows left out, the first problems with their places, and how many more there are. */
export function problemNotes(problems: DataSummary['problems'], leftOut = 0): string[] {
  const ordered = [...problems.filter(isRow), ...problems.filter((problem) => !isRow(problem))];
  const said = ordered.slice(0, SAID).map(({ file, line, field, message }) => {
    const place = [file, line > 0 && `line ${line}`, field].filter(Boolean).join(', ');
    return `${place}: ${message}`;
  });
  const more = problems.length - said.length;
  return [
    ...(leftOut > 0
      ? [leftOut === 1 ? '1 row was left out.' : `${leftOut} rows were left out.`]
      : []),
    ...said,
    ...(more > 0 ? [`${more} further problems are in problems.json beside the report.`] : []),
  ];
}

function isRow({ line }: DataSummary['problems'][number]): boolean {
  return line > 0;
}
