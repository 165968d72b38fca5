import { expect, test } from 'vitest';
import { ShapeError } from '../../gpu';
import { randomSigned, relativeError, worstError } from '../../gpu/testing';
import type { HostOps, NnArray } from '../types';
import { openHostNn } from './openHostNn';

type Shapes = Readonly<Record<string, readonly number[]>>;
type Arrays = Record<string, NnArray>;

/** What a computation gives on one backend, for inputs of `shapes` that are the same on both. */
interface Case {
  readonly shapes: Shapes;
  readonly run: (ops: HostOps, x: Arrays) => Arrays;
  /** Frobenius norm of the difference over that of the float64 result; about twice what was measured. */
  readonly bound: number;
  readonly seed: number;
}

const TEXTS = Uint32Array.of(0, 0, 7, 8, 13, 13);

function linearCase(n: number, k: number, o: number, seed: number): Case {
  return {
    shapes: { x: [n, k], w: [o, k], bias: [o], addend: [n, o], dy: [n, o], dw: [o, k], db: [o] },
    run: (ops, { x, w, bias, addend, dy, dw, db }) => {
      ops.linearWeight({ dy: dy!, x: x!, into: dw! });
      ops.linearBias({ dy: dy!, into: db! });
      return {
        plain: ops.linear({ x: x!, w: w! }),
        y: ops.linear({ x: x!, w: w!, bias: bias! }),
        more: ops.linear({ x: x!, w: w!, bias: bias!, addend: addend! }),
        dx: ops.linearInput({ dy: dy!, w: w! }),
        dw: dw!,
        db: db!,
      };
    },
    bound: 6e-7,
    seed,
  };
}

function attentionCase(width: number, heads: number, seed: number): Case {
  const shape = [13, width];
  return {
    shapes: { q: shape, k: shape, v: shape, dy: shape },
    run: (ops, { q, k, v, dy }) => {
      const texts = ops.indices(TEXTS, 'texts');
      // Scores of some size, so that the probabilities are far from uniform.
      const inputs = { q: ops.add({ x: q!, y: q!, scale: 9 }), k: k!, v: v!, texts, heads };
      const plain = ops.attention(inputs);
      const drops = { ...inputs, dropout: { rate: 0.2, seed: 3 } };
      const dropped = ops.attention(drops);
      const gradients = ops.attentionBackward({ ...drops, ...dropped, dy: dy! });
      return {
        ...plain,
        ...ops.attentionBackward({ ...inputs, ...plain, dy: dy! }),
        dropped: dropped.y,
        ...Object.fromEntries(Object.entries(gradients).map(([name, x]) => [`drop ${name}`, x])),
      };
    },
    bound: 7e-7,
    seed,
  };
}

const cases: Record<string, Case> = {
  'linear 13 x 7 x 9': linearCase(13, 7, 9, 101),
  'linear 1 x 1 x 1': linearCase(1, 1, 1, 7_000_003),
  'linear 37 x 515 x 41': linearCase(37, 515, 41, 14_000_029),
  'linear 261 x 16 x 24': linearCase(261, 16, 24, 21_000_101),
  'linear 5 x 0 x 3': linearCase(5, 0, 3, 28_000_303),
  'linear 0 x 4 x 3': linearCase(0, 4, 3, 35_000_507),
  elementwise: {
    shapes: { x: [13, 9], y: [13, 9], into: [13, 9] },
    run: (ops, { x, y, into }) => {
      ops.addInto({ x: x!, into: into!, scale: 3 });
      return {
        into: into!,
        add: ops.add({ x: x!, y: y!, scale: -0.3 }),
        dropout: ops.dropout({ x: x!, rate: 0.3, seed: 5 }),
        gelu: ops.gelu(x!),
        geluBackward: ops.geluBackward({ x: x!, dy: y! }),
        squares: ops.sumOfSquares([x!, y!]),
      };
    },
    bound: 2.4e-7,
    seed: 42_000_709,
  },
  layerNorm: {
    shapes: { x: [13, 27], gamma: [27], beta: [27], dy: [13, 27], gammaInto: [27], betaInto: [27] },
    run: (ops, { x, gamma, beta, dy, gammaInto, betaInto }) => {
      const { y, state } = ops.layerNorm({ x: x!, gamma: gamma!, beta: beta!, epsilon: 1e-12 });
      const inputs = { dy: dy!, x: x!, gamma: gamma!, state };
      const dx = ops.layerNormBackward({ ...inputs, gammaInto: gammaInto!, betaInto: betaInto! });
      const again = ops.layerNormBackward(inputs);
      return { y, ...state, dx, again, gammaInto: gammaInto!, betaInto: betaInto! };
    },
    bound: 8e-8,
    seed: 49_000_907,
  },
  'attention, heads of 4': attentionCase(12, 3, 56_001_001),
  'attention, heads of 20': attentionCase(40, 2, 57_001_001),
  'attention, heads of 6': attentionCase(12, 2, 58_001_001),
  rows: {
    shapes: { x: [6, 7], into: [6, 7], dy: [5, 7], du: [6, 7] },
    run: (ops, { x, into, dy, du }) => {
      const rows = ops.indices(Uint32Array.of(5, 1, 6, 1, 0), 'rows');
      ops.scatterAddRows({ dy: dy!, rows, into: into! });
      const { unit, norm } = ops.unitNormalise(x!);
      const dx = ops.unitNormaliseBackward({ unit, norm, dy: du! });
      return { gathered: ops.gatherRows({ x: x!, rows }), into: into!, unit, norm, dx };
    },
    bound: 8e-8,
    seed: 63_001_103,
  },
  adam: {
    shapes: { w: [5, 3], gradient: [5, 3], start: [5, 3] },
    run: (ops, { w, gradient, start }) => {
      const [m, v] = [ops.zeros([5, 3], 'm'), ops.zeros([5, 3], 'v')];
      const sumOfSquares = ops.sumOfSquares([gradient!]);
      const arrays = { w: w!, m, v, gradient: gradient!, start: start! };
      const rates = { learningRate: 0.01, pull: 0.1, weightDecay: 0.05, scale: 0.5 };
      for (let step = 1; step <= 3; step++)
        ops.adam({ ...arrays, ...rates, step, clip: { sumOfSquares, maxNorm: 0.3 } });
      return { w: w!, m, v };
    },
    bound: 2e-7,
    seed: 70_001_207,
  },
};

