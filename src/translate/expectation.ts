import type { PackedRows } from './vocabulary';

/** Target words of one source word, the likeliest first, equal ones by number. */
export interface TranslationRow {
  readonly targets: Uint32Array;
  readonly probabilities: Float64Array;
}

/** One table `t(target | source)` under EM; rows are source words, the last one is NULL. */
export interface Expectation {
  /** E step, first half: what each target word of the corpus expects of its sentence; gives the log-likelihood. */
  expect(): number;
  /** E step, second half, and M step, from what `expect` has found. */
  maximise(): void;
  /** Entries of at least `prune`. */
  row(row: number, prune: number): TranslationRow;
}

/**
 * Lays out the sparse table of all words that meet and starts it uniform, `1 / target words`.
 *
 * Both halves of the E step run row by row over a dense copy of the row, so that an entry is found without search or
 * hash and counts need no second table.
 *
 * @param occurrences row `w`: the pairs in which source word `w` stands, once an occurrence.
 * @param sourceOffsets `[pairs + 1]`, of which only the lengths of the source sentences are read.
 * @param target word numbers of the target sentences.
 */
export function startExpectation(
  occurrences: PackedRows,
  sourceOffsets: Uint32Array,
  target: PackedRows,
  targetWords: number,
): Expectation {
  const withNull = appendNull(occurrences, sourceOffsets.length - 1);
  const { offsets, entries } = layOut(withNull, target, targetWords);
  const table = new Float64Array(entries.length).fill(1 / targetWords);
  const expected = new Float64Array(target.words.length); // sum over i of t(target_j | source_i)
  const dense = new Float64Array(targetWords);
  const counts = new Float64Array(targetWords);
  const rows = offsets.length - 1;

  /** Calls `visit` with each place of the target corpus that meets the row's word, after `dense` holds the row. */
  const sweep = (row: number, visit: (place: number, word: number) => void) => {
    for (let at = offsets[row]!; at < offsets[row + 1]!; at++) dense[entries[at]!] = table[at]!;
    for (let o = withNull.offsets[row]!; o < withNull.offsets[row + 1]!; o++) {
      const pair = withNull.words[o]!;
      for (let place = target.offsets[pair]!; place < target.offsets[pair + 1]!; place++)
        visit(place, target.words[place]!);
    }
  };
  return {
    expect: () => {
      expected.fill(0);
      for (let row = 0; row < rows; row++)
        sweep(row, (place, word) => {
          expected[place]! += dense[word]!;
        });
      return logLikelihood(expected, sourceOffsets, target.offsets);
    },
    maximise: () => {
      for (let row = 0; row < rows; row++) {
        let total = 0;
        sweep(row, (place, word) => {
          const posterior = dense[word]! / expected[place]!;
          counts[word]! += posterior;
          total += posterior;
        });
        for (let at = offsets[row]!; at < offsets[row + 1]!; at++) {
          table[at] = counts[entries[at]!]! / total;
          counts[entries[at]!] = 0;
        }
      }
    },
    row: (row, prune) => sortedRow(entries, table, offsets[row]!, offsets[row + 1]!, prune),
  };
}

/** NULL as one more row, which stands in every pair once. */
function appendNull({ offsets, words }: PackedRows, pairs: number): PackedRows {
  const all = new Uint32Array(words.length + pairs);
  all.set(words);
  for (let pair = 0; pair < pairs; pair++) all[words.length + pair] = pair;
  return { offsets: Uint32Array.from([...offsets, all.length]), words: all };
}

/** Each row's distinct target words, in the order of first meeting. */
function layOut(occurrences: PackedRows, target: PackedRows, targetWords: number) {
  const rows = occurrences.offsets.length - 1;
  const seen = new Int32Array(targetWords).fill(-1);
  const walk = (row: number, visit: (word: number) => void) => {
    for (let o = occurrences.offsets[row]!; o < occurrences.offsets[row + 1]!; o++) {
      const pair = occurrences.words[o]!;
      for (let place = target.offsets[pair]!; place < target.offsets[pair + 1]!; place++) {
        const word = target.words[place]!;
        if (seen[word] === row) continue;
        seen[word] = row;
        visit(word);
      }
    }
  };
  const offsets = new Uint32Array(rows + 1);
  for (let row = 0; row < rows; row++) {
    let count = 0;
    walk(row, () => count++);
    offsets[row + 1] = offsets[row]! + count;
  }
  const entries = new Uint32Array(offsets[rows]!);
  seen.fill(-1);
  let at = 0;
  for (let row = 0; row < rows; row++)
    walk(row, (word) => {
      entries[at++] = word;
    });
  return { offsets, entries };
}

function logLikelihood(
  expected: Float64Array,
  sourceOffsets: Uint32Array,
  targetOffsets: Uint32Array,
): number {
  let sum = 0;
  for (let pair = 0; pair + 1 < sourceOffsets.length; pair++) {
    const places = sourceOffsets[pair + 1]! - sourceOffsets[pair]! + 1;
    for (let at = targetOffsets[pair]!; at < targetOffsets[pair + 1]!; at++)
      sum += Math.log(expected[at]! / places);
  }
  return sum;
}

function sortedRow(
  entries: Uint32Array,
  table: Float64Array,
  start: number,
  end: number,
  prune: number,
): TranslationRow {
  const kept: number[] = [];
  for (let at = start; at < end; at++) if (table[at]! >= prune) kept.push(at);
  kept.sort((a, b) => table[b]! - table[a]! || entries[a]! - entries[b]!);
  return {
    targets: Uint32Array.from(kept, (at) => entries[at]!),
    probabilities: Float64Array.from(kept, (at) => table[at]!),
  };
}
