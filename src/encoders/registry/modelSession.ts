import type { InferenceSession, Tensor, TypedTensor } from 'onnxruntime-web';
import { halfToNumber } from '../../lib';
import type { PaddedBatch } from '../chain';
import type { StateRunner } from '../encodeTexts';
import type { Runtime } from '../runtime';

/** A graph of one file, opened. */
export interface ModelSession extends StateRunner {
  /** Layers whose states the graph gives, ascending; 0 are the embeddings. */
  readonly layers: readonly number[];
  /** Length of a vector of the last layer. */
  readonly width: number;
  close(): Promise<void>;
}

export interface ModelGraph {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Files of weights that the graph names. */
  readonly data: readonly { readonly path: string; readonly data: Uint8Array }[];
  /** Layers of the model: whose states the graph's main output has. */
  readonly layers: number;
  /** Length of a state, where the graph does not say. */
  readonly width: number;
}

/** Names of the main output: Optimum's and transformers.js', sentence-transformers', our own export's. */
const LAST = ['last_hidden_state', 'token_embeddings', 'token_vectors'] as const;
const HIDDEN = /^hidden_states?[._](\d+)$/;

/**
 * Opens the ONNX graph of a text encoder: `input_ids`, and where it wants them `attention_mask`, `token_type_ids` (zeros)
 * and `position_ids`.
 *
 * @throws RangeError naming the inputs or outputs that are not those of a text encoder.
 */
export async function openModelSession(
  { ort, provider }: Runtime,
  { name, bytes, data, layers, width }: ModelGraph,
): Promise<ModelSession> {
  const session = await ort.InferenceSession.create(bytes, {
    executionProviders: [provider],
    enableMemPattern: false,
    ...(data.length > 0 && { externalData: [...data] }),
  });
  try {
    const inputs = inputsOf(session, name);
    const outputs = outputsOf(session, name, layers);
    const last = widthOf(session, outputs.get(layers), width);
    return {
      layers: [...outputs.keys()].sort((a, b) => a - b),
      width: last,
      async run(batch, depth) {
        const output = outputs.get(depth)!;
        const feeds = Object.fromEntries(
          inputs.map(({ name: input, small }) => [
            input,
            tensorOf(ort, input as InputName, batch, small),
          ]),
        );
        const results = await session.run(feeds, [output]);
        const wanted = [batch.lengths.length, batch.length, depth === layers ? last : width];
        const states = await floatsOf(results[output]!, output, wanted);
        for (const feed of Object.values(feeds)) feed.dispose();
        return states;
      },
      close: () => session.release(),
    };
  } catch (error) {
    await session.release();
    throw error;
  }
}

type InputName = 'input_ids' | 'attention_mask' | 'token_type_ids' | 'position_ids';
const KNOWN: readonly string[] = [
  'input_ids',
  'attention_mask',
  'token_type_ids',
  'position_ids',
] satisfies InputName[];

function inputsOf(session: InferenceSession, model: string) {
  const strange = session.inputNames.filter((input) => !KNOWN.includes(input));
  if (strange.length > 0 || !session.inputNames.includes('input_ids'))
    throw new RangeError(
      `${model}: its graph takes ${session.inputNames.join(', ')}; want input_ids and at most ${KNOWN.slice(1).join(', ')}`,
    );
  return session.inputNames.map((name) => {
    const about = session.inputMetadata.find((input) => input.name === name);
    return { name, small: about?.isTensor === true && about.type === 'int32' };
  });
}

/** The output of each layer that the graph gives. */
function outputsOf(
  { outputNames }: InferenceSession,
  model: string,
  layers: number,
): ReadonlyMap<number, string> {
  const outputs = new Map<number, string>();
  for (const name of outputNames) {
    const layer = HIDDEN.exec(name)?.[1];
    if (layer !== undefined && Number(layer) <= layers) outputs.set(Number(layer), name);
  }
  const last = LAST.find((name) => outputNames.includes(name));
  if (last) outputs.set(layers, last);
  if (outputs.has(layers)) return outputs;
  throw new RangeError(
    `${model}: its graph gives ${outputNames.join(', ')}; want ${LAST.join(', ')} or hidden_states.${layers}`,
  );
}

function widthOf(session: InferenceSession, output: string | undefined, fallback: number): number {
  const about = session.outputMetadata.find(({ name }) => name === output);
  const size = about?.isTensor ? about.shape[2] : undefined;
  return typeof size === 'number' && size > 0 ? size : fallback;
}

function tensorOf(
  ort: Runtime['ort'],
  input: InputName,
  { ids, lengths, length }: PaddedBatch,
  small: boolean,
): TypedTensor<'int64'> | TypedTensor<'int32'> {
  const values = input === 'input_ids' ? ids : new BigInt64Array(ids.length);
  if (input === 'attention_mask')
    for (const [text, seen] of lengths.entries())
      values.fill(1n, text * length, text * length + seen);
  if (input === 'position_ids')
    for (let at = 0; at < values.length; at++) values[at] = BigInt(at % length);
  const shape = [lengths.length, length];
  return small
    ? new ort.Tensor('int32', Int32Array.from(values, Number), shape)
    : new ort.Tensor('int64', values, shape);
}

async function floatsOf(
  tensor: Tensor,
  output: string,
  shape: readonly number[],
): Promise<Float32Array> {
  const { type, dims } = tensor;
  if (dims.length !== 3 || dims.some((size, at) => size !== shape[at]))
    throw new RangeError(`encode: ${output} has shape [${dims}], want [${shape}]`);
  const values = (await tensor.getData(true)) as unknown;
  tensor.dispose();
  if (values instanceof Float32Array) return values;
  if (values instanceof Uint16Array) return Float32Array.from(values, halfToNumber);
  // Newer engines have an array type of their own for halves.
  if (type === 'float16') return Float32Array.from(values as ArrayLike<number>);
  throw new RangeError(`the graph gives states of type ${type}, want float32 or float16`);
}
