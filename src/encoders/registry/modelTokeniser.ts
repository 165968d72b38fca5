import { Tokenizer } from '@huggingface/tokenizers';
import { makeTokenSpans, type TokenizerJson, type TokenSpan } from '../offsets/tokenSpans';
import type { TextRole, TokenisedText } from '../types';
import type { ColbertSettings } from './colbert';
import type { ModelSettings } from './settings';

/** As that of the embedded encoder: no real text has tokens so long on average. */
const CHARACTERS_PER_TOKEN = 64;

export interface TokeniserOptions {
  /** Tokens of the longest text; the model's own limit if it is lower. 0: the model's own. */
  readonly maxTokens?: number;
  /** Fills queries up with mask tokens, as the export was trained. */
  readonly expandQueries?: boolean;
}

export interface ModelTokeniser {
  readonly maxTokens: number;
  /** Whether queries and passages get other tokens. */
  readonly hasRoles: boolean;
  /** What a batch is filled up with. */
  readonly padId: number;
  tokenise(text: string, role?: TextRole): TokenisedText;
  /** As `Encoder.spans`; undefined for markers and mask tokens, too. */
  spans(text: string, role?: TextRole): readonly (TokenSpan | undefined)[];
}

/** What surrounds the tokens of one role. */
interface Frame {
  readonly limit: number;
  /** Id and text of the token after the first. */
  readonly marker: readonly [id: number, piece: string] | undefined;
  /** Filled up to this length with the mask token; 0: not. */
  readonly expanded: number;
}

/**
 * Makes the tokeniser of a model's `tokenizer.json`: WordPiece, BPE or Unigram, with the special tokens of its template.
 * A ColBERT export's marker goes after the first token; a query is filled up with mask tokens where that is asked for.
 *
 * @throws Error if `json` is no tokeniser file that is known; RangeError for a marker or mask token that it does not know, a limit
 *   that leaves no room for text.
 */
export function makeModelTokeniser(
  json: string,
  configJson: string,
  settings: Pick<ModelSettings, 'maxTokens' | 'padToken' | 'maskToken' | 'colbert'>,
  { maxTokens = 0, expandQueries = false }: TokeniserOptions = {},
): ModelTokeniser {
  const tokenizer = parseTokenizer(json, configJson);
  const spansOf = makeTokenSpans(tokenizer, JSON.parse(json) as TokenizerJson);
  const limit = Math.min(settings.maxTokens, maxTokens || settings.maxTokens);
  const margins = marginsOf(tokenizer);
  const { colbert } = settings;
  if (expandQueries && !colbert)
    throw new RangeError('encoder: it is no ColBERT export, so there is no query expansion');
  const frame = (role: TextRole): Frame => {
    const query = role === 'query';
    const own = colbert ? (query ? colbert.queryLength : colbert.documentLength) : limit;
    const marker = colbert && (query ? colbert.queryMarker : colbert.documentMarker);
    return {
      limit: Math.min(limit, own),
      marker: marker ? [idOf(tokenizer, marker, 'marker'), marker] : undefined,
      expanded: expandQueries && query ? Math.min(limit, own) : 0,
    };
  };
  const frames = { query: frame('query'), passage: frame('passage') };
  const mask = settings.maskToken ?? '[MASK]';
  const maskId = expandQueries ? idOf(tokenizer, mask, 'mask token') : 0;
  const least = margins[0] + margins[1] + 2;
  if (Math.min(frames.query.limit, frames.passage.limit) < least)
    throw new RangeError(`encoder: expected room for at least ${least} tokens, got ${limit}`);
  const { padToken } = settings;
  return {
    maxTokens: limit,
    hasRoles: differ(frames.query, frames.passage),
    padId: (padToken === undefined ? undefined : tokenizer.token_to_id(padToken)) ?? 0,
    tokenise: (text, role = 'query') =>
      fill(inFrame(tokenizer, text, frames[role], margins), frames[role], colbert, [maskId, mask]),
    spans(text, role = 'query') {
      const frame = frames[role];
      const spans = [...spansOf(cutText(text, frame))];
      framed(spans, frame, margins, undefined);
      const masks = Math.max(0, frame.expanded - spans.length);
      return [...spans, ...Array<undefined>(masks).fill(undefined)];
    },
  };
}

function parseTokenizer(json: string, configJson: string): Tokenizer {
  try {
    return new Tokenizer(JSON.parse(json) as object, JSON.parse(configJson) as object);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`tokenizer.json: no tokeniser that is known here: ${reason}`, { cause });
  }
}

type Margins = readonly [start: number, end: number];
type Framed = {
  readonly ids: number[];
  readonly pieces: string[];
  readonly truncated: boolean;
  readonly margins: Margins;
};

/** Special tokens before and behind a text, by what the template puts around one. */
function marginsOf(tokenizer: Tokenizer): Margins {
  const bare = tokenizer.encode('a', { add_special_tokens: false }).ids;
  const { ids } = tokenizer.encode('a');
  for (let start = 0; start + bare.length <= ids.length; start++)
    if (bare.every((id, at) => ids[start + at] === id))
      return [start, ids.length - start - bare.length];
  throw new RangeError('tokenizer.json: its template changes the tokens of the text itself');
}

function idOf(tokenizer: Tokenizer, token: string, what: string): number {
  const id = tokenizer.token_to_id(token) ?? tokenizer.token_to_id(token.trim());
  if (id === undefined)
    throw new RangeError(`tokenizer.json: it knows no ${what} ${JSON.stringify(token)}`);
  return id;
}

function differ(a: Frame, b: Frame): boolean {
  return a.limit !== b.limit || a.expanded !== b.expanded || a.marker?.[0] !== b.marker?.[0];
}

/** The text's tokens, cut to the limit before the last special ones, with the marker. */
function inFrame(tokenizer: Tokenizer, text: string, frame: Frame, margins: Margins): Framed {
  const { limit, marker } = frame;
  const [start, end] = margins;
  const cut = cutText(text, frame);
  const { ids, tokens: pieces } = tokenizer.encode(cut);
  const truncated = ids.length > limit - (marker ? 1 : 0) || cut.length < text.length;
  framed(ids, frame, margins, marker?.[0] ?? 0);
  framed(pieces, frame, margins, marker?.[1] ?? '');
  return { ids, pieces, truncated, margins: [marker ? Math.max(start, 1) + 1 : start, end] };
}

/** Characters beyond what can fill the limit. */
function cutText(text: string, { limit }: Frame): string {
  return text.slice(0, limit * CHARACTERS_PER_TOKEN);
}

/** Cuts a list, one entry a token, before the last special tokens and puts the marker after the first. */
function framed<Entry>(
  list: Entry[],
  { limit, marker }: Frame,
  [, end]: Margins,
  markerEntry: Entry,
): void {
  const room = limit - (marker ? 1 : 0);
  if (list.length > room) list.splice(room - end, list.length - room);
  if (marker) list.splice(1, 0, markerEntry);
}

function fill(
  { ids, pieces, truncated, margins: [start, end] }: Framed,
  { expanded }: Frame,
  colbert: ColbertSettings | undefined,
  [maskId, mask]: readonly [number, string],
): TokenisedText {
  const own = ids.length;
  const masks = Math.max(0, expanded - own);
  for (let k = 0; k < masks; k++) {
    ids.push(maskId);
    pieces.push(mask);
  }
  return {
    ids: Int32Array.from(ids),
    pieces,
    truncated,
    margins: [start, end + masks],
    ...(masks > 0 && !colbert?.attendsExpansion && { attended: own }),
  };
}
