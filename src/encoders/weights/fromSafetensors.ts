import { float32Tensor, ParseError, type Safetensors } from '../../lib';
import type {
  EmbeddingWeights,
  EncoderWeights,
  LayerWeights,
  LinearWeights,
  NormWeights,
} from '../../nn';
import { type CheckpointConfig, parseCheckpointConfig } from './checkpointConfig';
import { EMBEDDING_NAMES, LINEAR_NAMES, layerPrefix, NORM_NAMES } from './checkpointNames';

/** What may stand before the names: nothing in a bare encoder, the model's name below a head. */
const PREFIXES = ['', 'bert.', 'roberta.', 'model.'] as const;

/**
 * The weights of a BERT- or XLM-R-shaped checkpoint of the transformers library; pooler and heads are left out.
 *
 * @param checkpoint `model.safetensors`, as `readSafetensors` gives it.
 * @param configText `config.json`; `configFile` names it in messages.
 * @throws ParseError naming file and tensor or field, found and wanted.
 */
export function encoderFromSafetensors(
  checkpoint: Safetensors,
  configText: string,
  configFile = 'config.json',
): EncoderWeights {
  const config = parseCheckpointConfig(configText, configFile);
  const { types: _, positionRows, firstPosition, ...shape } = config;
  const prefix = prefixOf(checkpoint);
  const get: Get = (name, wanted) => float32Tensor(checkpoint, `${prefix}${name}`, wanted);
  const norm = (name: string): NormWeights => normAt(checkpoint, prefix + name, shape.width);
  const embedding = embeddingOf(get, norm, config, checkpoint.file);
  const layers = Array.from({ length: shape.layers }, (_, at) =>
    layerOf(get, norm, layerPrefix(at + 1), config),
  );
  return { shape: { ...shape, positions: positionRows - firstPosition }, embedding, layers };
}

type Get = (name: string, shape: readonly number[]) => Float32Array;
type GetNorm = (name: string) => NormWeights;

function prefixOf({ file, tensors }: Safetensors): string {
  const prefix = PREFIXES.find((start) => tensors.has(start + EMBEDDING_NAMES.words));
  if (prefix === undefined)
    throw new ParseError(
      file,
      0,
      EMBEDDING_NAMES.words,
      `found no such tensor, also not after ${PREFIXES.filter(Boolean).join(', ')}`,
    );
  return prefix;
}

/** Early checkpoints call the factor gamma and the summand beta. */
function normAt(checkpoint: Safetensors, name: string, width: number): NormWeights {
  const early = checkpoint.tensors.has(`${name}.gamma`);
  const [gamma, beta] = early ? ['gamma', 'beta'] : ['weight', 'bias'];
  return {
    gamma: float32Tensor(checkpoint, `${name}.${gamma}`, [width]),
    beta: float32Tensor(checkpoint, `${name}.${beta}`, [width]),
  };
}

function embeddingOf(
  get: Get,
  norm: GetNorm,
  { vocabulary, width, types, positionRows, firstPosition }: CheckpointConfig,
  file: string,
): EmbeddingWeights {
  if (firstPosition >= positionRows)
    throw new ParseError(
      file,
      0,
      EMBEDDING_NAMES.positions,
      `found ${positionRows} rows, want more than the ${firstPosition} before the first token`,
    );
  const stored = get(EMBEDDING_NAMES.positions, [positionRows, width]);
  const positions = stored.slice(firstPosition * width);
  const type = get(EMBEDDING_NAMES.types, [types, width]); // every token of a single text has type 0
  for (let k = 0; k < positions.length; k++) {
    // Adding nothing keeps the sign of a zero, so that what was exported comes back bit for bit.
    const more = type[k % width]!;
    if (more !== 0) positions[k]! += more;
  }
  return {
    words: get(EMBEDDING_NAMES.words, [vocabulary, width]),
    positions,
    norm: norm(EMBEDDING_NAMES.norm),
  };
}

function layerOf(
  get: Get,
  norm: GetNorm,
  prefix: string,
  { width, inner }: CheckpointConfig,
): LayerWeights {
  const linear = (map: keyof typeof LINEAR_NAMES, outputs: number, inputs: number) => {
    const name = `${prefix}.${LINEAR_NAMES[map]}`;
    return {
      w: get(`${name}.weight`, [outputs, inputs]),
      b: get(`${name}.bias`, [outputs]),
    } satisfies LinearWeights;
  };
  return {
    q: linear('q', width, width),
    k: linear('k', width, width),
    v: linear('v', width, width),
    o: linear('o', width, width),
    norm1: norm(`${prefix}.${NORM_NAMES.norm1}`),
    inner: linear('inner', inner, width),
    outer: linear('outer', width, inner),
    norm2: norm(`${prefix}.${NORM_NAMES.norm2}`),
  };
}
