import { Arena, type EngineMemory } from './memory';

// Values at a time: what is copied in is still in the second cache when it is used.
const CHUNK = 16_384;

/**
 * Exact (erf) GELU of `x` to `out`, of the same length; off by at most 9e-7 for |x| <= 8.
 *
 * @throws RangeError if lengths differ.
 */
export function geluIn(memory: EngineMemory, x: Float32Array, out: Float32Array): void {
  wantLength('out', out, x);
  const at = places(memory, 1)[0]!;
  for (let first = 0; first < x.length; first += CHUNK) {
    const last = Math.min(first + CHUNK, x.length);
    memory.put(at, x.subarray(first, last));
    memory.exports.gelu(at, padded(last - first));
    out.set(memory.view(at, last - first), first);
  }
}

/**
 * `dy` times the slope of GELU at `x` to `out`; off by at most 5e-7 |dy| for |x| <= 8.
 *
 * @throws RangeError if lengths differ.
 */
export function geluBackwardIn(
  memory: EngineMemory,
  x: Float32Array,
  dy: Float32Array,
  out: Float32Array,
): void {
  wantLength('dy', dy, x);
  wantLength('out', out, x);
  const [at, slope] = places(memory, 2) as [number, number];
  for (let first = 0; first < x.length; first += CHUNK) {
    const last = Math.min(first + CHUNK, x.length);
    memory.put(at, x.subarray(first, last));
    memory.put(slope, dy.subarray(first, last));
    memory.exports.geluBackward(at, slope, padded(last - first));
    out.set(memory.view(slope, last - first), first);
  }
}

function places(memory: EngineMemory, count: number): number[] {
  const arena = new Arena(memory.base);
  const at = Array.from({ length: count }, () => arena.take(4 * CHUNK));
  memory.reserve(arena.end, 'GELU');
  return at;
}

function padded(count: number): number {
  return 4 * Math.ceil(count / 4);
}

function wantLength(what: string, { length }: Float32Array, x: Float32Array): void {
  if (length !== x.length) throw new RangeError(`${what} has ${length} values, x ${x.length}`);
}
