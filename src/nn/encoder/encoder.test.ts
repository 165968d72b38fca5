import { describe, expect, test } from 'vitest';
import { relativeError } from '../../gpu/testing';
import { Rng } from '../../lib';
import { openHostNn } from '../host';
import { makeParameter, type Parameter } from '../parameter';
import { Tape, type Value } from '../tape';
import type { HostOps, HostValues, NnOps } from '../types';
import { frozenIn, type PlaceWeight, placeEmbedding, placeLayer } from './build';
import { embedTokens } from './embed';
import { encoderLayer, siteSeed } from './layer';
import { runLayers, textPieces } from './run';
import { normal, randomEncoder, randomIds, TINY } from './testing';

const ENCODER = randomEncoder();
// An empty text, a text of one token and one of the longest allowed.
const OFFSETS = Uint32Array.of(0, 3, 3, 4, 16);
const TOKENS = 16;
const STATES = normal(new Rng(1), TOKENS * TINY.width, 1);
/** The weights of the sum that is differentiated. */
const WEIGHTS = normal(new Rng(777_001), TOKENS * TINY.width, 1);
const DROPOUT = { rate: 0.2, seed: 123_456_789 };

interface Trained {
  readonly parameters: Parameter[];
  readonly place: PlaceWeight;
}

function training(ops: NnOps): Trained {
  const parameters: Parameter[] = [];
  return {
    parameters,
    place(name, shape, values) {
      parameters.push(makeParameter(ops, name, shape, values));
      return parameters.at(-1)!;
    },
  };
}

/** Layer 1 over STATES; x is a parameter, too, so that its gradient is seen. */
function layerModel(ops: NnOps) {
  const trained = training(ops);
  const layer = placeLayer(ENCODER, 1, trained.place);
  const x = trained.place('x', [TOKENS, TINY.width], STATES) as Parameter;
  const forward = (tape: Tape): Value =>
    encoderLayer(tape, tape.parameter(x), layer, ops.indices(OFFSETS, 'texts'), TINY, DROPOUT);
  return { parameters: trained.parameters, forward };
}

/** Embeddings and both layers, each behind a checkpoint where `checkpointing` says so. */
function wholeModel(ops: NnOps, checkpointing = false) {
  const trained = training(ops);
  const embedding = placeEmbedding(ENCODER, trained.place);
  const layers = [1, 2].map((number) => placeLayer(ENCODER, number, trained.place));
  const { ids } = randomIds([3, 0, 1, 12]);
  const forward = (tape: Tape): Value => {
    const texts = ops.indices(OFFSETS, 'texts');
    let x = embedTokens(tape, ids, OFFSETS, embedding, TINY);
    for (const layer of layers) {
      const run = (on: Tape, input: Value) => encoderLayer(on, input, layer, texts, TINY, DROPOUT);
      x = checkpointing ? tape.checkpoint([x], (on, [input]) => run(on, input!)) : run(tape, x);
    }
    return x;
  };
  return { parameters: trained.parameters, forward };
}

type Model = ReturnType<typeof layerModel>;

function value(ops: HostOps, { forward }: Model): number {
  using inner = ops.open() as HostOps;
  const y: ArrayLike<number> = inner.values(forward(new Tape(inner, true)).array);
  return Array.from(y).reduce((sum, entry, k) => sum + entry * WEIGHTS[k]!, 0);
}

function differentiate(ops: NnOps, { forward }: Model): void {
  using inner = ops.open();
  const tape = new Tape(inner, true);
  const y = forward(tape);
  tape.backward(y, inner.upload(WEIGHTS, y.array.shape, 'dy'));
}

/** Three entries spread out, and three where the gradient is largest: few words are in the texts. */
function pickEntries(gradient: HostValues): number[] {
  const last = gradient.length - 1;
  const bySize = [...gradient.keys()].sort(
    (a, b) => Math.abs(gradient[b]!) - Math.abs(gradient[a]!),
  );
  return [0, Math.floor(last / 2), last, ...bySize.slice(0, 3)];
}

