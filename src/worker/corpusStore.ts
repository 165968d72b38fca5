import { countParallel, summarise } from '../data';
import {
  NOT_STATED,
  type OpenedShard,
  openShardStore,
  type ShardContent,
  type ShardRecord,
  type ShardStore,
  type StorageState,
  storageState,
} from '../store';
import type { StudyInput } from '../study';
import {
  type Loaded,
  type LoadedPart,
  leftOutOf,
  noCorpus,
  problemsOf,
  recordsOf,
} from './loadedData';
import { summariseCollection, summariseData } from './summary';

/** Keeps what is loaded in the browser and loads it again. The store is opened at the first call. */
export class CorpusStore {
  #opening: Promise<ShardStore> | undefined;

  constructor(readonly openStore: () => Promise<ShardStore> = openShardStore) {}

  /** @throws StoreFullError naming the part that does not fit. */
  async keep(
    { input, parts }: Loaded,
    { licence, added }: { readonly licence: string; readonly added: number },
  ): Promise<ShardRecord[]> {
    const store = await this.#store();
    const kept: ShardRecord[] = [];
    for (const part of parts) {
      const content = contentOf(part, input);
      if (!content) continue;
      const stated = (await part.licence?.()) ?? licence;
      const { records, problems, leftOut } = part;
      kept.push(
        await store.save(content, { sources: records, problems, leftOut, licence: stated, added }),
      );
    }
    return kept;
  }

  async list(): Promise<ShardRecord[]> {
    return (await this.#store()).list();
  }

  async delete(hash: string): Promise<number> {
    return (await this.#store()).delete(hash);
  }

  async storage(): Promise<StorageState> {
    return storageState(await this.#store());
  }

  /**
   * Gives stored data as it was when it was imported.
   *
   * @throws Error if a shard is missing or damaged, or they are not one corpus or collection with bitexts.
   */
  async open(hashes: readonly string[]): Promise<Loaded> {
    const store = await this.#store();
    const shards: OpenedShard[] = [];
    for (const hash of hashes) shards.push(await store.read(hash));
    return joinShards(shards);
  }

  #store(): Promise<ShardStore> {
    this.#opening ??= this.openStore();
    // The next call may have more luck, e.g. when another tab has closed.
    this.#opening.catch(() => {
      this.#opening = undefined;
    });
    return this.#opening;
  }
}

function contentOf({ kind }: LoadedPart, input: StudyInput): ShardContent | undefined {
  const { corpus, collection, relevance, bitext } = input;
  if (kind === 'corpus') return { kind, corpus };
  if (kind === 'bitext' && bitext.length > 0)
    return { kind, name: nameOf(bitext), bitexts: bitext };
  if (kind === 'collection' && collection) {
    const { rerank, notes } = collection;
    return { kind, collection: collection.collection, notes, ...(rerank && { rerank }) };
  }
  if (kind === 'relevance' && relevance)
    return { kind: 'collection', collection: relevance, notes: [] };
  return undefined;
}

function nameOf(bitexts: StudyInput['bitext']): string {
  const names = [...new Set(bitexts.map(({ name }) => name))];
  const more = names.length > 3 ? ` and ${names.length - 3} more` : '';
  return `${names.slice(0, 3).join(', ')}${more}`;
}

function joinShards(shards: readonly OpenedShard[]): Loaded {
  const of = <Kind extends ShardContent['kind']>(kind: Kind) =>
    shards.flatMap(({ content }) =>
      content.kind === kind ? [content as Extract<ShardContent, { kind: Kind }>] : [],
    );
  const [corpora, collections, bitexts] = [of('corpus'), of('collection'), of('bitext')];
  if (of('vectors').length > 0) throw new Error('Token vectors are no corpus; choose a corpus.');
  if (corpora.length > 1 || collections.length > 1)
    throw new Error('Choose one corpus or collection; bitexts may be several.');
  const [corpus, collection] = [corpora[0]?.corpus, collections[0]];
  if (!corpus && !collection) throw new Error('Choose a corpus, too: bitext alone has no queries.');
  const parts = partsOf(shards, corpus !== undefined);
  const records = recordsOf(parts);
  const bitext = bitexts.flatMap((content) => content.bitexts);
  if (!corpus) {
    const { collection: ranked, notes, rerank } = collection!;
    const read = { collection: ranked, notes, rerank };
    return {
      input: { corpus: noCorpus(ranked.name), collection: read, bitext, records },
      summary: {
        ...summariseCollection(read, bitext, problemsOf(parts), records),
        ...leftOutOf(parts),
      },
      parts,
    };
  }
  const relevance = collection?.collection;
  const [own, ...rest] = parts;
  const reading = { corpus, problems: own!.problems, summary: summarise(corpus) };
  return {
    input: { corpus, bitext, records, ...(relevance && { relevance }) },
    summary: {
      ...summariseData(reading, bitext, problemsOf(rest), records),
      ...{ parallel: countParallel(corpus) },
      ...leftOutOf(parts),
    },
    parts,
  };
}

/** In the order of an import: corpus or collection, bitext, judgements that the ranker learns from. */
function partsOf(shards: readonly OpenedShard[], hasCorpus: boolean): LoadedPart[] {
  const order = ['corpus', 'collection', 'bitext', 'relevance', 'beside'];
  return shards
    .map(({ record, content: { kind }, problems }): LoadedPart => {
      const role = kind === 'collection' && hasCorpus ? 'relevance' : kind;
      return {
        kind: role === 'vectors' ? 'beside' : role,
        ...{
          problems,
          leftOut: record.leftOut,
          records: record.sources,
          licence: async () => statedIn(record),
        },
      };
    })
    .sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}

function statedIn({ licence }: ShardRecord): string | undefined {
  return licence === NOT_STATED ? undefined : licence;
}
