import { ParseError } from '../../lib';
import type { Judgement } from './types';

/** The largest grade that trec_eval 10.0 takes, in size. */
const MOST_GRADE = 127;

interface Judged {
  grade: number;
  readonly line: number;
}

/** Judgements by query and document, every pair once. */
export class Judgements {
  readonly #queries = new Map<string, Map<string, Judged>>();
  negative = 0;
  repeated = 0;

  constructor(readonly file: string) {}

  /** @throws ParseError naming both lines if the pair is there with another grade. */
  add(query: string, document: string, grade: number, line: number): void {
    const documents = this.#of(query);
    const other = documents.get(document);
    if (other === undefined) {
      documents.set(document, { grade, line });
      if (grade < 0) this.negative += 1;
    } else if (other.grade === grade) this.repeated += 1;
    else {
      const detail = `query ${query} and document ${document} have grade ${grade}, but ${other.grade} in line ${other.line}`;
      throw new ParseError(this.file, line, '', detail);
    }
  }

  /** Adds a pair that may be there already; the higher grade stays, as a passage can be a negative by chance. */
  raise(query: string, document: string, grade: number, line: number): void {
    const documents = this.#of(query);
    const other = documents.get(document);
    if (other === undefined) documents.set(document, { grade, line });
    else other.grade = Math.max(other.grade, grade);
  }

  get queries(): ReadonlySet<string> {
    return new Set(this.#queries.keys());
  }

  documents(): Set<string> {
    const ids = new Set<string>();
    for (const documents of this.#queries.values()) for (const id of documents.keys()) ids.add(id);
    return ids;
  }

  /** In the order of the first mention of the query. */
  *rows(): Generator<Judgement> {
    for (const [query, documents] of this.#queries)
      for (const [document, { grade }] of documents) yield { query, document, grade };
  }

  #of(query: string): Map<string, Judged> {
    const documents = this.#queries.get(query) ?? new Map<string, Judged>();
    if (documents.size === 0) this.#queries.set(query, documents);
    return documents;
  }
}

/** Gives a whole number from -127 to 127, written as one (`1`, `-1`, `2.0`); else undefined. */
export function parseGrade(text: string): number | undefined {
  if (!/^[+-]?\d{1,6}(?:\.0+)?$/.test(text)) return undefined;
  const grade = Number(text);
  return Math.abs(grade) <= MOST_GRADE ? grade : undefined;
}