/** The distance of some gradient entries from central differences, over the norm of those slopes. */
function slopeError(ops: HostOps, model: Model, { w, gradient }: Parameter): number {
  const values = ops.values(w);
  const picks = pickEntries(ops.values(gradient));
  const wanted = picks.map((at) => {
    const kept = values[at]!;
    const [above, below] = [1e-5, -1e-5].map((step) => {
      values[at] = kept + step;
      return value(ops, model);
    });
    values[at] = kept;
    return (above! - below!) / 2e-5;
  });
  const got = picks.map((at) => ops.values(gradient)[at]!);
  return relativeError(got, wanted);
}

// Measured: at most 8e-10.
test.each([
  ['a layer', layerModel],
  ['embeddings and two layers', wholeModel],
])('float64 gradients of %s equal finite differences', (_, build) => {
  using ops = openHostNn('float64');
  const model = build(ops);
  differentiate(ops, model);
  for (const parameter of model.parameters.filter(({ name }) => !name.endsWith('.k.b')))
    expect(slopeError(ops, model, parameter), parameter.name).toBeLessThan(2e-9);
});

test('the bias of the keys has no gradient: softmax does not see it', () => {
  using ops = openHostNn('float64');
  const model = layerModel(ops);
  differentiate(ops, model);
  const named = (name: string) => model.parameters.find((parameter) => parameter.name === name)!;
  const size = (name: string) => Math.hypot(...ops.values(named(name).gradient));
  expect(size('layer.1.k.b')).toBeLessThan(1e-12 * size('layer.1.q.b'));
});

// Measured: states 2.2e-7, gradients at most 4.6e-7.
test('float32 on the CPU equals float64, forward and backward', () => {
  using float32 = openHostNn('wasm');
  using float64 = openHostNn('float64');
  const models = [float32, float64].map((ops) => {
    const model = wholeModel(ops);
    using inner = ops.open() as HostOps;
    const y: HostValues = inner.values(model.forward(new Tape(inner, true)).array).slice();
    differentiate(ops, model);
    return { y, gradients: model.parameters.map(({ gradient }) => ops.values(gradient)) };
  });
  expect(relativeError(models[0]!.y, models[1]!.y)).toBeLessThan(5e-7);
  const { parameters } = wholeModel(float64);
  parameters.forEach(({ name }, k) => {
    if (name.endsWith('.k.b')) return; // zero, see above
    expect(relativeError(models[0]!.gradients[k]!, models[1]!.gradients[k]!), name).toBeLessThan(
      1e-6,
    );
  });
});

describe.each(['float64', 'wasm'] as const)('checkpointing on %s', (kind) => {
  test('gives the same bits, with dropout', () => {
    using ops = openHostNn(kind);
    const kept = wholeModel(ops);
    const computedAgain = wholeModel(ops, true);
    differentiate(ops, kept);
    differentiate(ops, computedAgain);
    kept.parameters.forEach(({ name, gradient }, k) => {
      expect(
        ops.values(gradient).some((entry) => entry !== 0),
        name,
      ).toBe(true);
      expect(ops.values(computedAgain.parameters[k]!.gradient), name).toEqual(ops.values(gradient));
    });
  });

  test('records nothing for a frozen part', () => {
    using ops = openHostNn(kind);
    const layer = placeLayer(ENCODER, 1, frozenIn(ops));
    const tape = new Tape(ops);
    const x = tape.constant(ops.upload(STATES, [TOKENS, TINY.width], 'x'));
    const texts = ops.indices(OFFSETS, 'texts');
    const y = tape.checkpoint([x], (on, [input]) => encoderLayer(on, input!, layer, texts, TINY));
    expect(y.trains).toBe(false);
  });
});

describe('dropout', () => {
  test('differs from seed to seed and site to site, and is off in evaluation', () => {
    using ops = openHostNn('float64');
    const layer = placeLayer(ENCODER, 1, frozenIn(ops));
    const x = ops.upload(STATES, [TOKENS, TINY.width], 'x');
    const run = (isTraining: boolean, dropout?: typeof DROPOUT) => {
      const tape = new Tape(ops, isTraining);
      const texts = ops.indices(OFFSETS, 'texts');
      return ops.values(encoderLayer(tape, tape.constant(x), layer, texts, TINY, dropout).array);
    };
    const plain = run(true);
    expect(run(false, DROPOUT)).toEqual(plain);
    expect(run(true, DROPOUT)).toEqual(run(true, DROPOUT));
    expect(relativeError(run(true, DROPOUT), plain)).toBeGreaterThan(0.01);
    expect(relativeError(run(true, { ...DROPOUT, seed: 5 }), run(true, DROPOUT))).toBeGreaterThan(
      0.01,
    );
    const seeds = [0, 1, 2 ** 31, 2 ** 32 - 1].flatMap((seed) =>
      [0, 1, 2].map((site) => siteSeed(seed, site)),
    );
    expect(new Set(seeds).size).toBe(12);
  });
});

