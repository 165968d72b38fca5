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
    const judged = { ranks, grades: this.#grades(query) };
    this.#add(query, (measure) => measure.evaluate(judged), ties);
  }

  /** A query by its scores, under a rule that no fixed order of documents can follow. */
  addScores(query: number, scores: Float32Array, tieRank: Uint32Array, rule: TieRule): void {
    const { relevant, excluded } = this.task;
    const row = ({ offsets, indices }: Task['relevant']) =>
      indices.subarray(offsets[query]!, offsets[query + 1]!);
    const tied = rankTied({
      ...{ scores, tieRank, relevant: row(relevant), excluded: row(excluded) },
      grades: this.#grades(query),
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

  #grades(query: number): Uint8Array {
    const { grades, relevant } = this.task;
    return grades.subarray(relevant.offsets[query]!, relevant.offsets[query + 1]!);
  }
}
