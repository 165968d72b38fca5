import { Arena, type EngineMemory } from './memory';

/** Self-attention of packed texts; matrices `[rows, width]`. */
export interface AttentionInput {
  readonly q: Float32Array;
  readonly k: Float32Array;
  readonly v: Float32Array;
  /** `[texts + 1]`, rising from 0 to rows. */
  readonly texts: ArrayLike<number>;
  readonly width: number;
  /** width / heads has to be a multiple of 4. */
  readonly heads: number;
  /** What kernels/dropoutHash.ts makes of seed and rate. */
  readonly dropout?: { readonly stream: number; readonly threshold: number; readonly rate: number };
}

/** True for sizes that the engine takes. */
export function attentionFits({ width, heads }: { width: number; heads: number }): boolean {
  return width % (4 * heads) === 0;
}

/** Fills `y` `[rows, width]` and `logSum` `[rows, heads]`, one text after the other. */
export function attentionIn(
  memory: EngineMemory,
  a: AttentionInput,
  out: { readonly y: Float32Array; readonly logSum: Float32Array },
): void {
  const { width, heads } = a;
  const [q, k, v, y, logSum, p] = places(memory, a, 4, 1) as [number, ...number[]];
  const [stream, threshold, keep] = dropping(a);
  for (const { first, count } of texts(a)) {
    putRows(memory, a, first, count, [q, k!, v!]);
    const sizes = [count, width, heads] as const;
    memory.exports.attention(
      ...([q, k!, v!, ...sizes, y!, logSum!, p!, first, stream, threshold, keep] as const),
    );
    out.y.set(memory.view(y!, count * width), first * width);
    out.logSum.set(memory.view(logSum!, count * heads), first * heads);
  }
}

/** Fills the gradients `[rows, width]` of q, k and v, given `dy`. */
export function attentionBackwardIn(
  memory: EngineMemory,
  a: AttentionInput & { readonly dy: Float32Array },
  out: { readonly dq: Float32Array; readonly dk: Float32Array; readonly dv: Float32Array },
): void {
  const { width, heads } = a;
  const at = places(memory, a, 7, 3);
  const [q, k, v, dy, dq, dk, dv] = at as [number, number, number, number, number, number, number];
  const p = at[8]!;
  const [stream, threshold, keep] = dropping(a);
  for (const { first, count } of texts(a)) {
    putRows(memory, a, first, count, [q, k, v]);
    memory.put(dy, a.dy.subarray(first * width, (first + count) * width));
    const sizes = [count, width, heads] as const;
    memory.exports.attentionBackward(
      ...([q, k, v, dy, ...sizes, dq, dk, dv, p, first, stream, threshold, keep] as const),
    );
    out.dq.set(memory.view(dq, count * width), first * width);
    out.dk.set(memory.view(dk, count * width), first * width);
    out.dv.set(memory.view(dv, count * width), first * width);
  }
}

function dropping({ dropout }: AttentionInput): [number, number, number] {
  return dropout ? [dropout.stream, dropout.threshold, 1 / (1 - dropout.rate)] : [0, 0, 1];
}

function* texts({ texts }: AttentionInput): Generator<{ first: number; count: number }> {
  for (let t = 0; t + 1 < texts.length; t++) {
    const [first, count] = [texts[t]!, texts[t + 1]! - texts[t]!];
    if (count > 0) yield { first, count };
  }
}

function putRows(
  memory: EngineMemory,
  { q, k, v, width }: AttentionInput,
  first: number,
  count: number,
  at: readonly number[],
): void {
  for (const [i, values] of [q, k, v].entries())
    memory.put(at[i]!, values.subarray(first * width, (first + count) * width));
}

/** `matrices` places of the longest text, one for log sums, one for `squares` of probabilities. */
function places(
  memory: EngineMemory,
  a: AttentionInput,
  matrices: number,
  squares: number,
): number[] {
  let longest = 0;
  for (const { count } of texts(a)) longest = Math.max(longest, count);
  const rows = 4 * Math.ceil(longest / 4) + 4; // the engine reads up to three rows past the end
  const arena = new Arena(memory.base);
  const at = Array.from({ length: matrices }, () => arena.take(4 * rows * a.width));
  at.push(arena.take(4 * rows * a.heads), arena.take(4 * squares * rows * rows));
  memory.reserve(arena.end, `attention over a text of ${longest} tokens`);
  return at;
}