describe('runLayers', () => {
  const { ids, offsets } = randomIds([3, 0, 1, 12, 7, 5]);

  test('gives the same whether in one piece or several, from ids or from cached states', async () => {
    using ops = openHostNn('wasm');
    const whole = await runLayers(ops, ENCODER, { offsets, ids }, 'ids', 2);
    expect(whole).toHaveLength(28 * TINY.width);
    expect(await runLayers(ops, ENCODER, { offsets, ids }, 'ids', 2, { pieceTokens: 8 })).toEqual(
      whole,
    );
    const lower = await runLayers(ops, ENCODER, { offsets, ids }, 'ids', 1);
    expect(
      await runLayers(ops, ENCODER, { offsets, states: lower }, 1, 2, { pieceTokens: 8 }),
    ).toEqual(whole);
    expect(await runLayers(ops, ENCODER, { offsets, states: whole }, 2, 2)).toEqual(whole);
    expect(relativeError(lower, whole)).toBeGreaterThan(0.1);
  });

  test('holds one piece at a time and frees everything', async () => {
    using ops = openHostNn('wasm');
    const peaks: number[] = [];
    for (const pieceTokens of [8, 1000]) {
      let peak = 0;
      const watched = watch(ops, () => {
        peak = Math.max(peak, ops.liveBytes);
      });
      await runLayers(watched, ENCODER, { offsets, ids }, 'ids', 2, { pieceTokens });
      peaks.push(peak);
      expect(ops.liveBytes).toBe(0);
    }
    expect(peaks[0]!).toBeLessThan(peaks[1]!);
  });

  test('cuts texts into pieces, a long one alone', () => {
    expect([...textPieces(offsets, 8)]).toEqual([
      [0, 3],
      [3, 4],
      [4, 5],
      [5, 6],
    ]);
    expect([...textPieces(Uint32Array.of(0), 8)]).toEqual([]);
  });

  test('refuses what does not fit, naming found and wanted', async () => {
    using ops = openHostNn('float64');
    const run = (input: object, from: number | 'ids', to: number, encoder = ENCODER) =>
      runLayers(ops, encoder, { offsets, ...input }, from, to);
    await expect(run({ ids }, 'ids', 3)).rejects.toThrow(
      'from ids to 3, want 0 <= from <= to <= 2',
    );
    await expect(run({ states: STATES }, 0, 1)).rejects.toThrow(
      'found 512 state values, want 28 x 32',
    );
    await expect(run({}, 'ids', 1)).rejects.toThrow('found no ids, want 28');
    const { layers } = ENCODER;
    const half = { ...ENCODER, embedding: undefined, layers: [layers[0], undefined] };
    await expect(run({ states: new Float32Array(28 * 32) }, 0, 2, half)).rejects.toThrow(
      'found layers 1 of 2, want layer 2',
    );
    await expect(run({ ids }, 'ids', 1, half)).rejects.toThrow('found no embeddings, want them');
    await expect(run({ ids: ids.map(() => 50) }, 'ids', 1)).rejects.toThrow(
      'id of token 0 is 50, want one below 50',
    );
    const long = Uint32Array.of(0, 13, 28);
    await expect(runLayers(ops, ENCODER, { offsets: long, ids }, 'ids', 1)).rejects.toThrow(
      'text 0 has 13 tokens, the encoder has 12 positions',
    );
    expect(ops.liveBytes).toBe(0);
  });
});

/** `ops` that calls `look` after every call of it or of an owner that it opens. */
function watch(ops: HostOps, look: () => void): HostOps {
  return new Proxy(ops, {
    get(target, name) {
      const member = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return (...values: unknown[]) => {
        const result = Reflect.apply(member, target, values);
        look();
        return name === 'open' ? watch(result as HostOps, look) : result;
      };
    },
  });
}
