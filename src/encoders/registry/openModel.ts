import { readSafetensors } from '../../lib';
import { encodeTexts } from '../encodeTexts';
import { encoderOnnx } from '../export/studentOnnx';
import { sha256Hex } from '../hash';
import { makeTurns } from '../inTurn';
import { loadRuntime, type Runtime, type RuntimeOptions } from '../runtime';
import type { EncodeOptions, Encoder, EncoderProgress } from '../types';
import { encoderFromSafetensors } from '../weights/fromSafetensors';
import { planModel } from './describe';
import type { Hearing } from './download';
import { type Dtype, type GraphFiles, roundsBatches } from './graphFiles';
import { type ModelFiles, readText } from './modelFiles';
import { type ModelSession, openModelSession } from './modelSession';
import { type ModelTokeniser, makeModelTokeniser, type TokeniserOptions } from './modelTokeniser';
import type { ModelSettings } from './settings';
import { loadModules, type TokenMap } from './tokenModules';

export interface OpenModelOptions extends RuntimeOptions, TokeniserOptions {
  readonly dtype?: Dtype;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: EncoderProgress) => void;
}

/** A file as it was read. */
export interface ReadFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** An encoder, and what it was made from. */
export interface OpenedModel {
  readonly encoder: Encoder;
  /** Layers whose states can be had. */
  readonly layersGiven: readonly number[];
  readonly files: readonly ReadFile[];
  readonly settings: ModelSettings;
}

const BATCH_TOKENS = 1024;
/** As of the embedded encoder: on WASM no text is padded, so that its vectors do not depend on its neighbours. */
const LENGTH_STEP = { wasm: 1, webgpu: 8 } as const;
/** The graph of a checkpoint is built in memory, beside the weights. */
const MOST_CHECKPOINT = 1.5 * 2 ** 30;

/**
 * Opens a model of the hub or of a folder: `tokenizer.json` and an ONNX graph, or a BERT-shaped checkpoint that a graph
 * is built from, and the modules behind it. All files are read now.
 *
 * @throws Error or RangeError for people, naming the file and what was found and wanted; the signal's reason.
 */
export async function openModel(
  files: ModelFiles,
  options: OpenModelOptions,
): Promise<OpenedModel> {
  const { dtype = 'fp32', signal } = options;
  const plan = await planModel(files, dtype, signal);
  const { settings } = plan;
  const { reading, hearing, read } = recorded(files, plan.paths, options);
  const text = async (path: string) =>
    new TextDecoder().decode(await reading.read(path, hearing(path)));
  if (files.sizes.has('config.json')) await text('config.json');
  const configJson = files.sizes.has('tokenizer_config.json')
    ? await text('tokenizer_config.json')
    : '{}';
  const tokeniser = makeModelTokeniser(await text('tokenizer.json'), configJson, settings, options);
  const runtime = await loadRuntime(options);
  const session = await openGraph(reading, plan.graph, settings, runtime, hearing);
  signal?.throwIfAborted();
  const projected = session.width !== settings.width;
  const map = await loadModules(reading, projected ? [] : settings.modules, session.width, hearing);
  const name = files.origin.name;
  const hashes = read.map(({ path, sha256 }) => `${path} ${sha256}`).sort();
  const id = `${name}@${(await sha256Hex(hashes.join('\n')))?.slice(0, 16) ?? 'unhashed'}`;
  const parts = { id, name, runtime, session, tokeniser, map, settings, dtype };
  const encoder = makeModelEncoder({ ...parts, variant: variantOf(options) });
  return { encoder, layersGiven: session.layers, files: read, settings };
}

/** What changes vectors but no file. */
function variantOf({ maxTokens = 0, expandQueries = false }: TokeniserOptions): string {
  return `${maxTokens > 0 ? `#tokens${maxTokens}` : ''}${expandQueries ? '#expanded' : ''}`;
}

/** Reads through and keeps the hash of each file once; progress counts the bytes of all files that are known. */
function recorded(
  files: ModelFiles,
  paths: readonly string[],
  { signal, onProgress }: OpenModelOptions,
) {
  const read: ReadFile[] = [];
  const total = paths.reduce((sum, path) => sum + (files.sizes.get(path) ?? 0), 0);
  const came = new Map<string, number>();
  const hearing = (path: string): Hearing => ({
    ...(signal && { signal }),
    onBytes: (bytes) => {
      came.set(path, bytes);
      const done = [...came.values()].reduce((sum, part) => sum + part, 0);
      onProgress?.({ phase: 'load', done, total: Math.max(total, done) });
    },
  });
  const reading: ModelFiles = {
    ...files,
    async read(path, heard) {
      const bytes = await files.read(path, heard);
      if (!read.some((file) => file.path === path))
        read.push({ path, bytes: bytes.length, sha256: (await sha256Hex(bytes)) ?? '' });
      return bytes;
    },
  };
  return { reading, hearing, read };
}

