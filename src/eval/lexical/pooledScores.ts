/** Packed token vectors on the host: text `t` owns rows `offsets[t] .. offsets[t + 1]`. */
export interface PackedVectors {
  /** `[tokens, d]`. */
  readonly vectors: Float32Array;
  /** `[texts + 1]`. */
  readonly offsets: Uint32Array;
}

const BLOCK = 64; // documents whose means (64 x 384 float64, 200 KB) stay in cache while queries pass
const LANES = 4;

/**
 * Scores every query against every document by the cosine of their mean token vectors, `mu_q . mu_d / (|mu_q| |mu_d|)`,
 * in [-1, 1]: what is left of MaxSim's interaction when a text is one vector. Sums in float64, rounded to float32 once.
 * A text without tokens, or whose vectors cancel out, has no direction and scores 0.
 *
 * @returns `[queries, documents]`.
 * @throws RangeError if `d` is no positive integer, offsets do not fit, or a vector is not finite.
 */
export function pooledScores(
  queries: PackedVectors,
  documents: PackedVectors,
  d: number,
): Float32Array {
  if (!(Number.isInteger(d) && d >= 1))
    throw new RangeError(`pooledScores: d must be a positive integer, got ${d}`);
  const left = unitMeans('queries', queries, d);
  const right = unitMeans('documents', documents, d);
  const [Q, D] = [queries.offsets.length - 1, documents.offsets.length - 1];
  const scores = new Float32Array(Q * D);
  for (let first = 0; first < D; first += BLOCK) {
    const last = Math.min(D, first + BLOCK);
    for (let q = 0; q < Q; q++)
      for (let t = first; t < last; t += LANES) {
        const four = dots(left, q * d, right, t * d, d);
        for (let lane = 0; t + lane < last && lane < LANES; lane++)
          scores[q * D + t + lane] = Math.max(-1, Math.min(1, four[lane]!)); // a last bit beyond
      }
  }
  return scores;
}

const lanes = new Float64Array(LANES);

/** Dot products with four rows at once, each summed in order: one row alone waits for every addition. */
function dots(a: Float64Array, i: number, b: Float64Array, j: number, d: number): Float64Array {
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  for (let k = 0; k < d; k++) {
    const value = a[i + k]!;
    const at = j + k;
    s0 += value * b[at]!;
    s1 += value * b[at + d]!;
    s2 += value * b[at + 2 * d]!;
    s3 += value * b[at + 3 * d]!;
  }
  lanes[0] = s0;
  lanes[1] = s1;
  lanes[2] = s2;
  lanes[3] = s3;
  return lanes;
}

/** `[texts, filled up to fours, d]`: the direction of each text's sum (the mean's too), zeros where it has none. */
function unitMeans(what: string, { vectors, offsets }: PackedVectors, d: number): Float64Array {
  assertPacked(what, vectors, offsets, d);
  const texts = offsets.length - 1;
  const means = new Float64Array(Math.ceil(texts / LANES) * LANES * d);
  for (let t = 0; t < texts; t++) {
    const mean = means.subarray(t * d, (t + 1) * d);
    for (let row = offsets[t]!; row < offsets[t + 1]!; row++)
      for (let k = 0; k < d; k++) mean[k]! += vectors[row * d + k]!;
    let squares = 0;
    for (const value of mean) squares += value * value;
    if (!Number.isFinite(squares))
      throw new RangeError(`pooledScores: a vector of text ${t} of the ${what} is not finite`);
    const norm = Math.sqrt(squares);
    if (norm > 0) for (let k = 0; k < d; k++) mean[k]! /= norm;
  }
  return means;
}

function assertPacked(what: string, vectors: Float32Array, offsets: Uint32Array, d: number): void {
  const end = offsets.at(-1);
  if (offsets[0] !== 0 || end! * d !== vectors.length)
    throw new RangeError(
      `pooledScores: offsets of the ${what} must run from 0 to ${vectors.length / d}, got ${offsets[0]} to ${end}`,
    );
  for (let t = 1; t < offsets.length; t++)
    if (offsets[t]! < offsets[t - 1]!)
      throw new RangeError(`pooledScores: offsets of the ${what} fall at ${t}`);
}
