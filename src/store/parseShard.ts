import {
  type Bitext,
  type CollectionText,
  type DataFile,
  decodeLine,
  eachLine,
  type Judgement,
  type SlotSpan,
  type Split,
  type Utterance,
} from '../data';
import {
  SHARD_FORMAT,
  SHARD_SCHEMA,
  type ShardHeader,
  SPLITS,
  type StoredPair,
} from './shardFormat';
import type { ShardContent } from './types';

/** Reads the rows of a shard back. @throws Error naming the line that is no row, or a later format. */
export async function parseShard(file: DataFile): Promise<ShardContent> {
  let builder: Builder | undefined;
  await eachLine(file, (bytes, number) => {
    const line: unknown = JSON.parse(decodeLine(file.path, number, bytes));
    if (builder) builder.add(line, number);
    else builder = builderOf(line);
  });
  if (!builder) throw new Error('the shard has no header');
  return builder.content();
}

interface Builder {
  add(line: unknown, number: number): void;
  content(): ShardContent;
}

function builderOf(line: unknown): Builder {
  const header = line as Partial<ShardHeader> | null;
  if (header?.format !== SHARD_FORMAT || typeof header.schema !== 'number')
    throw new Error(`line 1: the header is missing, wanted format ${SHARD_FORMAT}`);
  if (header.schema > SHARD_SCHEMA)
    throw new Error(
      `written by a later version of the page: its format is ${header.schema}, this page reads up to ${SHARD_SCHEMA}`,
    );
  const { kind, name = '' } = header;
  if (kind === 'corpus') return new CorpusBuilder(header as ShardHeader);
  if (kind === 'bitext') return new BitextBuilder(name);
  if (kind === 'collection') return new CollectionBuilder(header as ShardHeader);
  throw new Error(`line 1: kind is ${JSON.stringify(kind)}, wanted corpus, bitext or collection`);
}

class CorpusBuilder implements Builder {
  readonly #splits: Record<Split, Utterance[]> = { train: [], dev: [], test: [] };
  constructor(readonly header: ShardHeader) {}

  add(line: unknown, number: number): void {
    const [split, id, language, text, intent, domain, slots, parse] = arrayOf(line, number, 8);
    const words = { id, language, text, intent, domain, parse } as Record<keyof Utterance, string>;
    const known = SPLITS.find((one) => one === split);
    if (!known || !Array.isArray(slots) || Object.values(words).some(notString))
      throw noRow(number);
    const spans = (slots as [string, number, number][]).map(
      ([name, start, end]): SlotSpan => ({ name, start, end }),
    );
    this.#splits[known]!.push({ ...words, slots: spans });
  }

  content(): ShardContent {
    const { name, synthetic = false, topic = 'intent' } = this.header;
    return {
      kind: 'corpus',
      corpus: { name, synthetic, topic, splits: this.#splits },
    };
  }
}

class BitextBuilder implements Builder {
  readonly #bitexts: (Omit<Bitext, 'pairs'> & { readonly pairs: StoredPair[] })[] = [];
  constructor(readonly name: string) {}

  add(line: unknown, number: number): void {
    if (!Array.isArray(line)) {
      const { name, language } = line as { name: string; language: string };
      if (notString(name) || notString(language)) throw noRow(number);
      this.#bitexts.push({ name, language, pairs: [] });
      return;
    }
    const [english, foreign, score] = line as [string, string, number?];
    const bitext = this.#bitexts.at(-1);
    if (!bitext || notString(english) || notString(foreign)) throw noRow(number);
    bitext.pairs.push({ english, foreign, ...(score !== undefined && { score }) });
  }

  content(): ShardContent {
    return { kind: 'bitext', name: this.name, bitexts: this.#bitexts };
  }
}

class CollectionBuilder implements Builder {
  readonly #queries: CollectionText[] = [];
  readonly #documents: CollectionText[] = [];
  readonly #qrels: Judgement[] = [];
  readonly #lists = new Map<string, readonly string[]>();
  constructor(readonly header: ShardHeader) {}

  add(line: unknown, number: number): void {
    const [table, id, second, third] = arrayOf(line, number, 3);
    if (notString(id)) throw noRow(number);
    if (table === 'list' && Array.isArray(second)) {
      this.#lists.set(id, second as string[]);
      return;
    }
    if (notString(second)) throw noRow(number);
    if (table === 'judgement' && typeof third === 'number')
      this.#qrels.push({ query: id, document: second, grade: third });
    else if (table === 'query' && !notString(third))
      this.#queries.push({ id, language: second, text: third });
    else if (table === 'document' && !notString(third))
      this.#documents.push({ id, language: second, text: third });
    else throw noRow(number);
  }

  content(): ShardContent {
    const { name, notes = [], rerank } = this.header;
    const collection = {
      name,
      queries: this.#queries,
      documents: this.#documents,
      qrels: this.#qrels,
    };
    const run = rerank !== undefined && { rerank: { name: rerank, lists: this.#lists } };
    return { kind: 'collection', collection, notes, ...run };
  }
}

function arrayOf(line: unknown, number: number, least: number): unknown[] {
  if (!Array.isArray(line) || line.length < least) throw noRow(number);
  return line;
}

function notString(value: unknown): value is Exclude<unknown, string> {
  return typeof value !== 'string';
}

function noRow(number: number): Error {
  return new Error(`line ${number} is no row`);
}
