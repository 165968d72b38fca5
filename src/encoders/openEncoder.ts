import { encoderId } from './baseAbout';
import { type Chain, makeChain } from './chain';
import { encodeTexts } from './encodeTexts';
import { type FetchBytes, fetchChecked, fetchFrom } from './fetchBytes';
import { makeTurns } from './inTurn';
import { type EncoderManifest, fileNamed, graphName, parseManifest } from './manifest';
import { loadRuntime, type Runtime, type RuntimeOptions } from './runtime';
import { openTokeniser, type Tokeniser } from './tokenise';
import type { EncodeOptions, Encoder, EncoderProgress } from './types';

export interface OpenEncoderOptions extends RuntimeOptions {
  /** The folder with `encoder.json`, absolute or relative to the page; or else give `fetchBytes`. */
  readonly baseUrl?: string;
  /** Reads the model's files in place of `baseUrl`. */
  readonly fetchBytes?: FetchBytes;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: EncoderProgress) => void;
}

interface Parts {
  readonly manifest: EncoderManifest;
  readonly fetchBytes: FetchBytes;
  readonly runtime: Runtime;
  readonly tokeniser: Tokeniser;
  readonly id: string;
}

const MANIFEST = 'encoder.json';
const BATCH_TOKENS = 1024;
/**
 * On WASM a batch holds texts of one length: nothing is padded, so a text's vectors do not depend on
 * its neighbours to the last bit. A GPU wants fuller batches and pays for each new shape.
 */
const LENGTH_STEP = { wasm: 1, webgpu: 8 } as const;

/**
 * Opens the embedded encoder: reads the manifest and the tokeniser. Graphs are fetched by the first
 * `encode` that needs them, and no deeper.
 *
 * @throws Error naming URL and status of a missing file, or name, found and wanted of a damaged one.
 * @throws RangeError if `threads` is not a positive integer.
 * @throws TypeError if neither `baseUrl` nor `fetchBytes` is given.
 */
export async function openEncoder(options: OpenEncoderOptions): Promise<Encoder> {
  const { baseUrl = '', signal, onProgress } = options;
  if (options.fetchBytes === undefined && baseUrl === '')
    throw new TypeError('openEncoder: want baseUrl or fetchBytes, got neither');
  const fetchBytes = options.fetchBytes ?? fetchFrom(baseUrl);
  const decoder = new TextDecoder();
  const text = decoder.decode(await fetchBytes(MANIFEST, signal));
  const manifest = parseManifest(text, [baseUrl, MANIFEST].filter(Boolean).join(' '));
  const file = fileNamed(manifest, 'tokenizer.json');
  const json = decoder.decode(await fetchChecked(fetchBytes, file, signal));
  onProgress?.({ phase: 'load', done: file.bytes, total: file.bytes });
  const tokeniser = openTokeniser(json, manifest.maxTokens);
  const id = await encoderId(manifest);
  signal?.throwIfAborted();
  return makeEncoder({ manifest, fetchBytes, runtime: await loadRuntime(options), tokeniser, id });
}

function makeEncoder(parts: Parts): Encoder {
  const { manifest, runtime, tokeniser, id } = parts;
  const { tokenise, spans } = tokeniser;
  const chain = makeChain(runtime);
  let closed = false;
  const inTurn = makeTurns();
  return {
    id,
    dimension: manifest.hiddenSize,
    layers: manifest.layers,
    maxTokens: manifest.maxTokens,
    executionProvider: runtime.provider,
    threads: runtime.threads,
    tokenise,
    spans,
    async encode(texts, options = {}) {
      const checked = checkOptions(options, manifest);
      return inTurn(async () => {
        if (closed) throw new Error('encode: the encoder is closed');
        options.signal?.throwIfAborted();
        const tokenised = texts.map(tokenise);
        if (texts.length > 0) await loadGraphs(parts, chain, checked.depth, options);
        return encodeTexts(chain, tokenised, {
          ...checked,
          ...options,
          lengthStep: LENGTH_STEP[runtime.provider],
          batchTokens: checked.batchTokens,
        });
      });
    },
    close() {
      closed = true;
      return inTurn(() => chain.close());
    },
  };
}

function checkOptions(options: EncodeOptions, manifest: EncoderManifest) {
  const { layer = manifest.layers, batchTokens = BATCH_TOKENS, specialTokens = 'drop' } = options;
  if (!(Number.isInteger(layer) && layer >= 0 && layer <= manifest.layers))
    throw new RangeError(
      `encode: layer must be an integer from 0 to ${manifest.layers}, got ${layer}`,
    );
  if (!(batchTokens > 0))
    throw new RangeError(`encode: batchTokens must be positive, got ${batchTokens}`);
  return {
    depth: layer,
    batchTokens,
    keepSpecialTokens: specialTokens === 'keep',
    dimension: manifest.hiddenSize,
    maxTokens: manifest.maxTokens,
  };
}

/** Fetches, checks and opens the graphs up to `depth`; progress in bytes of all of them. */
async function loadGraphs(
  { manifest, fetchBytes }: Parts,
  chain: Chain,
  depth: number,
  { signal, onProgress }: EncodeOptions,
): Promise<void> {
  const files = Array.from({ length: depth + 1 }, (_, part) =>
    fileNamed(manifest, graphName(part)),
  );
  const total = files.reduce((sum, file) => sum + file.bytes, 0);
  await chain.load(depth, async (name) => {
    signal?.throwIfAborted();
    const at = files.findIndex((file) => file.name === name);
    const bytes = await fetchChecked(fetchBytes, files[at]!, signal);
    const done = files.slice(0, at + 1).reduce((sum, file) => sum + file.bytes, 0);
    onProgress?.({ phase: 'load', done, total });
    return bytes;
  });
}