async function openGraph(
  files: ModelFiles,
  graph: GraphFiles,
  { layers, width }: ModelSettings,
  runtime: Runtime,
  hearing: (path: string) => Hearing,
): Promise<ModelSession> {
  const shape = { layers, width };
  if (graph.kind === 'checkpoint') {
    const bytes = await buildGraph(files, graph.weights, hearing);
    return openModelSession(runtime, { name: graph.weights, bytes, data: [], ...shape });
  }
  const bytes = await files.read(graph.graph, hearing(graph.graph));
  const data: { path: string; data: Uint8Array }[] = [];
  // The graph names its weights by the file alone.
  for (const path of graph.data)
    data.push({ path: path.split('/').at(-1)!, data: await files.read(path, hearing(path)) });
  return openModelSession(runtime, { name: graph.graph, bytes, data, ...shape });
}

async function buildGraph(
  files: ModelFiles,
  weights: string,
  hearing: (path: string) => Hearing,
): Promise<Uint8Array> {
  const bytes = await files.read(weights, hearing(weights));
  if (bytes.length > MOST_CHECKPOINT)
    throw new RangeError(
      `encoder ${files.origin.name}: ${weights} has ${bytes.length} bytes; want an ONNX export of a model so large`,
    );
  const config = await readText(files, 'config.json');
  return encoderOnnx(encoderFromSafetensors(readSafetensors(bytes, weights), config));
}

interface Parts {
  readonly id: string;
  readonly name: string;
  readonly variant: string;
  readonly runtime: Runtime;
  readonly session: ModelSession;
  readonly tokeniser: ModelTokeniser;
  readonly map: TokenMap;
  readonly settings: ModelSettings;
  readonly dtype: Dtype;
}

function makeModelEncoder(parts: Parts): Encoder {
  const { runtime, session, tokeniser, map, settings } = parts;
  let closed = false;
  const inTurn = makeTurns();
  return {
    id: parts.id + parts.variant,
    dimension: map.outputs,
    layers: settings.layers,
    maxTokens: tokeniser.maxTokens,
    executionProvider: runtime.provider,
    threads: runtime.threads,
    hasRoles: tokeniser.hasRoles,
    tokenise: tokeniser.tokenise,
    spans: tokeniser.spans,
    async encode(texts, options = {}) {
      const { layer: depth, batchTokens } = checkOptions(options, parts);
      return inTurn(async () => {
        if (closed) throw new Error('encode: the encoder is closed');
        options.signal?.throwIfAborted();
        const tokenised = texts.map((text) => tokeniser.tokenise(text, options.role));
        const encoded = await encodeTexts(session, tokenised, {
          ...options,
          ...{
            depth,
            batchTokens,
            dimension: depth === settings.layers ? session.width : settings.width,
          },
          maxTokens: tokeniser.maxTokens,
          lengthStep: LENGTH_STEP[runtime.provider],
          keepSpecialTokens: options.specialTokens === 'keep',
          padId: tokeniser.padId,
        });
        return depth === settings.layers ? map.apply(encoded) : encoded;
      });
    },
    close() {
      if (closed) return Promise.resolve();
      closed = true;
      return inTurn(() => session.close());
    },
  };
}

/** @throws RangeError for a layer that the graph does not give, saying which it does. */
function checkOptions(options: EncodeOptions, { name, session, settings, map, dtype }: Parts) {
  const { layer = settings.layers, batchTokens = BATCH_TOKENS } = options;
  if (!(batchTokens > 0))
    throw new RangeError(`encode: batchTokens must be positive, got ${batchTokens}`);
  if (!session.layers.includes(layer))
    throw new RangeError(
      `encode: ${name} gives the states of layer ${showLayers(session.layers)}, not of ${layer}; ` +
        'an export whose graph has outputs hidden_states.0, hidden_states.1, … gives them all',
    );
  if (layer !== settings.layers && map.outputs !== settings.width)
    throw new RangeError(
      `encode: the projection of ${name} reads layer ${settings.layers}, got layer ${layer}`,
    );
  return { layer, batchTokens: roundsBatches(dtype) ? 1 : batchTokens };
}

function showLayers(layers: readonly number[]): string {
  const [first, last] = [layers[0]!, layers.at(-1)!];
  return layers.length > 2 && last - first === layers.length - 1
    ? `${first} to ${last}`
    : layers.join(', ');
}
