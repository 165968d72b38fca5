import type { Language } from '../data';
import { meanRankCorrelation, measurePool, type PoolQuery, type PoolReport } from '../eval';
import { mean } from '../lib';
import type { Method, PoolRow } from '../report';
import type { Judgements } from './judgements';
import type { Listener } from './ranking';

/** Depth of PEER. */
const DEPTH = 100;
/** Depth of the language shares. */
const SHARE_DEPTH = 10;

interface Heard {
  readonly queries: PoolQuery[];
  /** Of each query, `[documents]`: what the rankings of parallel queries are compared by. */
  readonly scores: Float32Array[];
}

/** Language bias of the rankings in T4's pool: PEER, Max@R and language shares by query language, and MRC over all. */
export class PoolBias {
  /** By method and seed, then by language. */
  readonly #heard = new Map<string, Map<Language, Heard>>();
  readonly #rows = new Map<string, PoolRow[]>();

  constructor(private readonly languages: readonly Language[]) {}

  /** What hears the rankings of one language under each of the names. */
  listen(
    names: readonly { readonly method: Method; readonly seed: number }[],
    language: Language,
    { tasks, tieRank }: Judgements,
  ): Listener {
    const [task] = tasks as [Judgements['tasks'][0]];
    const heard: Heard = { queries: [], scores: [] };
    for (const { method, seed } of names) {
      const key = JSON.stringify([method, seed]);
      const own = this.#heard.get(key) ?? new Map<Language, Heard>();
      own.set(language, heard);
      this.#heard.set(key, own);
    }
    const languageOf = task.documentIds.map((id) => id.slice(0, id.indexOf(':')));
    return (query, scores) => {
      const row = ({ offsets, indices }: typeof task.relevant) =>
        indices.subarray(offsets[query]!, offsets[query + 1]!);
      const away = new Set(row(task.excluded));
      const order = Array.from(scores.keys())
        .filter((document) => !away.has(document))
        .sort((a, b) => scores[b]! - scores[a]! || tieRank[a]! - tieRank[b]!);
      const place = new Map(order.map((document, at) => [document, at + 1]));
      heard.queries.push({
        relevant: Array.from(row(task.relevant), (document) => ({
          language: languageOf[document]!,
          rank: place.get(document)!,
          level: 1,
        })),
        list: order.slice(0, DEPTH).map((document) => languageOf[document]!),
      });
      heard.scores.push(scores.slice());
    };
  }

  /** Measures what was heard of a method and seed, and forgets its scores. */
  close(method: Method, seed: number): void {
    const heard = this.#heard.get(JSON.stringify([method, seed]));
    if (!heard) return;
    const rows = [...heard].map(([language, { queries }]) =>
      this.#rowOf(method, language, queries),
    );
    const all = this.#rowOf(
      method,
      null,
      [...heard.values()].flatMap(({ queries }) => queries),
    );
    const correlation = meanRankCorrelation(parallel([...heard.values()])).value;
    this.#rows.set(method, [...(this.#rows.get(method) ?? []), ...rows, { ...all, correlation }]);
    this.#heard.delete(JSON.stringify([method, seed]));
  }

  /** Means over the seeds. */
  rows(): PoolRow[] {
    return [...this.#rows].flatMap(([method, rows]) => {
      const languages = [...new Set(rows.map(({ language }) => language))];
      return languages.map((language) => meanRow(method, language, rows));
    });
  }

  #rowOf(method: Method, language: Language | null, queries: readonly PoolQuery[]): PoolRow {
    const options = { languages: this.languages, weights: { 1: 1 } };
    const report: PoolReport = measurePool(queries, { ...options, k: DEPTH });
    const shares = measurePool(queries, { ...options, k: SHARE_DEPTH }).share;
    return {
      ...{ method, language, peer: report.peer.value, peerDocuments: report.peerDocuments },
      maxAtR: report.maxAtR.value,
      share: Object.fromEntries(shares.map((share) => [share.language, share.value])),
      correlation: null,
    };
  }
}

/** Query by query, the scores that it gives in each language. */
function* parallel(languages: readonly Heard[]): Generator<readonly Float32Array[]> {
  const count = Math.min(...languages.map(({ scores }) => scores.length));
  for (let query = 0; query < count; query++) yield languages.map(({ scores }) => scores[query]!);
}

function meanRow(method: Method, language: Language | null, rows: readonly PoolRow[]): PoolRow {
  const own = rows.filter((row) => row.language === language);
  const over = (read: (row: PoolRow) => number | null | undefined) => {
    const values = own.map(read).filter((value) => typeof value === 'number');
    return values.length > 0 ? mean(values) : null;
  };
  const languages = Object.keys(own[0]?.share ?? {});
  return {
    ...{ method, language, peer: over(({ peer }) => peer) },
    ...{ peerDocuments: over((row) => row.peerDocuments), maxAtR: over((row) => row.maxAtR) },
    share: Object.fromEntries(languages.map((name) => [name, over(({ share }) => share[name])])),
    correlation: over(({ correlation }) => correlation),
  };
}
