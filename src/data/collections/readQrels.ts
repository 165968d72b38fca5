import { type Problems, shown } from '../problems';
import { decodeLine, eachLine } from '../source/eachLine';
import type { DataFile } from '../types';
import { Judgements, parseGrade } from './judgements';

/**
 * Reads qrels: `query iteration document grade` between tabs or spaces (TREC), or `query document grade` (BEIR,
 * WikiCLIR). A header in the first line and lines that begin with `#` are skipped; rows that are neither are bad.
 */
export async function readQrels(file: DataFile, problems: Problems): Promise<Judgements> {
  const judgements = new Judgements(file.path);
  await eachLine(file, (bytes, line) => {
    const text = decodeLine(file.path, line, bytes).trim();
    if (text === '' || text.startsWith('#')) return;
    const fields = fieldsOf(text);
    const grade = parseGrade(fields.at(-1) ?? '');
    const [query, document] = fields.length === 4 ? [fields[0], fields[2]] : fields;
    if (line === 1 && grade === undefined && /score|grade|rel/i.test(fields.at(-1) ?? '')) return;
    if (fields.length !== 3 && fields.length !== 4) {
      const message = `found ${fields.length} columns, wanted query, document, grade or query, iteration, document, grade`;
      problems.badRow(file.path, line, '', message);
    } else if (!query || !document) problems.badRow(file.path, line, 'id', 'found no id');
    else if (grade === undefined) {
      const message = `found ${shown(fields.at(-1))}, wanted a whole number from -127 to 127`;
      problems.badRow(file.path, line, 'grade', message);
    } else judgements.add(query, document, grade, line);
  });
  return judgements;
}

/** Tabs, where they give the right number of columns: then an id may hold spaces. */
function fieldsOf(text: string): string[] {
  const byTab = text.split('\t').map((field) => field.trim());
  return byTab.length === 3 || byTab.length === 4 ? byTab : text.split(/\s+/);
}
