import type { CellValue, Picture, Solved } from '../../../app';

/** Where the numbers of a picture are from, for exports. */
export function aboutSolved(
  { problem, result, vectors, settings }: Solved,
  { totalVariation, against }: Picture,
): Readonly<Record<string, CellValue>> {
  return {
    rows: problem.rows.text,
    columns: problem.columns.text,
    languages: `${problem.rows.language}-${problem.columns.language}`,
    vectors,
    settings,
    ...(against && { vectors_of_a: against.vectors, settings_of_a: against.settings }),
    cost: result.loss,
    marginal_error: result.marginalError,
    iterations: result.iterations,
    converged: result.converged ? 'yes' : 'no',
    engine: result.engine,
    ...(totalVariation !== null && { total_variation: totalVariation }),
  };
}
