import fc from 'fast-check';
import type { TieRule } from './tieRules';

/** A query as the naive reference reads it: documents in the order given, `grade` below 1 is not relevant. */
export interface NaiveQuery {
  readonly documents: readonly {
    readonly id: string;
    readonly score: number;
    readonly grade: number;
  }[];
  /** Grades of relevant documents that are not retrieved. */
  readonly missing: readonly number[];
}

type Documents = NaiveQuery['documents'];

/** Random queries full of ties. */
export function queries(most: number): fc.Arbitrary<NaiveQuery> {
  const id = fc.string({ unit: 'binary', minLength: 1, maxLength: 3 });
  const document = fc.record({
    id,
    score: fc.integer({ min: 0, max: 4 }).map((level) => level / 8),
    grade: fc.integer({ min: -1, max: 3 }),
  });
  return fc.record({
    documents: fc.uniqueArray(document, { maxLength: most, selector: (one) => one.id }),
    missing: fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 3 }),
  });
}

/** A measure by its literal definition, on a list of grades in ranked order. */
export function naive(
  name: string,
  ranked: readonly number[],
  missing: readonly number[],
  level = 1,
  k = Number.POSITIVE_INFINITY,
): number {
  const judged = [...ranked, ...missing].filter((grade) => grade > 0);
  const relevant = judged.filter((grade) => grade >= level).length;
  if (relevant === 0) return Number.NaN;
  const top = ranked.slice(0, k);
  const hits = (list: readonly number[]) => list.filter((grade) => grade >= level).length;
  const first = ranked.findIndex((grade) => grade >= level) + 1;
  switch (name) {
    case 'AP': {
      const at = top.map((grade, i) =>
        grade >= level ? hits(ranked.slice(0, i + 1)) / (i + 1) : 0,
      );
      return at.reduce((sum, one) => sum + one, 0) / relevant;
    }
    case 'RR':
      return first > 0 && first <= k ? 1 / first : 0;
    case 'P':
      return hits(top) / k;
    case 'R':
      return hits(top) / relevant;
    case 'Rprec':
      return hits(ranked.slice(0, relevant)) / relevant;
    case 'Success':
      return hits(top) > 0 ? 1 : 0;
    default: {
      const gain = (grade: number) => {
        if (grade <= 0) return 0;
        return name === 'nDCG' ? grade : 2 ** grade - 1;
      };
      const dcg = (list: readonly number[]) =>
        list.slice(0, k).reduce((sum, grade, i) => sum + gain(grade) / Math.log2(i + 2), 0);
      return dcg(ranked) / dcg(judged.sort((a, b) => b - a));
    }
  }
}

/** Grades in ranked order under a rule: everything is sorted. */
export function naiveOrder(documents: Documents, rule: Exclude<TieRule, 'mean'>): number[] {
  const among = {
    trec: (a: number, b: number) =>
      Buffer.compare(Buffer.from(documents[b]!.id), Buffer.from(documents[a]!.id)),
    insertion: (a: number, b: number) => a - b,
    best: (a: number, b: number) => documents[b]!.grade - documents[a]!.grade,
    worst: (a: number, b: number) => documents[a]!.grade - documents[b]!.grade,
  }[rule];
  return [...documents.keys()]
    .sort((a, b) => documents[b]!.score - documents[a]!.score || among(a, b))
    .map((at) => documents[at]!.grade);
}

/** Every ranked order of grades that the scores allow; as many as the product of the groups' factorials. */
export function everyOrder(documents: Documents): number[][] {
  const scores = [...new Set(documents.map(({ score }) => score))].sort((a, b) => b - a);
  let orders: number[][] = [[]];
  for (const score of scores) {
    const group = documents.filter((one) => one.score === score).map(({ grade }) => grade);
    orders = orders.flatMap((front) => permutations(group).map((part) => [...front, ...part]));
  }
  return orders;
}

function permutations(values: readonly number[]): number[][] {
  if (values.length === 0) return [[]];
  return values.flatMap((value, at) =>
    permutations(values.toSpliced(at, 1)).map((rest) => [value, ...rest]),
  );
}
