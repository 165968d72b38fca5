import {
  methodName,
  methodPair,
  type PairModel,
  pairTable,
  pointsOf,
  type QueryPairs,
  queryPair,
  runPair,
} from '../../../app';
import { DumbbellChart } from '../../charts/DumbbellChart';
import view from '../../views/view.module.css';
import { ChartFrame } from '../ChartFrame';
import type { Answer } from './useAnswer';
import type { Gap } from './useGap';

/** Every language before and after, sorted by gain. */
export function PairPanel({
  gap,
  pairs,
}: {
  readonly gap: Gap;
  readonly pairs: Answer<QueryPairs>;
}) {
  const names = sideNames(gap);
  const model = pairModel(gap, pairs.value);
  const { other, about, measure } = gap;
  const table = pairTable(model, measure, names, { ...about, run_b: other?.run ?? null });
  return (
    <section className={view.panel} aria-label="Before and after">
      <ChartFrame
        title={`${measure} × 100 by language, before and after`}
        note={noteOf(gap, model, pairs)}
        table={table}
      >
        {model.rows.length ? (
          <DumbbellChart {...{ model, names, measure }} />
        ) : (
          <p>No language has results of both sides.</p>
        )}
      </ChartFrame>
    </section>
  );
}

/** How both sides are called. */
export function sideNames({ from, to, other }: Gap) {
  return other
    ? { a: `${methodName(to)}, run A`, b: `${methodName(to)}, run B` }
    : { a: methodName(from), b: methodName(to) };
}

function pairModel(
  { report, task, points, from, to, other, groups, measure }: Gap,
  pairs: QueryPairs | null,
): PairModel {
  if (other) {
    const b = pointsOf(other.report, task, measure);
    return pairs ? queryPair(pairs, groups) : runPair({ a: points, b }, to, groups);
  }
  const own = methodPair(report, task, points, { a: from, b: to }, groups);
  return own.source || !pairs ? own : queryPair(pairs, groups);
}

function noteOf({ report, measure, other }: Gap, { source }: PairModel, pairs: Answer<QueryPairs>) {
  const { replicates, seed } = report.config.bootstrap;
  const drawn = `B = ${replicates}, seed ${seed}`;
  if (measure !== 'MAP') return `Means of ${measure}; the report has intervals of MAP alone.`;
  if (source === 'report')
    return `Sorted by gain. Whiskers: A plus the 95 % interval of the paired difference, over seeds and queries, ${drawn}, from the report; ≈ where it spans 0.`;
  if (source === 'queries')
    return `Sorted by gain. Whiskers: A plus the 95 % interval of the paired difference, computed here from queries.csv over ${pairs.value?.drawn ?? 'queries'}, ${drawn}; ≈ where it spans 0.`;
  if (pairs.busy) return 'Point values; intervals are being computed from queries.csv …';
  const missing = other
    ? 'the difference of two runs needs the per-query results (queries.csv) of both'
    : 'the report has no paired difference of these two methods, and without per-query results (queries.csv) none can be computed';
  return `Point values without intervals: ${pairs.error ?? missing}.`;
}
