import type { Parameter } from './parameter';
import type { NnArray, NnIndices, NnOps } from './types';

/** An array in a computation that `Tape` differentiates. */
export interface Value {
  readonly array: NnArray;
  /** Whether a trained parameter is upstream; the backward pass stops where it is not. */
  readonly trains: boolean;
}

interface Node extends Value {
  gradient?: NnArray;
}

type Step = () => void;

/**
 * Reverse-mode differentiation over an `NnOps`: each method computes and, where something upstream is
 * trained, remembers its backward step. Gradients of parameters are added to `parameter.gradient`.
 * A tape serves one forward and one backward pass; `ops` owns what both make.
 */
export class Tape {
  readonly #steps: Step[] = [];
  readonly #parameters = new Map<NnArray, Node>();

  constructor(
    readonly ops: NnOps,
    /** False in evaluation: dropout passes everything through. */
    readonly training = false,
  ) {}

  /** An input without gradient. */
  constant(array: NnArray): Value {
    return { array, trains: false };
  }

  parameter(parameter: Parameter): Value {
    let node = this.#parameters.get(parameter.w);
    if (!node) {
      node = { array: parameter.w, trains: true, gradient: parameter.gradient };
      this.#parameters.set(parameter.w, node);
    }
    return node;
  }

  /** `x w^T (+ bias)`. */
  linear(x: Value, w: Value, bias?: Value): Value {
    const { ops } = this;
    const y = ops.linear({ x: x.array, w: w.array, ...(bias && { bias: bias.array }) });
    return this.#result(y, [x, w, ...(bias ? [bias] : [])], (dy) => {
      if (w.trains) ops.linearWeight({ dy, x: x.array, into: this.#into(w) });
      if (bias?.trains) ops.linearBias({ dy, into: this.#into(bias) });
      if (x.trains) this.#pass(x, ops.linearInput({ dy, w: w.array }));
    });
  }

  /** `x + scale * y`. */
  add(x: Value, y: Value, scale = 1): Value {
    const { ops } = this;
    return this.#result(ops.add({ x: x.array, y: y.array, scale }), [x, y], (dy) => {
      if (x.trains) this.#add(x, dy, 1);
      if (y.trains) this.#add(y, dy, scale);
    });
  }

  gelu(x: Value): Value {
    const { ops } = this;
    return this.#result(ops.gelu(x.array), [x], (dy) =>
      this.#pass(x, ops.geluBackward({ x: x.array, dy })),
    );
  }

  layerNorm(x: Value, gamma: Value, beta: Value, epsilon: number): Value {
    const { ops } = this;
    const inputs = { x: x.array, gamma: gamma.array };
    const { y, state } = ops.layerNorm({ ...inputs, beta: beta.array, epsilon });
    return this.#result(y, [x, gamma, beta], (dy) => {
      const dx = ops.layerNormBackward({
        ...inputs,
        dy,
        state,
        ...(gamma.trains && { gammaInto: this.#into(gamma) }),
        ...(beta.trains && { betaInto: this.#into(beta) }),
      });
      if (x.trains) this.#pass(x, dx);
    });
  }

  /** Self-attention of each text over itself; see `NnOps.attention`. */
  attention(
    q: Value,
    k: Value,
    v: Value,
    texts: NnIndices,
    heads: number,
    dropout?: { rate: number; seed: number },
  ): Value {
    const { ops } = this;
    const drops = this.training && dropout !== undefined && dropout.rate > 0;
    const inputs = {
      q: q.array,
      k: k.array,
      v: v.array,
      texts,
      heads,
      ...(drops && { dropout }),
    };
    const { y, logSum } = ops.attention(inputs);
    return this.#result(y, [q, k, v], (dy) => {
      const { dq, dk, dv } = ops.attentionBackward({ ...inputs, y, logSum, dy });
      if (q.trains) this.#pass(q, dq);
      if (k.trains) this.#pass(k, dk);
      if (v.trains) this.#pass(v, dv);
    });
  }

  /** Does nothing where `training` is false. */
  dropout(x: Value, rate: number, seed: number): Value {
    if (!this.training || rate === 0) return x;
    const { ops } = this;
    return this.#result(ops.dropout({ x: x.array, rate, seed }), [x], (dy) =>
      this.#pass(x, ops.dropout({ x: dy, rate, seed })),
    );
  }

  gatherRows(x: Value, rows: NnIndices): Value {
    const { ops } = this;
    return this.#result(ops.gatherRows({ x: x.array, rows }), [x], (dy) =>
      ops.scatterAddRows({ dy, rows, into: this.#into(x) }),
    );
  }

  unitNormalise(x: Value): Value {
    const { ops } = this;
    const { unit, norm } = ops.unitNormalise(x.array);
    return this.#result(unit, [x], (dy) =>
      this.#pass(x, ops.unitNormaliseBackward({ unit, norm, dy })),
    );
  }

  /**
   * Runs `part` without keeping what it computes inside; the backward pass computes it again (Chen et
   * al. 2016, activation checkpointing). `part` must give the same result each time and may use
   * parameters and its inputs only.
   */
  checkpoint(
    inputs: readonly Value[],
    part: (tape: Tape, inputs: readonly Value[]) => Value,
  ): Value {
    const { ops } = this;
    const node: Node = this.#forwardOnly(inputs, part);
    if (!node.trains) return node;
    this.#steps.push(() => {
      if (!node.gradient) return;
      using inner = ops.open();
      const tape = new Tape(inner, this.training);
      const leaves = inputs.map((input) => tape.#leaf(input.array, input.trains));
      const y = part(tape, leaves);
      tape.backward(y, node.gradient);
      leaves.forEach((leaf, at) => {
        if (leaf.gradient) this.#add(inputs[at]!, leaf.gradient, 1);
      });
    });
    return node;
  }

  /** Adds the gradients of everything upstream of `y`, given that of `y`. */
  backward(y: Value, dy: NnArray): void {
    if (!y.trains) return;
    this.#add(y, dy, 1);
    for (const step of this.#steps.splice(0).reverse()) step();
  }

  #forwardOnly(
    inputs: readonly Value[],
    part: (tape: Tape, inputs: readonly Value[]) => Value,
  ): Node {
    using inner = this.ops.open();
    const tape = new Tape(inner, this.training);
    const y = part(
      tape,
      inputs.map(({ array, trains }) => tape.#leaf(array, trains)),
    );
    const array = this.ops.zeros(y.array.shape, 'checkpoint');
    this.ops.copy(y.array, array);
    return { array, trains: y.trains };
  }

  #leaf(array: NnArray, trains: boolean): Node {
    return { array, trains };
  }

  #result(array: NnArray, inputs: readonly Value[], backward: (dy: NnArray) => void): Value {
    if (!inputs.some(({ trains }) => trains)) return { array, trains: false };
    const node: Node = { array, trains: true };
    this.#steps.push(() => {
      if (node.gradient) backward(node.gradient);
    });
    return node;
  }

  /** The array that gradients of `value` are added to. */
  #into(value: Value): NnArray {
    const node = value as Node;
    node.gradient ??= this.ops.zeros(node.array.shape, 'gradient');
    return node.gradient;
  }

  /** Hands over a fresh gradient that nothing else uses. */
  #pass(value: Value, gradient: NnArray): void {
    const node = value as Node;
    if (node.gradient) this.ops.addInto({ x: gradient, into: node.gradient });
    else node.gradient = gradient;
  }

  #add(value: Value, gradient: NnArray, scale: number): void {
    this.ops.addInto({ x: gradient, into: this.#into(value), scale });
  }
}
