import type { VectorMeta } from './types';

/** Names under which tools keep the same thing. */
const NAMES = {
  tokeniser: ['tokeniser', 'tokenizer'],
  model: ['model', 'model_id', 'encoder'],
  layer: ['layer'],
  prefix: ['prefix'],
  specialTokens: ['special_tokens', 'specialTokens'],
  normalised: ['normalised', 'normalized'],
} as const;

const KEPT = new Map<string, 'kept' | 'dropped'>([
  ...(['kept', 'keep', 'true'] as const).map((word) => [word, 'kept'] as const),
  ...(['dropped', 'drop', 'false'] as const).map((word) => [word, 'dropped'] as const),
]);

/** Reads what a file's metadata say of its vectors; what they do not say, or not in these words, is absent. */
export function readMeta(metadata: ReadonlyMap<string, string>, dtype: string): VectorMeta {
  const get = (field: keyof typeof NAMES) =>
    NAMES[field].map((name) => metadata.get(name)).find((value) => value !== undefined);
  const [tokeniser, model, prefix] = [get('tokeniser'), get('model'), get('prefix')];
  const layer = get('layer');
  const isLayer = layer !== undefined && /^-?\d{1,4}$/.test(layer);
  const specialTokens = KEPT.get((get('specialTokens') ?? '').toLowerCase());
  const normalised = (get('normalised') ?? '').toLowerCase();
  return {
    ...(tokeniser !== undefined && { tokeniser }),
    ...(model !== undefined && { model }),
    ...(isLayer && { layer: Number(layer) }),
    ...(prefix !== undefined && { prefix }),
    ...(specialTokens && { specialTokens }),
    normalised:
      normalised === 'true' ? true : normalised === 'false' ? false : ('not recorded' as const),
    dtype,
  };
}

/** The same as names and values to store, `dtype` among them. */
export function writeMeta(meta: VectorMeta, dtype: string): Record<string, string> {
  const { tokeniser, model, layer, prefix, specialTokens, normalised } = meta;
  return {
    format: 'optical-bench token vectors 1',
    ...(tokeniser !== undefined && { tokeniser }),
    ...(model !== undefined && { model }),
    ...(layer !== undefined && { layer: String(layer) }),
    ...(prefix !== undefined && { prefix }),
    ...(specialTokens && { special_tokens: specialTokens }),
    ...(normalised !== 'not recorded' && { normalised: String(normalised) }),
    dtype,
  };
}
