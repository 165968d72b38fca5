import type { Rng } from '../../lib';
import type { NnOps, Tape, Value } from '../../nn';
import { identityMatrix, retract } from './orthogonal';
import type { ParameterStore } from './store';
import type { StudentSpec, Teacher } from './types';

/** What turns the encoder's last states `[n, inputs]` into vectors `[n, outputs]` before normalisation. */
export interface Head {
  apply(tape: Tape, x: Value): Value;
  afterStep?(ops: NnOps): Promise<void>;
}

type HeadSpec = Extract<StudentSpec, { kind: 'low-rank' | 'orthogonal' | 'mlp' }>;

/** W alone, trained. */
export function trainedHead(store: ParameterStore, { head, inputs, outputs }: Teacher): Head {
  const w = store.trained('head.w', [outputs, inputs], head);
  return { apply: (tape, x) => tape.linear(x, tape.parameter(w)) };
}

/** The frozen W with what `spec` trains around it; equals `W x` at the start. */
export function frozenHead(
  store: ParameterStore,
  spec: HeadSpec,
  teacher: Teacher,
  rng: Rng,
): Head {
  const { head, inputs, outputs } = teacher;
  const w = store.frozen('head.w', [outputs, inputs], head);
  const base = (tape: Tape, x: Value) => tape.linear(x, tape.constant(w));
  if (spec.kind === 'mlp') {
    const residual = perceptron(store, spec.hidden, teacher, rng);
    return { apply: (tape, x) => tape.add(base(tape, x), residual(tape, x)) };
  }
  if (spec.kind === 'low-rank') {
    const down = normalRows(rng.fork('low-rank.a'), spec.rank, inputs);
    const a = store.trained('low-rank.a', [spec.rank, inputs], down);
    const zero = new Float32Array(inputs * spec.rank);
    const b = store.trained('low-rank.b', [inputs, spec.rank], zero);
    return {
      apply(tape, x) {
        const update = tape.linear(tape.linear(x, tape.parameter(a)), tape.parameter(b));
        return base(tape, tape.add(x, update));
      },
    };
  }
  const identity = identityMatrix(inputs);
  const q = store.trained('orthogonal.q', [inputs, inputs], identity);
  return {
    apply: (tape, x) => base(tape, tape.linear(x, tape.parameter(q))),
    afterStep: async (ops) => {
      await retract(ops, q.w, q.start);
    },
  };
}

/** Normal values with variance 1 / inputs, so that the products of standardised states have variance 1. */
export function normalRows(rng: Rng, outputs: number, inputs: number): Float32Array {
  const scale = 1 / Math.sqrt(inputs);
  return Float32Array.from({ length: outputs * inputs }, () => scale * rng.normal());
}

/** `V2 gelu(V1 x + b1)`, V2 zero at the start as OPTICAL's residual is. */
function perceptron(
  store: ParameterStore,
  hidden: number,
  { inputs, outputs }: Teacher,
  rng: Rng,
): (tape: Tape, x: Value) => Value {
  const v1 = store.trained(
    'mlp.v1',
    [hidden, inputs],
    normalRows(rng.fork('mlp.v1'), hidden, inputs),
  );
  const b1 = store.trained('mlp.b1', [hidden], new Float32Array(hidden));
  const v2 = store.trained('mlp.v2', [outputs, hidden], new Float32Array(outputs * hidden));
  return (tape, x) => {
    const before = tape.linear(x, tape.parameter(v1), tape.parameter(b1));
    return tape.linear(tape.gelu(before), tape.parameter(v2));
  };
}
