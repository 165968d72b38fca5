import type { Language } from '../data';
import type { Task } from '../eval';
import type { Method, TaskId } from '../report';
import type { JudgedCollection } from './collection';
import type { Judgements } from './judgements';
import type { Listener } from './ranking';

/** Takes a finished file, e.g. `T1.qrels`; awaited, so that one at a time is in memory. */
export type PutFile = (name: string, content: Blob) => Promise<void>;

/** A ranking under the name of a method, language and seed. */
export interface RunName {
  readonly method: Method;
  readonly language: Language;
  readonly seed: number;
}

/**
 * Writes judgements and rankings as TREC files: `TASK.qrels` and `TASK.METHOD.LANGUAGE.SEED.run`. Documents that a task
 * excludes are not in its runs, queries without a relevant document not in its qrels, so that trec_eval's MAP is the
 * report's. Scores are float32 with 9 significant digits and come back bit for bit. T4 and C have qrels by language,
 * `T4.LANGUAGE.qrels`, since queries of T4 leave their own language out, and those of a collection may differ.
 */
export class TrecFiles {
  readonly #written = new Set<string>();

  /** @param depth documents a query; 0 means all, without which MAP cannot be recomputed exactly. */
  constructor(
    private readonly put: PutFile,
    private readonly depth: number,
  ) {}

  /** What hears the rankings of one language; `finish` then writes them under each of the names. */
  open({ tasks, tieRank, lists }: Judgements, names: readonly RunName[]) {
    const parts = tasks.map((): string[][] => names.map(() => []));
    const listen: Listener = (query, scores) => {
      const ranked = sortDocuments(scores, tieRank, lists?.[query]);
      tasks.forEach((task, t) => {
        const lines = runLines(task, query, ranked, this.depth);
        names.forEach(({ method }, n) => {
          parts[t]![n]!.push(lines.map((line) => `${line} ${method}\n`).join(''));
        });
      });
    };
    const finish = async () => {
      for (const [t, task] of tasks.entries()) {
        await this.#qrels(task, names[0]!.language);
        for (const [n, { method, language, seed }] of names.entries()) {
          const name = `${task.kind}.${method}.${language}.${seed}.run`;
          await this.put(fileName(name), new Blob(parts[t]![n]!));
        }
      }
    };
    return { listen, finish };
  }

  async #qrels(task: Task, language: Language): Promise<void> {
    const name = fileName(qrelsName(task.kind, language));
    if (this.#written.has(name)) return;
    this.#written.add(name);
    await this.put(name, new Blob([qrelsText(task)]));
  }
}

/** @throws RangeError for an id that a TREC file cannot hold. */
export function checkTrecIds({ queryIds, documentIds }: JudgedCollection): void {
  for (const [what, ids] of [
    ['query', queryIds],
    ['document', documentIds],
  ] as const) {
    const bad = ids.filter((id) => !/^\S+$/.test(id));
    if (bad.length > 0)
      throw new RangeError(
        `Study: TREC files need ids without white space; ${bad.length} of ${ids.length} ${what} ids have some, such as ${JSON.stringify(bad[0])}`,
      );
  }
}

function qrelsName(kind: TaskId, language: Language): string {
  return kind === 'T4' || kind === 'C' ? `${kind}.${language}.qrels` : `${kind}.qrels`;
}

/** What a file may be called everywhere: the weight of a sum is written `0.5xmse`. */
function fileName(name: string): string {
  return name.replaceAll('*', 'x').replaceAll(/[^\w.@+-]/g, '-');
}

function qrelsText({ queryIds, documentIds, relevant, grades, missing }: Task): string {
  const lines: string[] = [];
  queryIds.forEach((query, q) => {
    for (let at = relevant.offsets[q]!; at < relevant.offsets[q + 1]!; at++)
      lines.push(`${query} 0 ${documentIds[relevant.indices[at]!]} ${grades[at]}\n`);
    for (const { id, grade } of missing?.[q] ?? []) lines.push(`${query} 0 ${id} ${grade}\n`);
  });
  return lines.join('');
}

interface RankedDocument {
  readonly document: number;
  readonly score: number;
}

/** Documents, all or those of a list, by score descending, then in the order of `tieRank`. */
function sortDocuments(
  scores: Float32Array,
  tieRank: Uint32Array,
  list: Uint32Array | undefined,
): RankedDocument[] {
  const order = Uint32Array.from(scores.keys());
  const documentOf = (at: number) => list?.[at] ?? at;
  order.sort(
    (a, b) => scores[b]! - scores[a]! || tieRank[documentOf(a)]! - tieRank[documentOf(b)]!,
  );
  return Array.from(order, (at) => ({ document: documentOf(at), score: scores[at]! }));
}

/** The lines of one query without their last field, the name of the run. */
function runLines(
  { queryIds, documentIds, excluded }: Task,
  query: number,
  ranked: readonly RankedDocument[],
  depth: number,
): string[] {
  const away = new Set(
    excluded.indices.subarray(excluded.offsets[query]!, excluded.offsets[query + 1]!),
  );
  const lines: string[] = [];
  for (const { document, score } of ranked) {
    if (away.has(document)) continue;
    const name = documentIds[document];
    lines.push(`${queryIds[query]} Q0 ${name} ${lines.length + 1} ${score.toPrecision(9)}`);
    if (lines.length === depth) break;
  }
  return lines;
}
