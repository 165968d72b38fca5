import { describe, expect, test } from 'vitest';
import { ShapeError } from '../../gpu';
import { gpuTest, randomSigned, testGpu, worstError } from '../../gpu/testing';
import { nearestHalves } from '../../lib';
import { openHostNn } from '../host';
import type { NnArray, NnOps } from '../types';
import { openWgslNn } from './openWgslNn';

/** Inputs by shape, from seeds far apart; the same on every backend. */
class Inputs {
  #seed = 0;

  constructor(readonly ops: NnOps) {}

  array(...shape: number[]): NnArray {
    this.#seed += 15_485_863;
    const length = shape.reduce((a, b) => a * b, 1);
    return this.ops.upload(randomSigned(length, this.#seed), shape, 'input');
  }

  /** Weights that the wgsl backend stores as halves, the others as the same numbers. */
  halves(...shape: [number, number]): NnArray {
    this.#seed += 15_485_863;
    const values = randomSigned(shape[0] * shape[1], this.#seed);
    const { ops } = this;
    if (ops.kind === 'wgsl') return ops.uploadHalves(values, shape, 'halves');
    return ops.upload(nearestHalves(values), shape, 'halves');
  }

  rows(...values: number[]) {
    return this.ops.indices(Uint32Array.from(values), 'rows');
  }
}

interface Case {
  /** Largest absolute difference to float64: about twice what was measured. */
  readonly bound: number;
  /** Arrays that were made or changed. */
  readonly run: (ops: NnOps, inputs: Inputs) => readonly NnArray[];
}

const OFFSETS = [0, 0, 1, 66, 66, 131]; // an empty text, one token, 65 tokens, an empty text, 65 tokens

function attentionCase(heads: number, size: number, rate?: number): Case {
  const width = heads * size;
  return {
    bound: 2e-6,
    run: (ops, inputs) => {
      const call = {
        q: inputs.array(131, width),
        k: inputs.array(131, width),
        v: inputs.array(131, width),
        texts: inputs.rows(...OFFSETS),
        heads,
        ...(rate && { dropout: { rate, seed: 4711 } }),
      };
      const { y, logSum } = ops.attention(call);
      const dy = inputs.array(131, width);
      const { dq, dk, dv } = ops.attentionBackward({ ...call, y, logSum, dy });
      return [y, logSum, dq, dk, dv];
    },
  };
}

function layerNormCase(gamma: boolean, beta: boolean): Case {
  return {
    bound: 3e-6,
    run: (ops, inputs) => {
      const call = { x: inputs.array(37, 33), gamma: inputs.array(33) };
      const { y, state } = ops.layerNorm({ ...call, beta: inputs.array(33), epsilon: 1e-12 });
      const [gammaInto, betaInto] = [inputs.array(33), inputs.array(33)];
      const dx = ops.layerNormBackward({
        ...call,
        dy: inputs.array(37, 33),
        state,
        ...(gamma && { gammaInto }),
        ...(beta && { betaInto }),
      });
      return [y, dx, gammaInto, betaInto];
    },
  };
}

function linearCase(n: number, k: number, o: number): Case {
  return {
    bound: 5e-6,
    run: (ops, inputs) => {
      const [x, w] = [inputs.array(n, k), inputs.array(o, k)];
      const [bias, addend] = [inputs.array(o), inputs.array(n, o)];
      const [dw, db] = [inputs.array(o, k), inputs.array(o)];
      ops.linearWeight({ dy: addend, x, into: dw });
      ops.linearBias({ dy: addend, into: db });
      return [
        ops.linear({ x, w }),
        ops.linear({ x, w, bias, addend }),
        ops.linearInput({ dy: addend, w }),
        dw,
        db,
      ];
    },
  };
}

function halvesCase(n: number, k: number, o: number): Case {
  return {
    bound: 5e-6,
    run: (ops, inputs) => {
      const [x, dy, bias] = [inputs.array(n, k), inputs.array(n, o), inputs.array(o)];
      const w = inputs.halves(o, k);
      return [
        ops.linear({ x, w }),
        ops.linear({ x, w, bias, addend: dy }),
        ops.linearInput({ dy, w }),
      ];
    },
  };
}

function adamCase(clips: boolean): Case {
  return {
    bound: 1.5e-7,
    run: (ops, inputs) => {
      const [w, start] = [inputs.array(7, 9), inputs.array(7, 9)];
      const [m, v] = [ops.zeros([7, 9], 'm'), ops.zeros([7, 9], 'v')];
      const gradient = inputs.array(7, 9);
      for (let step = 1; step <= 3; step++) {
        const sumOfSquares = ops.sumOfSquares([gradient, inputs.array(400)]);
        ops.adam({
          ...{ w, m, v, gradient, start, step, learningRate: 0.01, pull: 0.05 },
          ...{ weightDecay: 0.1, scale: 0.5 },
          ...(clips && { clip: { sumOfSquares, maxNorm: 1.5 } }),
        });
      }
      return [w, m, v];
    },
  };
}

/** Gradients that are no numbers or infinite among those that are. */
const adamLost: Case = {
  bound: 6e-7, // of a scaled norm of 5
  run: (ops, inputs) => {
    const [w, m, v] = [inputs.array(9), ops.zeros([9], 'm'), ops.zeros([9], 'v')];
    const values = Float32Array.of(1, Number.NaN, -1, Infinity, 0.5, -Infinity, 0.1, 2, Number.NaN);
    const gradient = ops.upload(values, [9], 'gradient');
    const sumOfSquares = ops.sumOfSquares([gradient]);
    for (let step = 1; step <= 2; step++)
      ops.adam({ w, m, v, gradient, step, learningRate: 0.01, clip: { sumOfSquares, maxNorm: 1 } });
    const scaled = (x: NnArray) => ops.add({ x: ops.zeros(x.shape, 'zero'), y: x, scale: 1e-30 });
    return [scaled(w), m, v, scaled(sumOfSquares)];
  },
};

const CASES: Readonly<Record<string, Case>> = {
  'linear, widths of vectors': linearCase(131, 32, 12),
  'linear, odd widths': linearCase(5, 7, 3),
  'linear, no rows': linearCase(0, 8, 4),
  'linear, weights as halves': halvesCase(131, 32, 12),
  'linear, weights as halves, no rows': halvesCase(0, 8, 4),
  elementwise: {
    bound: 4e-7,
    run: (ops, inputs) => {
      const [x, y, into] = [inputs.array(13, 21), inputs.array(13, 21), inputs.array(13, 21)];
      ops.addInto({ x, into, scale: -0.25 });
      ops.addInto({ x: y, into });
      const [copied, filled] = [ops.zeros([273], 'copied'), inputs.array(5)];
      ops.copy(x, copied);
      ops.fill(filled, 0.75);
      return [
        ...[into, copied, filled, ops.add({ x, y }), ops.add({ x, y, scale: -2 })],
        ...[ops.add({ x, y: x }), ops.gelu(x), ops.geluBackward({ x, dy: y })],
      ];
    },
  },
  'layer norm': layerNormCase(true, true),
  'layer norm, gamma alone': layerNormCase(true, false),
  'layer norm, beta alone': layerNormCase(false, true),
  'layer norm, input alone': layerNormCase(false, false),
  'attention, heads of 8': attentionCase(3, 8),
  'attention, heads of 32 with dropout': attentionCase(2, 32, 0.3),
  'attention, heads of 64': attentionCase(1, 64),
  dropout: {
    bound: 2e-7,
    run: (ops, inputs) => {
      const x = inputs.array(31, 17);
      return [
        ops.dropout({ x, rate: 0.4, seed: 12 }),
        ops.dropout({ x, rate: 0.4, seed: 13 }),
        ops.dropout({ x, rate: 0, seed: 1 }),
      ];
    },
  },
  'rows by index': {
    bound: 2e-7,
    run: (ops, inputs) => {
      const [x, into] = [inputs.array(6, 5), inputs.array(6, 5)];
      const rows = inputs.rows(3, 0, 3, 3, 5, 17, 0);
      const none = inputs.rows();
      ops.scatterAddRows({ dy: inputs.array(7, 5), rows, into });
      ops.scatterAddRows({ dy: inputs.array(0, 5), rows: none, into });
      return [ops.gatherRows({ x, rows }), ops.gatherRows({ x, rows: none }), into];
    },
  },
  'unit rows': {
    bound: 6e-7,
    run: (ops, inputs) => {
      const { unit, norm } = ops.unitNormalise(inputs.array(9, 31));
      const zero = ops.unitNormalise(ops.zeros([2, 4], 'zero'));
      const dy = inputs.array(9, 31);
      return [unit, norm, zero.unit, ops.unitNormaliseBackward({ unit, norm, dy })];
    },
  },
  'sum of squares': {
    bound: 2.5e-4, // of 1100
    run: (ops, inputs) => [
      ops.sumOfSquares([
        inputs.array(3000),
        inputs.array(1),
        inputs.array(0),
        inputs.array(13, 17),
      ]),
      ops.sumOfSquares([]),
    ],
  },
  'adam with clipping': adamCase(true),
  'adam without clipping': adamCase(false),
  'adam on gradients that are not finite': adamLost,
};

describe('the wgsl backend', () => {
  gpuTest.for(Object.keys(CASES))('agrees with float64: %s', async (name, { scope }) => {
    const { run, bound } = CASES[name]!;
    using ops = openWgslNn(scope.gpu);
    using host = openHostNn('float64');
    const got = run(ops, new Inputs(ops));
    const want = run(host, new Inputs(host));
    expect(got.length).toBe(want.length);
    for (const [at, array] of got.entries()) {
      expect(array.shape, `result ${at}`).toEqual(want[at]!.shape);
      const error = worstError(await ops.read(array), await host.read(want[at]!));
      expect(error, `result ${at}`).toBeLessThan(bound);
    }
  });

  test('every operation has its case', async () => {
    const called = new Set<string>();
    using ops = openWgslNn(await testGpu());
    const watched = new Proxy(ops, {
      get(target, name: keyof typeof ops & string) {
        const value = target[name];
        if (typeof value !== 'function') return value;
        called.add(name);
        return value.bind(target);
      },
    });
    for (const { run } of Object.values(CASES)) run(watched, new Inputs(watched));
    const methods = Object.getOwnPropertyNames(Object.getPrototypeOf(ops));
    const others = ['constructor', 'open', 'read'];
    expect([...called].sort()).toEqual(methods.filter((name) => !others.includes(name)).sort());
  });

  gpuTest('frees what it made, and an inner owner what that made', async ({ scope }) => {
    const { gpu } = scope;
    const before = gpu.liveBytes;
    {
      using outer = openWgslNn(gpu);
      const x = outer.upload(randomSigned(64, 5), [8, 8], 'x');
      const rows = outer.indices(Uint32Array.of(1, 1), 'rows');
      const held = gpu.liveBytes;
      {
        using inner = outer.open();
        inner.gelu(inner.gatherRows({ x, rows }));
        expect(gpu.liveBytes).toBeGreaterThan(held);
      }
      expect(gpu.liveBytes - held).toBeLessThanOrEqual(16); // rows, which the outer one owns
      expect((await outer.read(x)).length).toBe(64);
    }
    expect(gpu.liveBytes).toBe(before);
    const late = openWgslNn(gpu);
    late[Symbol.dispose]();
    expect(() => late.zeros([1], 'late')).toThrow('Scope is closed');
  });

  gpuTest('refuses what does not fit', ({ scope }) => {
    using ops = openWgslNn(scope.gpu);
    using host = openHostNn('float64');
    const x = ops.zeros([4, 8], 'x');
    const texts = (...values: number[]) => ops.indices(Uint32Array.from(values), 'texts');
    const attend = (heads: number, offsets = texts(0, 4)) =>
      ops.attention({ q: x, k: x, v: x, heads, texts: offsets });
    for (const offsets of [texts(0, 3), texts(1, 4), texts(0, 3, 2, 4), texts()])
      expect(() => attend(2, offsets)).toThrow(ShapeError);
    expect(() => attend(4)).toThrow('a head takes a multiple of 4 columns');
    const wide = ops.zeros([4, 68], 'wide');
    expect(() =>
      ops.attention({ q: wide, k: wide, v: wide, heads: 1, texts: texts(0, 4) }),
    ).toThrow('at most 64');
    expect(() => ops.linear({ x, w: ops.zeros([2, 7], 'w') })).toThrow(ShapeError);
    expect(() => ops.dropout({ x, rate: 1, seed: 0 })).toThrow(RangeError);
    expect(() => ops.gelu(host.zeros([1], 'other'))).toThrow('another backend');
    expect(() => ops.gatherRows({ x, rows: { values: Uint32Array.of(1) } })).toThrow(TypeError);
    const halves = ops.uploadHalves(new Float32Array(32), [4, 8], 'halves');
    expect(halves.shape).toEqual([4, 8]);
    expect(() => ops.gelu(halves)).toThrow('can be the weights of a linear map only');
    expect(() => ops.uploadHalves(new Float32Array(28), [4, 7], 'odd')).toThrow(ShapeError);
    expect(() => ops.uploadHalves(new Float32Array(28), [4, 8], 'short')).toThrow(ShapeError);
    const large = new Float32Array(16).fill(65505);
    expect(() => ops.uploadHalves(large, [4, 4], 'large')).toThrow('value 0 is 65505');
    const rows = texts(1, 2);
    expect(() => ops.scatterAddRows({ dy: x, rows, into: x })).toThrow(ShapeError);
    expect(() => ops.addInto({ x, into: x })).toThrow(RangeError);
  });
});
