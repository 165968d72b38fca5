import { compareUtf8 } from '../../lib';
import type { Qrels, RunQuery } from './types';

/** Significant digits that bring every float32 back. */
const DIGITS = 9;

/**
 * TREC qrels, `query 0 document grade` a line, in the order of the maps.
 *
 * @throws RangeError for an id that would not be read back, or a grade that is no whole number.
 */
export function writeQrels(qrels: Qrels): string {
  const lines: string[] = [];
  for (const [query, judged] of qrels) {
    assertId('writeQrels', query, true);
    for (const [document, grade] of judged) {
      assertId('writeQrels', document);
      if (!Number.isInteger(grade))
        throw new RangeError(
          `writeQrels: the grade of ${JSON.stringify(document)} must be whole, got ${grade}`,
        );
      lines.push(`${query} 0 ${document} ${grade}\n`);
    }
  }
  return lines.join('');
}

/** Documents of one query; scores of any array type. */
type Scored = Pick<RunQuery, 'docnos'> & { readonly scores: ArrayLike<number> };

/**
 * A TREC run, `query Q0 document rank score tag` a line. Scores have 9 significant digits, from which float32
 * values are read back exactly. Lines and the rank column, from 1, are in trec_eval's order of the scores as
 * written: larger first, among equal ones the larger document id.
 *
 * @param tag names the run; one word.
 * @throws RangeError for an id or tag that would not be read back, a document that a query holds twice, lists of
 *   different lengths, or a score that is not finite.
 */
export function writeRun(run: ReadonlyMap<string, Scored>, tag: string): string {
  assertId('writeRun', tag);
  const lines: string[] = [];
  for (const [query, { docnos, scores }] of run) {
    assertId('writeRun', query, true);
    if (docnos.length !== scores.length)
      throw new RangeError(
        `writeRun: query ${query} has ${docnos.length} documents, but ${scores.length} scores`,
      );
    if (new Set(docnos).size < docnos.length)
      throw new RangeError(`writeRun: query ${query} has a document twice`);
    const rows = docnos.map((docno, at) => ({ docno, score: written(query, docno, scores[at]!) }));
    rows.sort((a, b) => b.score - a.score || compareUtf8(b.docno, a.docno));
    rows.forEach(({ docno, score }, at) => {
      lines.push(`${query} Q0 ${docno} ${at + 1} ${score} ${tag}\n`);
    });
  }
  return lines.join('');
}

/** The value that is read back; its shortest text has at most 9 digits. */
function written(query: string, docno: string, score: number): number {
  assertId('writeRun', docno);
  if (!Number.isFinite(score))
    throw new RangeError(
      `writeRun: the score of ${docno} for query ${query} must be finite, got ${score}`,
    );
  return Number(score.toPrecision(DIGITS));
}

function assertId(caller: string, id: string, first = false): void {
  if (!/^[^ \t\r\n]+$/.test(id) || (first && /^[#\uFEFF]/.test(id)))
    throw new RangeError(
      `${caller}: wanted a word${first ? ' that begins with no #' : ''}, got ${JSON.stringify(id)}`,
    );
}
