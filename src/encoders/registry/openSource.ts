import { readBase } from '../baseAbout';
import { type FetchBytes, fetchFrom } from '../fetchBytes';
import { parseManifest } from '../manifest';
import { describeModel, type EncoderDescription } from './describe';
import { browserFileCache, type FileCache } from './fileCache';
import { folderFiles } from './folderFiles';
import type { Dtype } from './graphFiles';
import { hubFiles } from './hubFiles';
import type { ModelFiles } from './modelFiles';
import { type OpenedModel, type OpenModelOptions, openModel } from './openModel';
import type { EncoderSource } from './source';

export interface SourceOptions {
  /** Where downloads are kept; default the browser's Cache API where it has one. */
  readonly cache?: FileCache | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onNote?: (note: string) => void;
}

/** A source that is not the embedded encoder, which `openEncoder` opens. */
export type ModelSource = Exclude<EncoderSource, { readonly kind: 'embedded' }>;

/**
 * Says what a model is and what opening it would load; reads its small JSON files alone.
 *
 * @throws Error or RangeError for people: not found, private, unreachable, no ONNX, a broken file.
 */
export async function describeSource(
  source: ModelSource,
  dtype: Dtype,
  options: SourceOptions = {},
): Promise<EncoderDescription> {
  return describeModel(await sourceFiles(source, options), dtype, options.signal);
}

/** Opens a model of the hub or of a folder. @throws as `describeSource` and `openModel` do. */
export async function openSource(
  source: ModelSource,
  options: OpenModelOptions & SourceOptions,
): Promise<OpenedModel & { readonly origin: ModelFiles['origin'] }> {
  const files = await sourceFiles(source, options);
  return { ...(await openModel(files, options)), origin: files.origin };
}

function sourceFiles(source: ModelSource, options: SourceOptions): Promise<ModelFiles> {
  if (source.kind === 'folder') return Promise.resolve(folderFiles(source));
  const { cache = browserFileCache(globalThis.caches), signal, onNote } = options;
  return hubFiles(source, { cache, signal, ...(onNote && { onNote }) });
}

/** Describes the embedded encoder as `describeSource` does others. @throws as `parseManifest` does. */
export async function describeEmbedded(from: string | FetchBytes): Promise<EncoderDescription> {
  const fetchBytes = typeof from === 'string' ? fetchFrom(from) : from;
  const base = await readBase(fetchBytes);
  const text = new TextDecoder().decode(await fetchBytes('encoder.json'));
  const { maxTokens, files } = parseManifest(text, 'encoder.json');
  const needed = files.map(({ name: path, bytes }) => ({ path, bytes, local: true }));
  return {
    kind: 'embedded',
    name: base.name,
    licence: base.licence,
    modelType: 'bert',
    layers: base.layers,
    dimension: base.width,
    maxTokens,
    dtype: 'q4',
    // The model card of multilingual-e5-small asks for these, for symmetric tasks `query: ` on both sides.
    prompts: E5_PROMPTS,
    pooling: 'mean',
    colbert: null,
    files: needed,
    bytes: needed.reduce((sum, { bytes }) => sum + bytes, 0),
    missingBytes: 0,
  };
}

/** What E5 models were trained with (arXiv 2402.05672 and its model card). */
export const E5_PROMPTS = { query: 'query: ', passage: 'passage: ' } as const;
