/** Names of a BERT- or XLM-R-shaped checkpoint of the transformers library, below the model's prefix. */
export const EMBEDDING_NAMES = {
  words: 'embeddings.word_embeddings.weight',
  positions: 'embeddings.position_embeddings.weight',
  types: 'embeddings.token_type_embeddings.weight',
  norm: 'embeddings.LayerNorm',
} as const;

/** Linear maps of a layer, below `layerPrefix`. */
export const LINEAR_NAMES = {
  q: 'attention.self.query',
  k: 'attention.self.key',
  v: 'attention.self.value',
  o: 'attention.output.dense',
  inner: 'intermediate.dense',
  outer: 'output.dense',
} as const;

export const NORM_NAMES = {
  norm1: 'attention.output.LayerNorm',
  norm2: 'output.LayerNorm',
} as const;

/** Layers are numbered from 0 there and from 1 here. */
export const layerPrefix = (layer: number) => `encoder.layer.${layer - 1}`;