function run(kind: 'wasm' | 'float64', { shapes, run: compute, seed }: Case) {
  using ops = openHostNn(kind);
  const x = Object.fromEntries(
    Object.entries(shapes).map(([name, shape], at) => {
      const size = shape.reduce((a, b) => a * b);
      return [name, ops.upload(randomSigned(size, seed + 5_000_011 * at), shape, name)];
    }),
  );
  const results = compute(ops, x);
  return Object.entries(results).map(([name, { shape }]) => ({
    name,
    shape,
    values: ops.values(results[name]!).slice(),
  }));
}

test.each(Object.keys(cases))('%s: wasm gives what float64 gives', (name) => {
  const [got, want] = [run('wasm', cases[name]!), run('float64', cases[name]!)];
  expect(got.map(({ name, shape }) => [name, shape])).toEqual(
    want.map(({ name, shape }) => [name, shape]),
  );
  for (const [at, { name: result, values }] of want.entries()) {
    expect(got[at]!.values).toBeInstanceOf(Float32Array);
    expect(values).toBeInstanceOf(Float64Array);
    expect(relativeError(got[at]!.values, values), result).toBeLessThanOrEqual(cases[name]!.bound);
  }
});

test('GELU keeps its bound over the range and its limits beyond', () => {
  const x = Float32Array.from({ length: 40_003 }, (_, i) => (i - 20_001) / 2500);
  x.set([0, -0, 1e-30, -1e-30, 100, -100, 3e38, -3e38], 0);
  const results = (['wasm', 'float64'] as const).map((kind) => {
    using ops = openHostNn(kind);
    const input = ops.upload(x, [x.length], 'x');
    const one = ops.upload(
      x.map(() => 1),
      [x.length],
      'dy',
    );
    const slope = ops.geluBackward({ x: input, dy: one });
    return { y: ops.values(ops.gelu(input)), slope: ops.values(slope) };
  });
  const [got, want] = results as [(typeof results)[0], (typeof results)[0]];
  expect([...got.y.subarray(4, 8)].map(Math.abs)).toEqual([100, 0, Math.fround(3e38), 0]);
  expect([...got.slope.subarray(4, 8)].map(Math.abs)).toEqual([1, 0, 1, 0]);
  expect(worstError(got.y.subarray(8), want.y.subarray(8))).toBeLessThan(9e-7);
  expect(worstError(got.slope, want.slope)).toBeLessThan(5e-7);
});

test('an owner frees what it made, not what others made', () => {
  using ops = openHostNn('wasm');
  const x = ops.upload(randomSigned(12, 77_001_301), [3, 4], 'x');
  const [arrays, bytes] = [ops.liveArrays, ops.liveBytes];
  expect([arrays, bytes]).toEqual([1, 48]);
  let inside: NnArray;
  {
    using inner = ops.open();
    using deeper = inner.open();
    inside = inner.gelu(x);
    deeper.add({ x, y: inside });
    expect(ops.liveArrays).toBe(3);
  }
  expect([ops.liveArrays, ops.liveBytes]).toEqual([arrays, bytes]);
  expect(() => ops.values(inside)).toThrow('gelu was freed');
  expect(ops.values(x).length).toBe(12);
});

