import source from '../../shaders/maxSim.wgsl?raw';
import { type AdapterSummary, assertShape, defineKernel, type Scope, type Tensor } from '../gpu';
import { type MaxSimSizes, type MaxSimTexts, maxSimSizes } from './maxSimTexts';

// Loads dominate on a CPU adapter, so a 16 x 16 register tile beats 8 x 8 by 1.5 there; on a GPU its 256
// accumulators would spill, and lanes along both axes keep the rows that a warp reads few. Every lane owns
// whole queries and whole documents, so nothing is shared: SwiftShader compiles a workgroup array
// by writing every zero of it, which took 3 s where this takes 0.4. Fewer texts per lane leave more of its
// last tiles empty: 8 queries a lane cost about 15 % more than 16 on texts of 2 to 16 tokens.
const SOFTWARE = { TILE: 16, LQ: 4, LD: 1, QUERIES: 16, SPAN: 16 };
const HARDWARE = { TILE: 8, LQ: 8, LD: 8, QUERIES: 4, SPAN: 2 };

// A watchdog may end the device after about 2 s, so no dispatch is planned for more than 0.2 s.
const FLOPS_PER_DISPATCH = { software: 0.4e9, hardware: 75e9 };

const shapeFor = ({ software }: AdapterSummary) => (software ? SOFTWARE : HARDWARE);
const kernel = defineKernel({ name: 'maxSim', source, constants: shapeFor });

export interface MaxSimInputs extends MaxSimTexts {
  /** First query to score, default 0; with `queryCount` it lets long rankings run in pieces. */
  readonly queryStart?: number;
  /** Queries to score, default all from `queryStart` on. */
  readonly queryCount?: number;
  /** `[queryCount, D]`, overwritten and returned. */
  readonly out?: Tensor;
}

/**
 * Late-interaction scores of every query against every document,
 * `scores[q,t] = 1/|q| sum_{i in q} max_{j in t} queries[i] . documents[j]`.
 *
 * An empty query or document scores 0 by definition. Long work becomes several dispatches, each flushed.
 *
 * @param scope owns the result, unless `out` is given.
 * @returns `[queryCount, D]`, in [-1, 1] for unit vectors.
 * @throws ShapeError, RangeError as `maxSimSizes`; ShapeError if `out` is not `[queryCount, D]`.
 * @throws RangeError if the range of queries leaves `[0, Q]`.
 * @see Khattab & Zaharia 2020, ColBERT, equation 3 (a sum there)
 */
export function maxSim(scope: Scope, inputs: MaxSimInputs): Tensor {
  const { queries, queryOffsets, documents, documentOffsets, out } = inputs;
  const sizes = maxSimSizes('maxSim', inputs);
  const { Q, D, queryTokens, documentTokens, d4 } = sizes;
  const { queryStart = 0, queryCount = Q - queryStart } = inputs;
  const queryEnd = queryStart + queryCount;
  if (!(Number.isInteger(queryStart) && Number.isInteger(queryCount)))
    throw new RangeError(`maxSim: query range must be whole, got ${queryStart} + ${queryCount}`);
  if (!(queryStart >= 0 && queryCount >= 0 && queryEnd <= Q))
    throw new RangeError(`maxSim: queries ${queryStart} to ${queryEnd} leave [0, ${Q}]`);

  const scores = out ?? scope.empty([queryCount, D], 'maxSim.scores');
  assertShape('maxSim out', scores, [queryCount, D]);
  if (queryTokens === 0 || documentTokens === 0)
    return scope.write(scores, new Float32Array(queryCount * D)); // an empty buffer is too small to bind as vec4f
  const tensors = { queries, queryOffsets, documents, documentOffsets, scores };
  const fixed = { rowStart: queryStart, width: D, d4, queryTokens, documentTokens };
  for (const block of maxSimBlocks(scope.gpu.adapter, sizes, queryStart, queryEnd)) {
    kernel.dispatch(scope, { ...block.params, ...fixed }, tensors, block.groups);
    if (!block.last) scope.gpu.commands.flush();
  }
  return scores;
}

interface MaxSimBlock {
  readonly params: Readonly<
    Record<'queryStart' | 'queryEnd' | 'documentStart' | 'documentEnd', number>
  >;
  readonly groups: number;
  readonly last: boolean;
}

/** Cuts queries `[from, to)` x all documents into blocks of whole workgroups within the FLOP budget. */
export function* maxSimBlocks(
  adapter: AdapterSummary,
  { Q, D, queryTokens, documentTokens, d4 }: MaxSimSizes,
  from: number,
  to: number,
): Generator<MaxSimBlock> {
  const { QUERIES, LQ, LD, SPAN } = shapeFor(adapter);
  const [rows, columns] = [LQ * QUERIES, LD * SPAN];
  const flopsPerPair = (8 * d4 * (queryTokens * documentTokens)) / Math.max(1, Q * D);
  const flops = FLOPS_PER_DISPATCH[adapter.software ? 'software' : 'hardware'];
  const groups = Math.max(1, Math.floor(flops / Math.max(1, flopsPerPair * rows * columns)));
  const across = Math.min(groups, Math.ceil(D / columns));
  const down = Math.max(1, Math.floor(groups / Math.max(1, across)));
  for (let queryStart = from; queryStart < to; queryStart += down * rows) {
    const queryEnd = Math.min(to, queryStart + down * rows);
    for (let documentStart = 0; documentStart < D; documentStart += across * columns) {
      const documentEnd = Math.min(D, documentStart + across * columns);
      yield {
        params: { queryStart, queryEnd, documentStart, documentEnd },
        groups:
          Math.ceil((queryEnd - queryStart) / rows) *
          Math.ceil((documentEnd - documentStart) / columns),
        last: queryEnd === to && documentEnd === D,
      };
    }
  }
}
