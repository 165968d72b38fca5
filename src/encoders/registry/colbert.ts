import type { JsonFile } from './jsonFile';

/** How a late-interaction model was trained to see its texts. */
export interface ColbertSettings {
  /** The token after the first one of a query, and of a document; '' for none. */
  readonly queryMarker: string;
  readonly documentMarker: string;
  /** Tokens, special ones and marker included; expanded queries all have this length. */
  readonly queryLength: number;
  readonly documentLength: number;
  /** Whether queries were filled up with mask tokens, and whether the other tokens saw these. */
  readonly expands: boolean;
  readonly attendsExpansion: boolean;
  /** Words whose vectors were left out of documents. */
  readonly skiplist: readonly string[];
  /** Of ColBERT v2: length of its vectors, whose projection is among the transformer's weights. */
  readonly width?: number;
}

/** What ColBERT's `mask_punctuation` and PyLate leave out: Python's `string.punctuation`. */
export const PUNCTUATION: readonly string[] = [...'!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'];

/**
 * The settings of a ColBERT export: PyLate's and sentence-transformers' (`config_sentence_transformers.json` of model type
 * `ColBERT`), or ColBERT v2's own `artifact.metadata`; undefined for any other model.
 *
 * @throws ParseError naming file and field, found and wanted.
 */
export function readColbert(
  top: JsonFile | undefined,
  artifact: JsonFile | undefined,
): ColbertSettings | undefined {
  if (top && ['ColBERT', 'MultiVectorEncoder'].includes(top.text('model_type') ?? ''))
    return {
      queryMarker: top.text('query_prefix') ?? '',
      documentMarker: top.text('document_prefix') ?? '',
      queryLength: top.count('query_length') ?? 32,
      documentLength: top.count('document_length') ?? 180,
      // Exports of before these fields expanded always, and hid the expansion from the other tokens.
      expands: top.flag('do_query_expansion') ?? top.text('model_type') === 'ColBERT',
      attendsExpansion: top.flag('attend_to_expansion_tokens') ?? false,
      skiplist: top.texts('skiplist_words') ?? [],
    };
  if (!artifact) return undefined;
  return {
    width: artifact.count('dim') ?? 128,
    queryMarker: artifact.text('query_token_id') ?? '[unused0]',
    documentMarker: artifact.text('doc_token_id') ?? '[unused1]',
    queryLength: artifact.count('query_maxlen') ?? 32,
    documentLength: artifact.count('doc_maxlen') ?? 220,
    expands: true,
    attendsExpansion: artifact.flag('attend_to_mask_tokens') ?? false,
    skiplist: (artifact.flag('mask_punctuation') ?? true) ? PUNCTUATION : [],
  };
}
