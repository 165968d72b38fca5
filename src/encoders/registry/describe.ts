import type { ColbertSettings } from './colbert';
import { type Dtype, type GraphFiles, graphFiles } from './graphFiles';
import type { ModelFiles, ModelOrigin } from './modelFiles';
import { type ModelSettings, readSettings } from './settings';
import { denseFile } from './tokenModules';

/** A file that opening the model reads. */
export interface NeededFile {
  readonly path: string;
  /** null: not known before it is read. */
  readonly bytes: number | null;
  /** Needs no network. */
  readonly local: boolean;
}

/** What is known of an encoder before its weights are loaded. */
export interface EncoderDescription extends Omit<ModelOrigin, 'kind'> {
  readonly kind: 'embedded' | ModelOrigin['kind'];
  readonly modelType: string;
  readonly layers: number;
  /** Length of a vector of the last layer, the projection of a ColBERT export included. */
  readonly dimension: number;
  readonly maxTokens: number;
  readonly dtype: Dtype | 'q4';
  /** What its authors put before texts, by their names for it. */
  readonly prompts: Readonly<Record<string, string>>;
  /** How its authors pool, where they say. */
  readonly pooling: string | null;
  readonly colbert: ColbertSettings | null;
  readonly files: readonly NeededFile[];
  /** Of all files, and of those that are to be downloaded. */
  readonly bytes: number;
  readonly missingBytes: number;
}

const SMALL = ['config.json', 'tokenizer_config.json'] as const;

/** What opening a model reads, besides small files that `readSettings` has read. */
export interface ModelPlan {
  readonly settings: ModelSettings;
  readonly graph: GraphFiles;
  /** Of tokeniser, weights and projection. */
  readonly paths: readonly string[];
}

/**
 * Reads the small files of a model and chooses those that hold the weights.
 *
 * @throws as `readSettings` and `graphFiles` do.
 */
export async function planModel(
  files: ModelFiles,
  dtype: Dtype,
  signal?: AbortSignal,
): Promise<ModelPlan> {
  if (!files.sizes.has('tokenizer.json'))
    throw new RangeError(
      `encoder ${files.origin.name}: there is no tokenizer.json; want the fast tokeniser's file`,
    );
  const settings = withLinear(await readSettings(files, signal), files);
  const graph = graphFiles(files, dtype);
  const weights = graph.kind === 'onnx' ? [graph.graph, ...graph.data] : [graph.weights];
  const dense = settings.modules.flatMap((module) =>
    module.kind === 'dense' ? [denseFile(module.path)] : [],
  );
  const small = SMALL.filter((path) => files.sizes.has(path));
  return {
    settings,
    graph,
    paths: [...new Set([...small, 'tokenizer.json', ...weights, ...dense])],
  };
}

/** ColBERT v2 keeps its projection, without a bias, among the transformer's weights. */
function withLinear(settings: ModelSettings, files: ModelFiles): ModelSettings {
  const { colbert, modules, width } = settings;
  if (!colbert?.width || modules.length > 0 || !files.sizes.has(denseFile(''))) return settings;
  const linear = { kind: 'dense', path: '', inputs: width, outputs: colbert.width } as const;
  return { ...settings, modules: [{ ...linear, bias: false, activation: 'identity' }] };
}

/** Describes a model of the hub or of a folder; loads no weights. @throws as `planModel` does. */
export async function describeModel(
  files: ModelFiles,
  dtype: Dtype,
  signal?: AbortSignal,
): Promise<EncoderDescription> {
  const { settings, paths } = await planModel(files, dtype, signal);
  const needed = await Promise.all(
    paths.map(async (path) => ({
      path,
      bytes: files.sizes.get(path) ?? null,
      local: await files.isLocal(path),
    })),
  );
  const sum = (list: readonly NeededFile[]) =>
    list.reduce((total, { bytes }) => total + (bytes ?? 0), 0);
  const dense = settings.modules.filter((module) => module.kind === 'dense').at(-1);
  return {
    ...files.origin,
    modelType: settings.modelType,
    layers: settings.layers,
    dimension: dense?.outputs ?? settings.width,
    maxTokens: settings.maxTokens,
    dtype,
    prompts: Object.fromEntries(settings.prompts),
    pooling: settings.pooling ?? null,
    colbert: settings.colbert ?? null,
    files: needed,
    bytes: sum(needed),
    missingBytes: sum(needed.filter(({ local }) => !local)),
  };
}
