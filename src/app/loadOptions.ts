import type { BitextOptions } from '../data';
import type { CollectionLoad, EngineFile, InputFile } from '../worker';

/** What files do not say, and files that go with them; undefined leaves it to the reader. */
export interface LoadOptions extends CollectionLoad {
  /** Of line-aligned text: share of the documents for train and dev, in [0, 1). */
  readonly trainShare?: number | undefined;
  /** Of MTEB's files: equal ids are translations of each other. */
  readonly trustIds?: boolean | undefined;
  /** A judged collection that the English ranker learns from in place of a corpus's intents. */
  readonly relevance?: readonly InputFile[] | undefined;
  /** English translations of queries. */
  readonly translations?: readonly InputFile[] | undefined;
  /** The English ranker's matrix. */
  readonly ranker?: InputFile | undefined;
  /** Where a bitext table's pairs are. */
  readonly fields?: BitextOptions['fields'];
}

/** The options without those that nobody set, so that they can be compared and handed on. */
function setOptions<Options extends LoadOptions>(options: Options): Partial<Options> {
  const isSet = ([, value]: [string, unknown]) =>
    value !== undefined && !(Array.isArray(value) && value.length === 0);
  return Object.fromEntries(Object.entries(options).filter(isSet)) as Partial<Options>;
}

/** Whether two choices of options are the same, files by identity. */
export function sameOptions(one: LoadOptions, other: LoadOptions): boolean {
  const [a, b] = [Object.entries(setOptions(one)), new Map(Object.entries(setOptions(other)))];
  return a.length === b.size && a.every(([key, value]) => b.get(key) === value);
}

/** The options that concern a collection, as the engine takes them. */
export function collectionOptions(options: LoadOptions) {
  const { split, queryLanguage, documentLanguage, others, triples, run } = options;
  return setOptions({ split, queryLanguage, documentLanguage, others, triples, run });
}

/** The options that concern a corpus. */
export function corpusOptions({ trainShare, trustIds, relevance }: LoadOptions) {
  return {
    ...(trainShare !== undefined && { trainShare }),
    ...(trustIds && { trustIds }),
    ...(relevance && relevance.length > 0 && { relevance }),
  };
}

/** What goes with either; these small files are read whole. */
export async function besideOptions({ translations = [], ranker, fields }: LoadOptions) {
  return {
    ...(ranker && { ranker: await wholeInput(ranker) }),
    ...(translations.length > 0 && {
      translations: await Promise.all(translations.map(wholeInput)),
    }),
    ...(fields && { fields }),
  };
}

async function wholeInput(file: InputFile): Promise<EngineFile> {
  if ('bytes' in file) return file;
  const content = 'blob' in file ? file.blob : await fetchInput(file.url);
  return { path: file.path, bytes: new Uint8Array(await content.arrayBuffer()) };
}

async function fetchInput(url: string): Promise<Response> {
  const reply = await fetch(url);
  if (!reply.ok) throw new Error(`${url} is not there (HTTP ${reply.status}).`);
  return reply;
}
