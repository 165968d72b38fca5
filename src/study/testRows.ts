import {
  type ApMatrix,
  adjustBenjaminiHochberg,
  adjustHolm,
  comparePaired,
  type PairedOptions,
} from '../eval';
import type { LanguageGroups, Method, StudyConfig, TaskId, TestRow } from '../report';

/** What is tested, and how. */
export interface TestInput {
  readonly task: TaskId;
  /** Mean over seeds. */
  readonly matrix: ApMatrix;
  /** Languages that every method has. */
  readonly groups: Pick<LanguageGroups, 'high' | 'low'>;
  /** `[ids]`. */
  readonly topics: readonly string[];
  readonly bootstrap: StudyConfig['bootstrap'];
}

/**
 * Tests every pair of a method and its baseline: each language beside English, and the gap. p values are corrected over
 * all rows against the same baseline.
 */
export function testRows(
  input: TestInput,
  pairs: readonly { readonly method: Method; readonly baseline: Method }[],
): TestRow[] {
  const baselines = [...new Set(pairs.map(({ baseline }) => baseline))];
  return baselines.flatMap((baseline) => {
    const rows = pairs
      .filter((pair) => pair.baseline === baseline)
      .flatMap(({ method }) => rowsOf(input, method, baseline));
    const ps = rows.map(({ p }) => p);
    const [holm, bh] = [adjustHolm(ps), adjustBenjaminiHochberg(ps)];
    return rows.map((row, at) => ({ ...row, holm: holm[at]!, bh: bh[at]! }));
  });
}

/** p of the difference of two methods' gaps, query by query; null where there is no gap. */
export function gapTest(input: TestInput, method: Method, baseline: Method): number | null {
  const gap = gapDifferences(input, differencesOf(input.matrix, method, baseline));
  const { seed, replicates } = input.bootstrap;
  return finite(gap && comparePaired(gap, { seed, replicates }).signFlip?.p);
}

type Uncorrected = Omit<TestRow, 'holm' | 'bh'>;

function rowsOf(input: TestInput, method: Method, baseline: Method): Uncorrected[] {
  const differences = differencesOf(input.matrix, method, baseline);
  const rows = [...differences].flatMap(([language, of]) =>
    language === 'en' || of.every(Number.isNaN)
      ? []
      : [compare(input, method, baseline, language, of)],
  );
  const gap = gapDifferences(input, differences);
  return gap ? [...rows, compare(input, method, baseline, null, gap)] : rows;
}

type Differences = ReadonlyMap<string, Float64Array>;

/** Average precision of a method minus that of its baseline, `[ids]` by language. */
function differencesOf(matrix: ApMatrix, method: Method, baseline: Method): Differences {
  return new Map(
    matrix.languages.map((language) => {
      const [own, other] = [rowOf(matrix, method, language), rowOf(matrix, baseline, language)];
      return [language, own.map((value, at) => value - other[at]!)];
    }),
  );
}

/** Mean difference of the high group minus that of the low group, query by query. */
function gapDifferences(
  { matrix, groups }: TestInput,
  differences: Differences,
): Float64Array | undefined {
  if (groups.high.length === 0 || groups.low.length === 0) return undefined;
  const meanOver = (languages: readonly string[], at: number) =>
    languages.reduce((sum, language) => sum + differences.get(language)![at]!, 0) /
    languages.length;
  return Float64Array.from(
    matrix.ids,
    (_, at) => meanOver(groups.high, at) - meanOver(groups.low, at),
  );
}

function compare(
  { task, topics, bootstrap }: TestInput,
  method: Method,
  baseline: Method,
  language: string | null,
  differences: Float64Array,
): Uncorrected {
  const options: PairedOptions = { seed: bootstrap.seed, replicates: bootstrap.replicates };
  const found = comparePaired(differences, options);
  const clustered = comparePaired(differences, { ...options, clusters: topics });
  return {
    ...{ task, method, baseline, language },
    queries: found.queries,
    delta: found.meanDifference,
    effectSize: found.effectSize,
    t: finite(found.pairedT?.t),
    pT: finite(found.pairedT?.p),
    p: finite(found.signFlip?.p),
    exact: found.signFlip?.exact ?? false,
    pTopic: finite(clustered.signFlip?.p),
    detectable: found.minimumDetectable,
  };
}

/** JSON has no infinity: t of a difference without spread. */
function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}

function rowOf({ systems, languages, ids, values }: ApMatrix, system: string, language: string) {
  const at = systems.indexOf(system) * languages.length + languages.indexOf(language);
  return values.subarray(at * ids.length, (at + 1) * ids.length);
}
