import type { Language } from '../data';
import type { Task } from '../eval';
import type { Method, TaskId } from '../report';
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
 * report's. Scores are float32 with 9 significant digits and come back bit for bit. T4 has qrels by language,
 * `T4.LANGUAGE.qrels`, since its queries leave their own language out.
 */
export class TrecFiles {
  readonly #written = new Set<string>();

  /** @param depth documents a query; 0 means all, without which MAP cannot be recomputed exactly. */
  constructor(
    private readonly put: PutFile,
    private readonly depth: number,
  ) {}

  /** What hears the rankings of one language; `finish` then writes them under each of the names. */
  open({ tasks, tieRank }: Judgements, names: readonly RunName[]) {
    const parts = tasks.map((): string[][] => names.map(() => []));
    const order = new Uint32Array(tieRank.length);
    const listen: Listener = (query, scores) => {
      sortDocuments(order, scores, tieRank);
      tasks.forEach((task, t) => {
        const lines = runLines(task, query, order, scores, this.depth);
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

function qrelsName(kind: TaskId, language: Language): string {
  return kind === 'T4' ? `T4.${language}.qrels` : `${kind}.qrels`;
}

/** What a file may be called everywhere: the weight of a sum is written `0.5xmse`. */
function fileName(name: string): string {
  return name.replaceAll('*', 'x').replaceAll(/[^\w.@+-]/g, '-');
}

function qrelsText({ queryIds, documentIds, relevant, grades }: Task): string {
  const lines: string[] = [];
  queryIds.forEach((query, q) => {
    for (let at = relevant.offsets[q]!; at < relevant.offsets[q + 1]!; at++)
      lines.push(`${query} 0 ${documentIds[relevant.indices[at]!]} ${grades[at]}\n`);
  });
  return lines.join('');
}

/** Document indices by score descending, then in the order of `tieRank`. */
function sortDocuments(order: Uint32Array, scores: Float32Array, tieRank: Uint32Array): void {
  for (let k = 0; k < order.length; k++) order[k] = k;
  order.sort((a, b) => scores[b]! - scores[a]! || tieRank[a]! - tieRank[b]!);
}

/** The lines of one query without their last field, the name of the run. */
function runLines(
  { queryIds, documentIds, excluded }: Task,
  query: number,
  order: Uint32Array,
  scores: Float32Array,
  depth: number,
): string[] {
  const away = new Set(
    excluded.indices.subarray(excluded.offsets[query]!, excluded.offsets[query + 1]!),
  );
  const lines: string[] = [];
  for (const document of order) {
    if (away.has(document)) continue;
    const score = scores[document]!.toPrecision(9);
    lines.push(`${queryIds[query]} Q0 ${documentIds[document]} ${lines.length + 1} ${score}`);
    if (lines.length === depth) break;
  }
  return lines;
}