test('a read is a copy, an upload too, and values are live', async () => {
  using ops = openHostNn('wasm');
  const values = Float32Array.of(1, 2);
  const x = ops.upload(values, [2], 'x');
  values[0] = 9;
  ops.values(x)[1] = 5;
  const read = await ops.read(x);
  expect([...read]).toEqual([1, 5]);
  ops.fill(x, 7);
  expect([...read]).toEqual([1, 5]);
  const y = ops.zeros([1, 2], 'y');
  ops.copy(x, y);
  expect([...ops.values(y)]).toEqual([7, 7]);
});

test('refuses shapes that do not fit', () => {
  using ops = openHostNn('wasm');
  const a = ops.zeros([2, 3], 'a');
  const b = ops.zeros([3, 2], 'b');
  const row = ops.zeros([3], 'row');
  const texts = (...offsets: number[]) => ops.indices(Uint32Array.from(offsets), 'texts');
  const qkv = { q: a, k: a, v: a };
  const state = { mean: row, rstd: row };
  const refused: (() => unknown)[] = [
    () => ops.upload(new Float32Array(5), [2, 3], 'x'),
    () => ops.copy(a, row),
    () => ops.linear({ x: a, w: b }),
    () => ops.linear({ x: row, w: a }),
    () => ops.linear({ x: a, w: a, bias: row }),
    () => ops.linear({ x: a, w: a, addend: a }),
    () => ops.linearInput({ dy: a, w: a }),
    () => ops.linearWeight({ dy: a, x: b, into: a }),
    () => ops.linearWeight({ dy: a, x: a, into: a }),
    () => ops.linearBias({ dy: b, into: row }),
    () => ops.add({ x: a, y: b }),
    () => ops.addInto({ x: a, into: b }),
    () => ops.geluBackward({ x: a, dy: b }),
    () => ops.layerNorm({ x: b, gamma: row, beta: row, epsilon: 1 }),
    () => ops.layerNormBackward({ dy: a, x: a, gamma: row, state }),
    () => ops.attention({ ...qkv, texts: texts(0, 2), heads: 2 }),
    () => ops.attention({ ...qkv, texts: texts(0, 1), heads: 3 }),
    () => ops.attention({ ...qkv, texts: texts(0, 3, 2), heads: 3 }),
    () => ops.attention({ ...qkv, v: b, texts: texts(0, 2), heads: 3 }),
    () => ops.gatherRows({ x: row, rows: texts(0) }),
    () => ops.scatterAddRows({ dy: a, rows: texts(0), into: a }),
    () => ops.unitNormalise(row),
    () => ops.unitNormaliseBackward({ unit: a, norm: row, dy: a }),
    () => ops.adam({ w: a, m: a, v: a, gradient: b, learningRate: 1, step: 1 }),
  ];
  const before = ops.liveArrays;
  for (const call of refused) expect(call, String(call)).toThrow(ShapeError);
  expect(ops.liveArrays).toBe(before);
  const adam = { w: a, m: a, v: a, gradient: a, learningRate: 1, step: 1 };
  expect(() => ops.adam({ ...adam, step: 0 })).toThrow('adam: step');
  expect(() => ops.adam({ ...adam, pull: 1 })).toThrow('adam: pull needs start');
  expect(() => ops.adam({ ...adam, learningRate: Number.NaN })).toThrow('learningRate');
  expect(() => ops.dropout({ x: a, rate: 1, seed: 0 })).toThrow(RangeError);
});

test('2,000 steps leave no array behind and their memory is collected', () => {
  using ops = openHostNn('wasm');
  const [x, w] = [ops.zeros([64, 384], 'x'), ops.zeros([8, 384], 'w')];
  const [arrays, before] = [ops.liveArrays, process.memoryUsage().arrayBuffers];
  let most = 0;
  for (let step = 0; step < 2000; step++) {
    using inner = ops.open();
    const dy = inner.linear({ x, w }); // 2 KiB
    inner.linearWeight({ dy, x, into: w });
    inner.gelu(inner.add({ x: inner.linearInput({ dy, w }), y: x })); // 288 KiB; 580 MiB in all
    if (step % 100 === 0) most = Math.max(most, process.memoryUsage().arrayBuffers - before);
  }
  expect(ops.liveArrays).toBe(arrays);
  expect(most).toBeLessThan(200e6);
});
