import { ParseError, quoteJson } from '../lib';

/** A file of the model and what its bytes must be. */
export interface ModelFile {
  readonly name: string;
  readonly bytes: number;
  /** Lower-case hexadecimal, 64 digits. */
  readonly sha256: string;
}

/** `encoder.json`, the list of contents that `tools/encoder` writes. */
export interface EncoderManifest {
  readonly schema: 'encoder/1';
  readonly name: string;
  readonly hiddenSize: number;
  readonly layers: number;
  readonly maxTokens: number;
  readonly pieces: number;
  readonly languages: readonly string[];
  readonly licence: string;
  readonly provenance?: unknown;
  readonly files: readonly ModelFile[];
}

/**
 * Reads `encoder.json`.
 *
 * @throws ParseError if it is not JSON of schema `encoder/1` with a name, positive sizes, languages and a list of files.
 */
export function parseManifest(text: string, url: string): EncoderManifest {
  const fail = (field: string, value: unknown, wanted: string) =>
    new ParseError(url, 0, field, `found ${quoteJson(value)}, want ${wanted}`);
  let parsed: Partial<Record<keyof EncoderManifest, unknown>> | null;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new ParseError(url, 0, '', 'not JSON');
  }
  if (parsed?.schema !== 'encoder/1') throw fail('schema', parsed?.schema, '"encoder/1"');
  for (const field of ['hiddenSize', 'layers', 'maxTokens', 'pieces'] as const)
    if (!isPositive(parsed[field])) throw fail(field, parsed[field], 'a positive integer');
  for (const field of ['name', 'licence'] as const)
    if (typeof parsed[field] !== 'string') throw fail(field, parsed[field], 'text');
  const { languages, files } = parsed;
  if (!Array.isArray(languages) || !languages.every((one) => typeof one === 'string'))
    throw fail('languages', languages, 'a list of codes');
  if (!Array.isArray(files)) throw fail('files', files, 'a list');
  for (const [at, file] of files.entries())
    if (!isModelFile(file)) throw fail(`files[${at}]`, file, '{name, bytes, sha256}');
  return parsed as EncoderManifest;
}

function isPositive(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) > 0;
}

function isModelFile(value: unknown): value is ModelFile {
  const { name, bytes, sha256 } = (value ?? {}) as Partial<Record<keyof ModelFile, unknown>>;
  const isHash = typeof sha256 === 'string' && /^[0-9a-f]{64}$/.test(sha256);
  return typeof name === 'string' && isPositive(bytes) && isHash;
}

/** The file that holds a part of the model: 0 the embeddings, 1 to `layers` a layer. */
export function graphName(part: number): string {
  return part === 0 ? 'embed.onnx' : `layer${String(part).padStart(2, '0')}.onnx`;
}

/**
 * The manifest's entry for a file.
 *
 * @throws Error if the manifest does not list `name`.
 */
export function fileNamed(manifest: EncoderManifest, name: string): ModelFile {
  const file = manifest.files.find((entry) => entry.name === name);
  if (!file) throw new Error(`encoder.json of ${manifest.name} lists no file ${name}`);
  return file;
}
