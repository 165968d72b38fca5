import source from '../../shaders/rankCount.wgsl?raw';
import { assertShape, defineKernel, type Scope, type Tensor } from '../gpu';

const constants = ({ software }: { software: boolean }) => ({ W: software ? 4 : 32 });
const kernel = defineKernel({ name: 'rankCount', source, constants });

export interface RankCountInputs {
  /** `[rows, D]`, finite; row 0 belongs to query `queryStart`. */
  readonly scores: Tensor;
  /** u32 `[D]`, place among equal scores, e.g. from `trecTieOrder`; distinct. */
  readonly tieRank: Tensor<'u32'>;
  /** u32 `[Q + 1]`. */
  readonly relevantOffsets: Tensor<'u32'>;
  /** u32 `[R]`, document indices below `D`. */
  readonly relevant: Tensor<'u32'>;
  /** u32 `[Q + 1]`. */
  readonly excludedOffsets: Tensor<'u32'>;
  /** u32 `[E]`, distinct within a query and disjoint from its relevant documents. */
  readonly excluded: Tensor<'u32'>;
  /** Query of row 0, default 0. */
  readonly queryStart?: number;
  /** u32 `[R]`; entries of queries outside the rows keep their values. */
  readonly outRanks?: Tensor<'u32'>;
  /** u32 `[R]`, as `outRanks`. */
  readonly outTies?: Tensor<'u32'>;
}

/**
 * 1-based place of every relevant document among the documents of its query that are not excluded, under
 * trec_eval's total order (score descending, then `tieRank` ascending),
 * `ranks[r] = 1 + #{t : s[t] > s[r] or (s[t] = s[r] and tieRank[t] < tieRank[r])}`.
 *
 * @param scope owns the results, unless they are given.
 * @returns `ranks` and `ties` (other ranked documents of equal score), u32 `[R]`.
 * @throws ShapeError if `scores` is no matrix with `D` columns, or offsets differ in length, or an output is not `[R]`.
 * @throws RangeError if the rows leave the queries.
 * @see trec_eval 10.0
 */
export function rankCount(scope: Scope, inputs: RankCountInputs) {
  const { scores, tieRank, relevantOffsets, relevant, excludedOffsets, excluded } = inputs;
  const { queryStart = 0 } = inputs;
  const [rows, D] = [scores.shape[0]!, tieRank.shape[0]!];
  const R = relevant.shape[0]!;
  assertShape('rankCount scores', scores, [rows, D]);
  assertShape('rankCount excludedOffsets', excludedOffsets, relevantOffsets.shape);
  const Q = relevantOffsets.shape[0]! - 1;
  if (!(Number.isInteger(queryStart) && queryStart >= 0 && queryStart + rows <= Q))
    throw new RangeError(
      `rankCount: queries ${queryStart} to ${queryStart + rows} leave [0, ${Q}]`,
    );
  const ranks = inputs.outRanks ?? scope.emptyU32([R], 'rankCount.ranks');
  const ties = inputs.outTies ?? scope.emptyU32([R], 'rankCount.ties');
  assertShape('rankCount outRanks', ranks, [R]);
  assertShape('rankCount outTies', ties, [R]);
  const lists = { relevantOffsets, relevant, excludedOffsets, excluded };
  const groups = R === 0 || D === 0 ? 0 : rows;
  kernel.dispatch(
    scope,
    { rows, queryStart, D },
    { scores, tieRank, ...lists, ranks, ties },
    groups,
  );
  return { ranks, ties };
}
