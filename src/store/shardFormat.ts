import { type Bitext, type BitextPair, type Corpus, chunksOf, type Split } from '../data';
import type { LanguageRows, ShardContent, ShardKind, StoredCollection } from './types';

/** Version of the line format; a shard of a later one is refused. */
export const SHARD_SCHEMA = 1;
export const SHARD_FORMAT = 'optical-bench/shard' as const;
export const SPLITS: readonly Split[] = ['train', 'dev', 'test'];

/** The first line of every shard of rows. */
export interface ShardHeader {
  readonly format: typeof SHARD_FORMAT;
  readonly schema: number;
  readonly kind: Exclude<ShardKind, 'vectors'>;
  readonly name: string;
  readonly synthetic?: boolean;
  readonly topic?: Corpus['topic'];
  readonly notes?: readonly string[];
  readonly rerank?: string;
  /** What stands in a line, in order. */
  readonly columns: readonly string[];
}

/** A pair may carry a score of its alignment. */
export type StoredPair = BitextPair & { readonly score?: number };

const COLUMNS = {
  corpus: ['split', 'id', 'language', 'text', 'intent', 'domain', 'slots', 'parse'],
  bitext: ['english', 'foreign', 'score'],
  collection: ['table', 'id', 'language or document', 'text or grade'],
} as const;

/** Bytes gathered before they are handed on. */
const BATCH = 2 ** 18;

/**
 * Gives the canonical bytes of a shard in batches: a header line, then a JSON array a row, `\n` after each. Equal rows
 * give equal bytes.
 */
export async function* shardBytes(content: ShardContent): AsyncIterable<Uint8Array> {
  if (content.kind === 'vectors') {
    yield* chunksOf(content.file);
    return;
  }
  const encoder = new TextEncoder();
  let batch = '';
  for (const line of linesOf(content)) {
    batch += `${JSON.stringify(line)}\n`;
    if (batch.length < BATCH) continue;
    yield encoder.encode(batch);
    batch = '';
  }
  if (batch !== '') yield encoder.encode(batch);
}

/** What the record of a shard says of its rows. */
export function factsOf(content: ShardContent): {
  readonly name: string;
  readonly synthetic: boolean;
  readonly languages: LanguageRows;
  readonly rows: number;
} {
  const languages = languagesOf(content);
  const rows = languages.reduce((sum, language) => sum + language.rows, 0);
  const synthetic = content.kind === 'corpus' && content.corpus.synthetic;
  return { name: nameOf(content), synthetic, languages, rows };
}

function nameOf(content: ShardContent): string {
  switch (content.kind) {
    case 'corpus':
      return content.corpus.name;
    case 'bitext':
      return content.name;
    case 'collection':
      return content.collection.name;
    case 'vectors':
      return content.file.path;
  }
}

function languagesOf(content: ShardContent): LanguageRows {
  if (content.kind === 'vectors') return content.languages;
  const counts = new Map<string, number>();
  const add = (language: string, rows = 1) =>
    counts.set(language, (counts.get(language) ?? 0) + rows);
  if (content.kind === 'corpus')
    for (const split of SPLITS)
      for (const { language } of content.corpus.splits[split]) add(language);
  else if (content.kind === 'bitext')
    for (const { language, pairs } of content.bitexts) add(language, pairs.length);
  else
    for (const texts of [content.collection.queries, content.collection.documents])
      for (const { language } of texts) add(language);
  return [...counts].map(([language, rows]) => ({ language, rows }));
}

function* linesOf(content: Exclude<ShardContent, { kind: 'vectors' }>): Iterable<unknown> {
  const { kind } = content;
  const head = { format: SHARD_FORMAT, schema: SHARD_SCHEMA, kind, name: nameOf(content) };
  const columns = COLUMNS[kind];
  if (kind === 'corpus') {
    const { synthetic, topic } = content.corpus;
    yield { ...head, synthetic, topic, columns } satisfies ShardHeader;
    yield* corpusLines(content.corpus);
  } else if (kind === 'bitext') {
    yield { ...head, columns } satisfies ShardHeader;
    yield* bitextLines(content.bitexts);
  } else {
    const { notes, rerank } = content;
    const run = rerank && { rerank: rerank.name };
    yield { ...head, notes, ...run, columns } satisfies ShardHeader;
    yield* collectionLines(content);
  }
}

function* corpusLines({ splits }: Corpus): Iterable<unknown> {
  for (const split of SPLITS)
    for (const { id, language, text, intent, domain, slots, parse } of splits[split]) {
      const spans = slots.map(({ name, start, end }) => [name, start, end]);
      yield [split, id, language, text, intent, domain, spans, parse];
    }
}

function* bitextLines(bitexts: readonly Bitext[]): Iterable<unknown> {
  for (const { name, language, pairs } of bitexts) {
    yield { name, language };
    for (const { english, foreign, score } of pairs as readonly StoredPair[])
      yield score === undefined ? [english, foreign] : [english, foreign, score];
  }
}

function* collectionLines({ collection, rerank }: StoredCollection): Iterable<unknown> {
  for (const { id, language, text } of collection.queries) yield ['query', id, language, text];
  for (const { id, language, text } of collection.documents) yield ['document', id, language, text];
  for (const { query, document, grade } of collection.qrels)
    yield ['judgement', query, document, grade];
  for (const [query, documents] of rerank?.lists ?? []) yield ['list', query, documents];
}
