/**
 * The workloads of the peers' harness, number for number: the same generator, drawn from in the same order, so
 * that every contender solves the same problems. bench/workload.test.ts compares checksums.
 */

/** B transport problems over packed tokens. */
export interface TransportWorkload {
  readonly kind: 'ot';
  readonly d: number;
  readonly eps: number;
  readonly iterations: number;
  /** Rows and columns of each problem. */
  readonly rowCounts: Int32Array;
  readonly columnCounts: Int32Array;
  /** [N, d], packed; not unit vectors. */
  readonly x: Float32Array<ArrayBuffer>;
  /** [M, d]. */
  readonly y: Float32Array<ArrayBuffer>;
}

/** Q queries against D documents of equal lengths, unit vectors. */
export interface MaxSimWorkload {
  readonly kind: 'maxsim';
  readonly d: number;
  readonly Q: number;
  readonly D: number;
  /** Tokens of a query and of a document. */
  readonly queryLength: number;
  readonly documentLength: number;
  /** [Q * queryLength, d]. */
  readonly queries: Float32Array<ArrayBuffer>;
  /** [D * documentLength, d]. */
  readonly documents: Float32Array<ArrayBuffer>;
}

type Count = number | readonly [least: number, most: number];

const TRANSPORT: Record<string, { B: number; n: Count; iterations: number; seed: number }> = {
  W1: { B: 256, n: 32, iterations: 50, seed: 1 },
  W1r: { B: 256, n: [8, 64], iterations: 50, seed: 2 },
  W1s: { B: 16, n: 32, iterations: 10, seed: 5 },
  W3: { B: 1, n: 1024, iterations: 100, seed: 4 },
};
const D = 128;
const EPS = 0.05;

/** @throws RangeError if there is no workload of this name. */
export function makeWorkload(name: string): TransportWorkload | MaxSimWorkload {
  if (name === 'W2') return maxSimWorkload();
  const spec = TRANSPORT[name];
  if (!spec) throw new RangeError(`there is no workload ${name}: W1, W1r, W1s, W2 or W3`);
  return transportWorkload(spec);
}

function transportWorkload({ B, n, iterations, seed }: (typeof TRANSPORT)[string]) {
  const draw = generator(seed);
  const count = () => (typeof n === 'number' ? n : draw.whole(n[0], n[1]));
  const [rowCounts, columnCounts] = [new Int32Array(B), new Int32Array(B)];
  for (let b = 0; b < B; b++) {
    rowCounts[b] = count();
    columnCounts[b] = count();
  }
  const x = Float32Array.from({ length: sum(rowCounts) * D }, () => draw.normal());
  const y = new Float32Array(sum(columnCounts) * D);
  let [row, column] = [0, 0];
  for (let b = 0; b < B; b++) {
    const rows = rowCounts[b]!;
    const shift = draw.whole(0, rows - 1);
    for (let j = 0; j < columnCounts[b]!; j++, column++) {
      const partner = row + ((j * 7 + shift) % rows);
      for (let c = 0; c < D; c++)
        y[column * D + c] = 0.7 * x[partner * D + c]! + 0.7 * draw.normal();
    }
    row += rows;
  }
  return { kind: 'ot', d: D, eps: EPS, iterations, rowCounts, columnCounts, x, y } as const;
}

function maxSimWorkload(): MaxSimWorkload {
  const [Q, documents, length] = [64, 2048, 16];
  const draw = generator(3);
  const unit = (tokens: number) => {
    const vectors = new Float32Array(tokens * D);
    for (let i = 0; i < tokens; i++) {
      let square = 0;
      for (let c = 0; c < D; c++) {
        const value = draw.normal();
        vectors[i * D + c] = value;
        square += value * value;
      }
      const inverse = 1 / Math.sqrt(square);
      for (let c = 0; c < D; c++) vectors[i * D + c]! *= inverse;
    }
    return vectors;
  };
  return {
    kind: 'maxsim',
    d: D,
    Q,
    D: documents,
    queryLength: length,
    documentLength: length,
    queries: unit(Q * length),
    documents: unit(documents * length),
  };
}

function sum(counts: Int32Array): number {
  return counts.reduce((total, count) => total + count, 0);
}

/** mulberry32, with normal numbers by Box and Muller's formula. */
function generator(seed: number) {
  let state = seed >>> 0;
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  return {
    normal() {
      const radius = Math.sqrt(-2 * Math.log(uniform() + 1e-12));
      return radius * Math.cos(6.283185307179586 * uniform()); // the harness writes 2 pi so
    },
    whole(least: number, most: number) {
      return least + Math.floor(uniform() * (most - least + 1));
    },
  };
}
