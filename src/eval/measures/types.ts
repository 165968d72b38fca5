/** Where the relevant documents of one query stand in a ranking, with their grades; all that a measure reads. */
export interface JudgedRanks {
  /** `[relevant]`, 1-based, distinct; Infinity where the document is not retrieved. In any order. */
  readonly ranks: ArrayLike<number>;
  /** `[relevant]`, finite and above 0. */
  readonly grades: ArrayLike<number>;
}

/** The same, where equal scores leave the order open: a document stands somewhere in `above + 1 .. above + equal`. */
export interface TiedRanks {
  /** `[relevant]`, how many ranked documents have a higher score; Infinity where the document is not retrieved. */
  readonly above: ArrayLike<number>;
  /** `[relevant]`, how many ranked documents have the same score, itself included; not read where not retrieved. */
  readonly equal: ArrayLike<number>;
  /** `[relevant]`, finite and above 0. */
  readonly grades: ArrayLike<number>;
}

/** A measure of one query's ranking, from `parseMeasure`. */
export interface Measure {
  /** The canonical name, e.g. `AP(rel=2)@100`. */
  readonly name: string;
  /**
   * Its value, in [0, 1]; NaN where no document is relevant at the measure's level: leave such a query out.
   *
   * @throws RangeError for ranks that are no ranks or occur twice, and for grades that are not above 0.
   */
  evaluate(judged: JudgedRanks): number;
  /**
   * Its exact expectation when equal scores are put in random order, all orders being equally likely.
   *
   * @throws RangeError as `evaluate`, and where documents with one `above` differ in `equal` or tie groups overlap.
   * @see McSherry & Najork 2008, Computing information retrieval performance measures efficiently in the presence of tied scores
   */
  expect(tied: TiedRanks): number;
}
