import { Arena, type EngineMemory } from './memory';
import type { MaxSimInput } from './types';

// Tokens that are packed at a time: bounds the memory, and the panels of queries stay near the cores.
const QUERY_TOKENS = 4096;
const DOCUMENT_TOKENS = 4096;

/** Whole texts `first` .. `last` - 1, their tokens from `token` on. */
interface Chunk {
  readonly first: number;
  readonly last: number;
  readonly token: number;
  readonly tokens: number;
}

/**
 * Scores [Q, D], row-major: the mean over a query's tokens of the largest dot product with a token of the
 * document; 0 where either is empty.
 *
 * @throws RangeError if offsets do not rise from 0 to the number of tokens.
 */
export function maxSimIn(memory: EngineMemory, input: MaxSimInput): Float32Array<ArrayBuffer> {
  const { d, queries, queryOffsets, documents, documentOffsets } = input;
  checkOffsets('queryOffsets', queryOffsets, queries.length / d);
  checkOffsets('documentOffsets', documentOffsets, documents.length / d);
  const [Q, D] = [queryOffsets.length - 1, documentOffsets.length - 1];
  const scores = new Float32Array(Q * D);
  for (const some of chunks(queryOffsets, QUERY_TOKENS))
    for (const others of chunks(documentOffsets, DOCUMENT_TOKENS)) {
      const part = scoreChunk(memory, input, some, others);
      const width = others.last - others.first;
      for (let q = some.first; q < some.last; q++) {
        const row = part.subarray((q - some.first) * width, (q - some.first + 1) * width);
        scores.set(row, q * D + others.first);
      }
    }
  return scores;
}

function scoreChunk(
  memory: EngineMemory,
  input: MaxSimInput,
  some: Chunk,
  others: Chunk,
): Float32Array {
  const { d, queries, queryOffsets, documents, documentOffsets } = input;
  const { exports, base } = memory;
  const row = Math.ceil(d / 4) * 16;
  const [Q, D] = [some.last - some.first, others.last - others.first];
  const arena = new Arena(base);
  const padded = Math.ceil(some.tokens / 4) * 4;
  const raw = arena.take(4 * d * Math.max(some.tokens, others.tokens));
  const staging = arena.take(8 * row);
  const panelsX = arena.take(padded * row);
  const panelsY = arena.take((others.tokens + 7 * D) * row);
  const offsetsX = arena.take(4 * (Q + 1));
  const offsetsY = arena.take(4 * (D + 1));
  const best = arena.take(4 * padded * exports.maxSimGroup());
  const scratch = arena.take(256);
  const scores = arena.take(4 * Q * D);
  memory.reserve(arena.end, `MaxSim of ${some.tokens} by ${others.tokens} tokens`);

  memory.put(raw, queries.subarray(some.token * d, (some.token + some.tokens) * d));
  exports.packPanels(raw, some.tokens, d, 4, panelsX, staging);
  memory.put(raw, documents.subarray(others.token * d, (others.token + others.tokens) * d));
  let to = panelsY;
  for (let t = others.first; t < others.last; t++) {
    const from = documentOffsets[t]!;
    const count = documentOffsets[t + 1]! - from;
    exports.packPanels(raw + (from - others.token) * 4 * d, count, d, 8, to, staging);
    to += Math.ceil(count / 8) * 8 * row;
  }
  putOffsets(memory, offsetsX, queryOffsets, some);
  putOffsets(memory, offsetsY, documentOffsets, others);
  exports.maxSim(panelsX, offsetsX, Q, panelsY, offsetsY, D, d, best, scratch, scores);
  return memory.view(scores, Q * D);
}

function putOffsets(
  memory: EngineMemory,
  address: number,
  offsets: ArrayLike<number>,
  chunk: Chunk,
): void {
  for (let t = chunk.first; t <= chunk.last; t++)
    memory.u32[address / 4 + t - chunk.first] = offsets[t]! - chunk.token;
}

// Cuts texts into runs of at most `most` tokens; a longer text is a run of its own.
function* chunks(offsets: ArrayLike<number>, most: number): Generator<Chunk> {
  let first = 0;
  while (first < offsets.length - 1) {
    const token = offsets[first]!;
    let last = first + 1;
    while (last < offsets.length - 1 && last - first < most && offsets[last + 1]! - token <= most)
      last++;
    yield { first, last, token, tokens: offsets[last]! - token };
    first = last;
  }
}

/** Throws what `maxSimIn` throws. */
export function checkOffsets(what: string, offsets: ArrayLike<number>, tokens: number): void {
  let fine = offsets.length >= 1 && offsets[0] === 0 && offsets[offsets.length - 1] === tokens;
  for (let t = 1; t < offsets.length; t++) fine &&= offsets[t]! >= offsets[t - 1]!;
  if (!fine) throw new RangeError(`${what} must rise from 0 to ${tokens} tokens`);
}
