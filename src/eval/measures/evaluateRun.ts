import { meanDefined } from '../../lib';
import { trecTieOrder } from '../tieOrder';
import { rankTied, type TiedQuery } from './rankTied';
import { evaluateTied, type TieRule } from './tieRules';
import type { Measure } from './types';

/** Judgements: query -> document -> grade; grades below 1 are not relevant. */
export type JudgedQueries = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** A run: query -> scored documents; ids are distinct within a query. */
export type ScoredQueries = ReadonlyMap<
  string,
  { readonly docnos: readonly string[]; readonly scores: ArrayLike<number> }
>;

export interface EvaluateRunOptions {
  readonly ties: TieRule;
  /** Queries that have relevant documents but are not in the run: left out (trec_eval) or ranked last (trec_eval -c). */
  readonly missing: 'skip' | 'zero';
  /** As what scores are compared: `float32`, as pytrec_eval and trec_eval 9 do, or `float64`, as trec_eval 10 does. */
  readonly precision?: 'float32' | 'float64';
}

export interface RunEvaluation {
  /** Names of the measures. */
  readonly measures: readonly string[];
  /** Queries behind the values, in the order of the judgements. */
  readonly queries: readonly string[];
  /** `[measures][queries]`; NaN where no document is relevant at the measure's level. */
  readonly values: readonly Float64Array[];
  /** `[measures]`, over the values that are not NaN. */
  readonly means: readonly { readonly mean: number; readonly count: number }[];
  /** Queries with relevant documents that the run has no document for; among `queries` under `missing: 'zero'`. */
  readonly missing: readonly string[];
  /** Queries of the run without judgements; ignored. */
  readonly unjudged: readonly string[];
  /** Judged queries without any relevant document; left out of every measure. */
  readonly noRelevant: readonly string[];
  /** Retrieved relevant documents that share their score with another document. */
  readonly ties: number;
  /** Those that share it with one that is not relevant: only there can the tie rule change binary measures. */
  readonly decisiveTies: number;
  /** Neighbours in a ranking whose scores differ, but not as float32; 0 under `float64`. */
  readonly roundedTies: number;
}

/**
 * Measures a run against judgements, query by query, as trec_eval does: documents without a judgement are not
 * relevant, relevant documents that are not retrieved count as missed. Unlike trec_eval, which gives them 0,
 * queries without a relevant document are left out and named.
 *
 * @throws RangeError where a query holds a document twice or a score is NaN, naming the query.
 */
export function evaluateRun(
  run: ScoredQueries,
  qrels: JudgedQueries,
  measures: readonly Measure[],
  { ties: rule, missing: policy, precision = 'float32' }: EvaluateRunOptions,
): RunEvaluation {
  const [queries, missing, noRelevant]: [string[], string[], string[]] = [[], [], []];
  const values: number[][] = measures.map(() => []);
  const count = { ties: 0, decisiveTies: 0, roundedTies: 0 };
  for (const [query, judged] of qrels) {
    if (![...judged.values()].some((grade) => grade > 0)) {
      noRelevant.push(query);
      continue;
    }
    const retrieved = run.get(query);
    const found = retrieved !== undefined && retrieved.docnos.length > 0;
    if (!found) missing.push(query);
    if (!found && policy === 'skip') continue;
    const scored = scoreQuery(query, retrieved ?? NOTHING, precision);
    const ranked = rankJudged(scored, judged, rule);
    queries.push(query);
    measures.forEach((measure, m) => {
      values[m]!.push(evaluateTied(measure, ranked, rule));
    });
    count.ties += ranked.ties;
    count.decisiveTies += ranked.decisiveTies;
    count.roundedTies += scored.roundedTies;
  }
  const columns = values.map((column) => Float64Array.from(column));
  return {
    measures: measures.map(({ name }) => name),
    queries,
    values: columns,
    means: columns.map((column) => meanDefined(column)),
    missing,
    unjudged: [...run.keys()].filter((query) => !qrels.has(query)),
    noRelevant,
    ...count,
  };
}

const NOTHING = { docnos: [], scores: [] };

/** One query of a run, checked, with scores as they are compared. */
interface RetrievedQuery {
  readonly docnos: readonly string[];
  readonly scores: Float64Array;
  readonly roundedTies: number;
}

function scoreQuery(
  query: string,
  { docnos, scores }: { readonly docnos: readonly string[]; readonly scores: ArrayLike<number> },
  precision: 'float32' | 'float64',
): RetrievedQuery {
  const wrong = (what: string) => new RangeError(`evaluateRun: query ${query} ${what}`);
  if (docnos.length !== scores.length)
    throw wrong(`has ${docnos.length} documents, but ${scores.length} scores`);
  if (new Set(docnos).size < docnos.length) throw wrong('has a document twice');
  const exact = Float64Array.from(scores);
  const nan = exact.findIndex(Number.isNaN);
  if (nan >= 0) throw wrong(`has the score NaN for document ${docnos[nan]}`);
  if (precision === 'float64') return { docnos, scores: exact, roundedTies: 0 };
  const sorted = exact.slice().sort();
  let roundedTies = 0;
  for (let at = 1; at < sorted.length; at++)
    if (sorted[at] !== sorted[at - 1] && Math.fround(sorted[at]!) === Math.fround(sorted[at - 1]!))
      roundedTies++;
  return { docnos, scores: exact.map(Math.fround), roundedTies };
}

function rankJudged(
  { docnos, scores }: RetrievedQuery,
  judged: ReadonlyMap<string, number>,
  rule: TieRule,
): TiedQuery {
  const relevant: number[] = [];
  const grades: number[] = [];
  docnos.forEach((docno, at) => {
    const grade = judged.get(docno) ?? 0;
    if (grade <= 0) return;
    relevant.push(at);
    grades.push(grade);
  });
  const retrieved = new Set(docnos);
  const missing: number[] = [];
  for (const [docno, grade] of judged) if (grade > 0 && !retrieved.has(docno)) missing.push(grade);
  const tieRank = rule === 'trec' ? trecTieOrder(docnos) : undefined;
  return rankTied({ scores, relevant, grades, missing, tieRank });
}
