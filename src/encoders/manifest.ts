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
 * @throws Error if it is not JSON of schema `encoder/1` with positive sizes and a list of files.
 */
export function parseManifest(text: string, url: string): EncoderManifest {
  let parsed: Partial<EncoderManifest> | null;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw new Error(`${url}: not JSON`, { cause });
  }
  if (parsed?.schema !== 'encoder/1')
    throw new Error(`${url}: schema is ${JSON.stringify(parsed?.schema)}, want "encoder/1"`);
  for (const field of ['hiddenSize', 'layers', 'maxTokens'] as const)
    if (!(Number.isInteger(parsed[field]) && Number(parsed[field]) > 0))
      throw new Error(`${url}: ${field} is ${parsed[field]}, want a positive integer`);
  if (!Array.isArray(parsed.files)) throw new Error(`${url}: files is not a list`);
  return parsed as EncoderManifest;
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
