import { laneMax } from './numeric';
import { packFour, tile } from './tile';

// Documents that share one pass over the queries: their panels stay in the second cache.
const GROUP_BYTES: usize = 65536;

/**
 * Packs `count` rows of d values into panels of `width` (4 or 8) rows, [dp, width] each, dp = d rounded up to
 * 4. A last panel that is not full repeats its last row: no maximum changes by it. `staging` holds 8 rows of dp.
 */
export function packPanels(rows: usize, count: i32, d: i32, width: i32, out: usize, staging: usize): void {
  const dp = (d + 3) & ~3, row: usize = dp << 2, step: usize = width << 2;
  memory.fill(staging, 0, 8 * row);
  for (let first: i32 = 0; first < count; first += width) {
    for (let r: i32 = 0; r < width; r++)
      memory.copy(staging + r * row, rows + min(first + r, count - 1) * (d << 2), d << 2);
    for (let r: i32 = 0; r < width; r += 4) packFour(staging + r * row, row, dp, out + (r << 2), step);
    out += step * dp;
  }
}

/**
 * Late-interaction scores of packed panels: for each query, the mean over its tokens of the largest dot product
 * with a token of the document; 0 for an empty query or document. The token matrix is never written.
 *
 * queries: panels of 4; documents: panels of 8, each document with its own; offsets: u32 [Q + 1] and [D + 1]
 * in tokens; best: [query tokens rounded up to 4], work space; scores: [Q, D].
 */
export function maxSim(
  queries: usize,
  queryOffsets: usize,
  queryCount: i32,
  documents: usize,
  documentOffsets: usize,
  documentCount: i32,
  d: i32,
  best: usize,
  scratch: usize,
  scores: usize,
): void {
  const dp = (d + 3) & ~3;
  const tokens = load<i32>(queryOffsets + (queryCount << 2));
  const tokensPadded = (tokens + 3) & ~3;
  const panel: usize = dp << 5;
  let first: i32 = 0;
  while (first < documentCount) {
    let last = first, bytes: usize = 0;
    while (last < documentCount && last - first < 16 && bytes < GROUP_BYTES)
      bytes += panels(documentOffsets, last++) * panel;
    for (let i: i32 = 0; i < tokensPadded; i += 4) {
      let at = documents;
      for (let t = first; t < last; t++) {
        const count = panels(documentOffsets, t);
        largest(queries + i * (dp << 2), at, count, dp, scratch);
        v128.store(best + (((t - first) * tokensPadded + i) << 2), v128.load(scratch));
        at += count * panel;
      }
    }
    for (let t = first; t < last; t++)
      sumUp(best + (((t - first) * tokensPadded) << 2), queryOffsets, queryCount, scores + (t << 2), documentCount);
    documents += bytes;
    first = last;
  }
}

/** Documents that `best` must have room for. */
export function maxSimGroup(): i32 {
  return 16;
}

// @ts-ignore: decorator
@inline
function panels(offsets: usize, t: i32): i32 {
  return (load<i32>(offsets + ((t + 1) << 2)) - load<i32>(offsets + (t << 2)) + 7) >> 3;
}

// Four query tokens against the panels of one document; their maxima to `scratch` (0 for no panel).
function largest(query: usize, document: usize, count: i32, dp: i32, scratch: usize): void {
  const out = scratch + 16;
  if (count == 0) {
    v128.store(scratch, f32x4.splat(0));
    return;
  }
  let a = f32x4.splat(-Infinity), b = a, c = a, e = a;
  for (let p: i32 = 0; p < count; p++) {
    tile(query, document, 32, dp, out, 32, false);
    a = f32x4.pmax(a, f32x4.pmax(v128.load(out), v128.load(out, 16)));
    b = f32x4.pmax(b, f32x4.pmax(v128.load(out, 32), v128.load(out, 48)));
    c = f32x4.pmax(c, f32x4.pmax(v128.load(out, 64), v128.load(out, 80)));
    e = f32x4.pmax(e, f32x4.pmax(v128.load(out, 96), v128.load(out, 112)));
    document += dp << 5;
  }
  store<f32>(scratch, laneMax(a));
  store<f32>(scratch, laneMax(b), 4);
  store<f32>(scratch, laneMax(c), 8);
  store<f32>(scratch, laneMax(e), 12);
}

function sumUp(best: usize, offsets: usize, queryCount: i32, scores: usize, stride: i32): void {
  for (let q: i32 = 0; q < queryCount; q++) {
    const from = load<i32>(offsets + (q << 2)), to = load<i32>(offsets + ((q + 1) << 2));
    let sum: f64 = 0;
    for (let i = from; i < to; i++) sum += <f64>load<f32>(best + (i << 2));
    store<f32>(scores + ((q * stride) << 2), to > from ? <f32>(sum / <f64>(to - from)) : 0);
  }
}
