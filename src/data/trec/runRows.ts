import { ParseError } from '../../lib';
import { Problems } from '../problems';
import { shown, type TrecRow } from './trecRows';
import type { RunQuery, RunReading } from './types';

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** A query while its rows are read: documents with their lines, scores beside them. */
interface OpenQuery {
  readonly lines: Map<string, number>;
  readonly scores: number[];
}

/** A query whose rows seem to be over: a map a query would take several times the memory of its rows. */
interface ClosedQuery extends RunQuery {
  readonly lines: Uint32Array;
}

/** Collects the rows of one run, in whatever order its queries come. */
export class RunRows {
  readonly #closed = new Map<string, ClosedQuery | undefined>();
  /** Documents that several queries retrieve are kept once. */
  readonly #names = new Map<string, string>();
  readonly #problems: Problems = new Problems();
  #query = '';
  #open: OpenQuery | undefined;
  #rows = 0;
  #tag = '';

  constructor(readonly file: string) {}

  /** @throws ParseError naming both lines, if the query has the document already. */
  add(row: TrecRow): void {
    const problem = problemOf(row);
    if (problem) {
      this.#problems.badRow(this.file, row.line, problem.field, problem.message);
      return;
    }
    const [query, , document, , score, tag] = row.fields as [
      ...[string, string, string],
      ...[string, string, string],
    ];
    if (this.#rows++ === 0) this.#tag = tag;
    const { lines, scores } = this.#queryOf(query);
    const first = lines.get(document);
    if (first !== undefined) {
      const detail = `query ${shown(query)} has document ${shown(document)} already in line ${first}`;
      throw new ParseError(this.file, row.line, 'document', detail);
    }
    lines.set(this.#nameOf(document), row.line);
    scores.push(Number(score));
  }

  finish(): RunReading {
    this.#close();
    const run = new Map<string, RunQuery>();
    for (const [query, read] of this.#closed)
      if (read) run.set(query, { docnos: read.docnos, scores: read.scores });
    const problems = this.#problems.list();
    return { run, tag: this.#tag, rows: this.#rows, badRows: this.#problems.badRows, problems };
  }

  #queryOf(query: string): OpenQuery {
    if (this.#open && query === this.#query) return this.#open;
    this.#close();
    const before = this.#closed.get(query);
    // The place in the map is that of the first row.
    if (!before) this.#closed.set(query, undefined);
    this.#query = query;
    this.#open = {
      lines: new Map(before?.docnos.map((docno, at) => [docno, before.lines[at]!])),
      scores: before ? [...before.scores] : [],
    };
    return this.#open;
  }

  #close(): void {
    if (!this.#open) return;
    const { lines, scores } = this.#open;
    this.#closed.set(this.#query, {
      docnos: [...lines.keys()],
      scores: Float64Array.from(scores),
      lines: Uint32Array.from(lines.values()),
    });
    this.#open = undefined;
  }

  #nameOf(document: string): string {
    const known = this.#names.get(document);
    if (known === undefined) this.#names.set(document, document);
    return known ?? document;
  }
}

function problemOf({ fields }: TrecRow): { field: string; message: string } | undefined {
  if (fields.length !== 6)
    return {
      field: '',
      message: `found ${fields.length} fields, wanted 6: query Q0 document rank score tag`,
    };
  const score = fields[4]!;
  if (!NUMBER.test(score) || !Number.isFinite(Number(score)))
    return { field: 'score', message: `found ${shown(score)}, wanted a finite number` };
  return undefined;
}
