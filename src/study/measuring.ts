import { evaluateTied, type Measure, parseMeasure, rankTied, type Task } from '../eval';
import type { TieRule } from '../report';
import type { LanguageScores } from './ranking';

/** What is told of every task besides MAP. */
export const MEASURES = [
  'nDCG@10',
  'nDCG@100',
  'nDCG-burges@10',
  'RR',
  'Success@1',
  'Success@10',
  'P@10',
  'R@100',
  'Rprec',
] as const;

const others = MEASURES.map(parseMeasure);

/** How the scores of a query are to be read. */
interface Scored {
  /** `[documents]`. */
  readonly tieRank: Uint32Array;
  readonly rule: TieRule;
  /** The documents that have a score, ascending; undefined: all. */
  readonly list: Uint32Array | undefined;
}

/** Gathers the measures of one task, query by query. */
export class Measuring {
  readonly #averagePrecision: Float64Array;
  readonly #sums = new Float64Array(MEASURES.length);
  readonly #counts = new Uint32Array(MEASURES.length);
  readonly #main: Measure;
  #ties = 0;

  constructor(private readonly task: Task) {
    this.#averagePrecision = new Float64Array(task.queryIds.length).fill(Number.NaN);
    this.#main = parseMeasure(task.level > 1 ? `AP(rel=${task.level})` : 'AP');
  }

  /** A query whose relevant documents have these places, in the order of `relevant`. */
  addRanks(query: number, ranks: Uint32Array, ties: number): void {
    const { missing, grades } = this.#judged(query);
    const judged = {
      ranks: missing.length > 0 ? [...ranks, ...missing.map(() => Infinity)] : ranks,
      grades: missing.length > 0 ? [...grades, ...missing] : grades,
    };
    this.#add(query, (measure) => measure.evaluate(judged), ties);
  }

  /** A query by its scores, `[documents]` or `[list]` where it has a list. */
  addScores(query: number, scores: Float32Array, { tieRank, rule, list }: Scored): void {
    const { relevant, excluded } = this.task;
    const row = ({ offsets, indices }: Task['relevant']) =>
      placesIn(indices.subarray(offsets[query]!, offsets[query + 1]!), list);
    const tied = rankTied({
      ...{ scores, relevant: row(relevant), excluded: row(excluded) },
      tieRank: list ? list.map((document) => tieRank[document]!) : tieRank,
      ...this.#judged(query),
    });
    this.#add(query, (measure) => evaluateTied(measure, tied, rule), tied.ties);
  }

  scores(): LanguageScores {
    const means = MEASURES.map((name, m) => [name, this.#sums[m]! / this.#counts[m]!]);
    return {
      averagePrecision: this.#averagePrecision,
      ties: this.#ties,
      measures: Object.fromEntries(means),
    };
  }

  #add(query: number, read: (measure: Measure) => number, ties: number): void {
    this.#ties += ties;
    this.#averagePrecision[query] = read(this.#main);
    others.forEach((measure, m) => {
      const value = read(measure);
      if (Number.isNaN(value)) return;
      this.#sums[m]! += value;
      this.#counts[m]! += 1;
    });
  }

  #judged(query: number) {
    const { grades, relevant, missing } = this.task;
    return {
      grades: grades.subarray(relevant.offsets[query]!, relevant.offsets[query + 1]!),
      missing: (missing?.[query] ?? []).map(({ grade }) => grade),
    };
  }
}

/** Where documents stand in a list; both ascend, and the list has them all. */
function placesIn(documents: Uint32Array, list: Uint32Array | undefined): Uint32Array {
  if (!list) return documents;
  let place = 0;
  return documents.map((document) => {
    while (list[place]! < document) place++;
    return place;
  });
}
