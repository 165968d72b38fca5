import { expect, test } from 'vitest';
import { randomSigned } from '../../gpu/testing';
import type { HostOps, NnArray } from '../types';
import { openHostNn } from './openHostNn';

/** Inputs by name, and what their gradients are. */
interface Case {
  readonly shapes: Readonly<Record<string, readonly number[]>>;
  readonly forward: (ops: HostOps, x: Record<string, NnArray>) => NnArray;
  readonly backward: (
    ops: HostOps,
    x: Record<string, NnArray>,
    dy: NnArray,
  ) => Record<string, NnArray>;
  /** The forward pass does not depend on what the backward pass adds to. */
  readonly seed: number;
}

const TEXTS = Uint32Array.of(0, 3, 3, 4, 9);
const dropout = { rate: 0.4, seed: 77 };

function attentionCase(drops: boolean, seed: number): Case {
  const extra = (ops: HostOps) => ({
    texts: ops.indices(TEXTS, 'texts'),
    heads: 3,
    ...(drops && { dropout }),
  });
  return {
    shapes: { q: [9, 6], k: [9, 6], v: [9, 6] },
    forward: (ops, { q, k, v }) => ops.attention({ q: q!, k: k!, v: v!, ...extra(ops) }).y,
    backward: (ops, { q, k, v }, dy) => {
      const inputs = { q: q!, k: k!, v: v!, ...extra(ops) };
      const { dq, dk, dv } = ops.attentionBackward({ ...inputs, ...ops.attention(inputs), dy });
      return { q: dq, k: dk, v: dv };
    },
    seed,
  };
}

const cases: Record<string, Case> = {
  linear: {
    shapes: { x: [5, 3], w: [4, 3], bias: [4], addend: [5, 4] },
    forward: (ops, { x, w, bias, addend }) =>
      ops.linear({ x: x!, w: w!, bias: bias!, addend: addend! }),
    backward: (ops, { x, w }, dy) => {
      const [dw, db] = [ops.zeros([4, 3], 'dw'), ops.zeros([4], 'db')];
      ops.linearWeight({ dy, x: x!, into: dw });
      ops.linearBias({ dy, into: db });
      return { x: ops.linearInput({ dy, w: w! }), w: dw, bias: db, addend: dy };
    },
    seed: 11,
  },
  gelu: {
    shapes: { x: [4, 5] },
    forward: (ops, { x }) => ops.gelu(x!),
    backward: (ops, { x }, dy) => ({ x: ops.geluBackward({ x: x!, dy }) }),
    seed: 9001,
  },
  layerNorm: {
    shapes: { x: [4, 7], gamma: [7], beta: [7] },
    forward: (ops, { x, gamma, beta }) =>
      ops.layerNorm({ x: x!, gamma: gamma!, beta: beta!, epsilon: 0.01 }).y,
    backward: (ops, { x, gamma, beta }, dy) => {
      const inputs = { x: x!, gamma: gamma! };
      const { state } = ops.layerNorm({ ...inputs, beta: beta!, epsilon: 0.01 });
      const [gammaInto, betaInto] = [ops.zeros([7], 'gamma'), ops.zeros([7], 'beta')];
      const dx = ops.layerNormBackward({ ...inputs, dy, state, gammaInto, betaInto });
      return { x: dx, gamma: gammaInto, beta: betaInto };
    },
    seed: 40_003,
  },
  attention: attentionCase(false, 70_001),
  'attention with dropout': attentionCase(true, 90_001),
  dropout: {
    shapes: { x: [6, 5] },
    forward: (ops, { x }) => ops.dropout({ x: x!, ...dropout }),
    backward: (ops, _, dy) => ({ x: ops.dropout({ x: dy, ...dropout }) }),
    seed: 110_001,
  },
  gatherRows: {
    shapes: { x: [4, 3] },
    forward: (ops, { x }) =>
      ops.gatherRows({ x: x!, rows: ops.indices(Uint32Array.of(2, 0, 2, 9, 3), 'rows') }),
    backward: (ops, { x }, dy) => {
      const into = ops.zeros(x!.shape, 'dx');
      ops.scatterAddRows({ dy, rows: ops.indices(Uint32Array.of(2, 0, 2, 9, 3), 'rows'), into });
      return { x: into };
    },
    seed: 130_001,
  },
  unitNormalise: {
    shapes: { x: [4, 5] },
    forward: (ops, { x }) => ops.unitNormalise(x!).unit,
    backward: (ops, { x }, dy) => ({
      x: ops.unitNormaliseBackward({ ...ops.unitNormalise(x!), dy }),
    }),
    seed: 150_001,
  },
};

test.each(Object.keys(cases))('%s: gradients are those of central differences', (name) => {
  const { shapes, forward, backward, seed } = cases[name]!;
  using ops = openHostNn('float64');
  const x = Object.fromEntries(
    Object.entries(shapes).map(([input, shape], at) => {
      const values = randomSigned(
        shape.reduce((a, b) => a * b),
        seed + 3_000_017 * at,
      );
      return [input, ops.upload(Float64Array.from(values), shape, input)];
    }),
  );
  const y = forward(ops, x);
  const size = ops.values(y).length;
  const dy = ops.upload(Float64Array.from(randomSigned(size, seed + 99_000_001)), y.shape, 'dy');
  const gradients = backward(ops, x, dy);
  const loss = () => {
    using inner = ops.open();
    const values = Float64Array.from(ops.values(forward(inner as HostOps, x)));
    return values.reduce((sum, value, i) => sum + value * ops.values(dy)[i]!, 0);
  };
  expect(Object.keys(gradients)).toEqual(Object.keys(shapes));
  for (const [input, gradient] of Object.entries(gradients)) {
    const values = ops.values(x[input]!);
    const got = ops.values(gradient);
    expect(gradient.shape).toEqual(shapes[input]);
    let largest = 0;
    for (let i = 0; i < values.length; i++) {
      const [kept, h] = [values[i]!, 1e-5];
      values[i] = kept + h;
      const above = loss();
      values[i] = kept - h;
      const difference = (above - loss()) / (2 * h);
      values[i] = kept;
      // Measured 5.2e-11, which is the error of the difference.
      expect(Math.abs(got[i]! - difference), `${input}[${i}]`).toBeLessThan(1.1e-10);
      largest = Math.max(largest, Math.abs(difference));
    }
    expect(largest).toBeGreaterThan(0.01);
  }
});
