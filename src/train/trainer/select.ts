import type { StudentTexts } from '../students/types';
import { offsetsOf, rowsOf, type TokenSet } from '../tokens';
import type { BitextTexts } from '../types';

/** The texts `texts` alone, in their order, as the student reads them. */
export function selectTexts(all: StudentTexts, texts: ArrayLike<number>): StudentTexts {
  const { rows, counts } = rowsOf(all.offsets, texts);
  return {
    offsets: offsetsOf(counts),
    margin: all.margin,
    ...(all.states && { states: selectRows(all.states, all.offsets.at(-1)!, rows) }),
    ...(all.ids && { ids: rows.map((row) => all.ids![row]!) }),
  };
}

/** Tokens of each text that are in the result: without the special ones. */
export function keptCounts({ offsets, margin }: StudentTexts): Uint32Array {
  return Uint32Array.from({ length: offsets.length - 1 }, (_, text) =>
    Math.max(0, offsets[text + 1]! - offsets[text]! - 2 * margin),
  );
}

/** The vectors of the texts `texts`, packed, and how many each has. */
export function selectTokens(
  set: TokenSet,
  texts: ArrayLike<number>,
): { vectors: Float32Array; counts: Uint32Array } {
  const { rows, counts } = rowsOf(set.offsets, texts);
  return { vectors: selectRows(set.vectors, set.offsets.at(-1)!, rows), counts };
}

/** The plans of the pairs `pairs`, one after the other. */
export function selectPlans({ plans }: BitextTexts, pairs: Uint32Array): Float32Array | undefined {
  if (!plans) return undefined;
  const picked = Array.from(pairs, (pair) => plans[pair]!);
  const packed = new Float32Array(picked.reduce((sum, plan) => sum + plan.length, 0));
  let at = 0;
  for (const plan of picked) {
    packed.set(plan, at);
    at += plan.length;
  }
  return packed;
}

function selectRows(values: Float32Array, count: number, rows: Uint32Array): Float32Array {
  const width = count > 0 ? values.length / count : 0;
  const picked = new Float32Array(rows.length * width);
  rows.forEach((row, k) => {
    picked.set(values.subarray(row * width, (row + 1) * width), k * width);
  });
  return picked;
}
