/** Files that a study writes while it runs. */
export interface StudyFiles {
  /** Every student; `whole`: heads as whole models, too. */
  readonly students?: { readonly whole: boolean } | undefined;
  /** Judgements and rankings in TREC's formats; documents a query in runs, 0: all. */
  readonly trec?: { readonly depth: number } | undefined;
  /** `queries.csv`: average precision of every query. */
  readonly perQuery?: boolean;
  /** `plans.npz` and `plans.json`: transport plans of a few pairs, before and after training. */
  readonly plans?: boolean;
  /** Heads as they are at each evaluation, until these are so many bytes together. */
  readonly checkpoints?: { readonly mostBytes: number };
}
