import type { Rng } from '../../lib';
import {
  type EncoderWeights,
  embedTokens,
  encoderLayer,
  frozenIn,
  type LayerModule,
  type LowRankUpdate,
  placeEmbedding,
  placeLayer,
  type Tape,
  type Value,
} from '../../nn';
import { normalRows } from './heads';
import { trainedLayers } from './spec';
import type { ParameterStore } from './store';
import type { StudentOptions, StudentSpec, StudentTexts } from './types';

/** Factor of LoRA's update, alpha / rank of Hu et al. 2022 with alpha = rank as they set it first. */
export const LORA_SCALE = 1;

type LayerSpec = Extract<StudentSpec, { kind: 'top' | 'lora' | 'full' }>;

/** States `[tokens, width]` after the last layer, special tokens included. */
export type EncodeTexts = (tape: Tape, texts: StudentTexts) => Value;

/** The part of the encoder that a student trains, from the states below it or from ids. */
export function trainedEncoder(
  store: ParameterStore,
  spec: LayerSpec,
  encoder: EncoderWeights,
  rng: Rng,
  options: StudentOptions,
): EncodeTexts {
  const { shape } = encoder;
  const embedding = spec.kind === 'full' ? placeEmbedding(encoder, store.trained) : undefined;
  const layers = placeLayers(store, spec, encoder, rng, options);
  return (tape, texts) => {
    const offsets = tape.ops.indices(texts.offsets, 'student.texts');
    const tokens = texts.offsets.at(-1)!;
    let x = embedding
      ? embedTokens(tape, texts.ids!, texts.offsets, embedding, shape)
      : tape.constant(tape.ops.upload(texts.states!, [tokens, shape.width], 'student.states'));
    for (const layer of layers) {
      const dropout = layerDropout(tape, options);
      const run = (on: Tape, input: Value) =>
        encoderLayer(on, input, layer, offsets, shape, dropout);
      // Evaluation never comes back to what a layer made inside, so it keeps none of it either.
      x =
        options.checkpointing || !tape.training
          ? tape.checkpoint([x], (on, [input]) => run(on, input!))
          : run(tape, x);
    }
    return x;
  };
}

function placeLayers(
  store: ParameterStore,
  spec: LayerSpec,
  encoder: EncoderWeights,
  rng: Rng,
  { storage }: StudentOptions,
): LayerModule[] {
  const { layers } = encoder.shape;
  const count = trainedLayers(spec, layers);
  const numbers = Array.from({ length: count }, (_, k) => layers - count + k + 1);
  if (spec.kind !== 'lora')
    return numbers.map((number) => placeLayer(encoder, number, store.trained));
  const { rank } = spec;
  const update = (name: string, outputs: number, inputs: number): LowRankUpdate => ({
    a: store.trained(
      `${name}.lora.a`,
      [rank, inputs],
      normalRows(rng.fork(`${name}.lora.a`), rank, inputs),
    ),
    b: store.trained(`${name}.lora.b`, [outputs, rank], new Float32Array(outputs * rank)),
    scale: LORA_SCALE,
  });
  const place = frozenIn(store.ops, storage);
  return numbers.map((number) => placeLayer(encoder, number, place, update));
}

function layerDropout(tape: Tape, { dropout }: StudentOptions) {
  if (!dropout || !tape.training || dropout.rate === 0) return undefined;
  return { rate: dropout.rate, seed: dropout.rng.below(2 ** 32) };
}
