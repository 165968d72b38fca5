import { ParseError } from '../../lib';
import type { EncoderWeights, LayerWeights } from '../../nn';
import { type FetchBytes, fetchChecked, fetchFrom } from '../fetchBytes';
import { type EncoderManifest, fileNamed, graphName, parseManifest } from '../manifest';
import { embeddingWeights, layerSizes, layerWeights, normEpsilonOf } from './embeddedGraph';
import { type OnnxGraph, readOnnx } from './onnxFile';

export interface LoadEncoderWeightsOptions {
  /** The folder with `encoder.json`, absolute or relative to the page; or else give `fetchBytes`. */
  readonly baseUrl?: string;
  readonly fetchBytes?: FetchBytes;
  /** First and last layer, 1-based and inclusive; default all. */
  readonly layers?: { readonly from: number; readonly to: number };
  /** Whether to read the embeddings, 135 MB as float32; default false. */
  readonly embedding?: boolean;
  readonly signal?: AbortSignal;
}

const MANIFEST = 'encoder.json';

/**
 * The weights of the embedded encoder as float32, out of its ONNX files. Only the files of the parts
 * asked for are fetched, each checked by length and sha256.
 *
 * @throws RangeError if `layers` is not a range of layers the encoder has.
 * @throws TypeError if neither `baseUrl` nor `fetchBytes` is given.
 * @throws ParseError or Error naming the file, found and wanted, if one is missing or damaged.
 */
export async function loadEncoderWeights(
  options: LoadEncoderWeightsOptions,
): Promise<EncoderWeights> {
  const { baseUrl = '', signal } = options;
  if (options.fetchBytes === undefined && baseUrl === '')
    throw new TypeError('loadEncoderWeights: want baseUrl or fetchBytes, got neither');
  const fetchBytes = options.fetchBytes ?? fetchFrom(baseUrl);
  const text = new TextDecoder().decode(await fetchBytes(MANIFEST, signal));
  const manifest = parseManifest(text, [baseUrl, MANIFEST].filter(Boolean).join(' '));
  const { from, to } = checkedLayers(options.layers, manifest);
  const graph = async (part: number) => {
    signal?.throwIfAborted();
    const file = fileNamed(manifest, graphName(part));
    return readOnnx(await fetchChecked(fetchBytes, file, signal), file.name);
  };
  const layers: (LayerWeights | undefined)[] = Array.from({ length: manifest.layers });
  const sizes: Sizes[] = [];
  for (let layer = from; layer <= to; layer++) {
    const read = await graph(layer);
    layers[layer - 1] = layerWeights(read, layer, manifest.hiddenSize);
    sizes.push(sizesOf(read, manifest.hiddenSize));
  }
  const { vocabulary, ...shape } = shapeOf(manifest, sizes);
  const embedding = options.embedding
    ? embeddingWeights(await graph(0), vocabulary, shape.positions, shape.width)
    : undefined;
  return { shape: { ...shape, vocabulary }, layers, ...(embedding && { embedding }) };
}

interface Sizes {
  readonly file: string;
  readonly heads: number;
  readonly inner: number;
  readonly normEpsilon: number;
}

function sizesOf(graph: OnnxGraph, width: number): Sizes {
  return { file: graph.file, ...layerSizes(graph, width), normEpsilon: normEpsilonOf(graph) };
}

/** The encoder's shape, after checking that every layer read has the same sizes. */
function shapeOf(manifest: EncoderManifest, [first, ...others]: readonly Sizes[]) {
  const { heads, inner, normEpsilon } = first!;
  for (const other of others)
    for (const field of ['heads', 'inner', 'normEpsilon'] as const)
      if (other[field] !== first![field])
        throw new ParseError(
          other.file,
          0,
          field,
          `found ${other[field]}, want ${first![field]} as in ${first!.file}`,
        );
  return {
    layers: manifest.layers,
    width: manifest.hiddenSize,
    heads,
    inner,
    normEpsilon,
    vocabulary: manifest.pieces,
    positions: manifest.maxTokens,
  };
}

function checkedLayers(
  layers: LoadEncoderWeightsOptions['layers'],
  { layers: all }: EncoderManifest,
): { from: number; to: number } {
  const { from, to } = layers ?? { from: 1, to: all };
  const whole = Number.isInteger(from) && Number.isInteger(to);
  if (!(whole && from >= 1 && from <= to && to <= all))
    throw new RangeError(
      `loadEncoderWeights: layers must be a range within 1 to ${all}, got ${from} to ${to}`,
    );
  return { from, to };
}
