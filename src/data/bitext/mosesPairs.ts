import { ParseError } from '../../lib';
import type { Problems } from '../problems';
import { LineQueue } from '../source/lineQueue';
import type { DataFile, Language } from '../types';
import type { PairBatch, SourcePair } from './types';

/** Two line-aligned files, and perhaps a third with a score a line. */
export interface MosesFiles {
  readonly name: string;
  readonly language: Language;
  readonly sources: readonly string[];
  readonly english: DataFile;
  readonly foreign: DataFile;
  readonly scores?: DataFile | undefined;
}

const NOT_UTF8 = 'found bytes that are not UTF-8, wanted UTF-8 text';

/**
 * Pairs line i with line i, reading the files in lockstep: memory holds a chunk of each. Empty lines keep their place;
 * a line that is not UTF-8 is a bad row of the foreign file.
 *
 * @throws ParseError after the last pair if line counts differ; before it if a file is empty or UTF-16.
 */
export async function* mosesPairs(
  files: MosesFiles,
  problems: Problems,
): AsyncGenerator<PairBatch> {
  const { name, language, sources } = files;
  const [english, foreign] = [new LineQueue(files.english), new LineQueue(files.foreign)];
  const scores = files.scores && new LineQueue(files.scores);
  const queues = [english, foreign, ...(scores ? [scores] : [])];
  const reader = new LineRows(files, problems);
  try {
    for (;;) {
      const ready: number[] = [];
      for (const queue of queues) ready.push(await queue.ready());
      const count = Math.min(...ready);
      if (count === 0) break;
      const pairs = reader.pair(english.take(count), foreign.take(count), scores?.take(count));
      yield { name, language, file: files.foreign.path, sources, pairs };
    }
    await checkCounts(queues);
    reader.end();
  } finally {
    for (const queue of queues) await queue.close();
  }
}

async function checkCounts([first, ...others]: readonly LineQueue[]): Promise<void> {
  if (!first) return;
  const lines = await first.countAll();
  for (const other of others) {
    const found = await other.countAll();
    if (found === lines) continue;
    const detail = `found ${lines} lines, but ${found} in ${other.file.path}; wanted equal counts`;
    throw new ParseError(first.file.path, 0, '', detail);
  }
}

type Lines = readonly (string | undefined)[];

/** Makes pairs of lines; knows how far the files are read. */
class LineRows {
  #line = 0;
  #unscored = 0;

  constructor(
    readonly files: MosesFiles,
    readonly problems: Problems,
  ) {}

  pair(english: Lines, foreign: Lines, scores: Lines | undefined): SourcePair[] {
    const pairs: SourcePair[] = [];
    for (let at = 0; at < english.length; at++) {
      this.#line += 1;
      const [left, right] = [english[at], foreign[at]];
      if (left === undefined || right === undefined) {
        const where = left === undefined ? `${this.files.english.path}: ` : '';
        this.problems.badRow(this.files.foreign.path, this.#line, '', `${where}${NOT_UTF8}`);
        continue;
      }
      const pair = { english: left, foreign: right, line: this.#line };
      const score = scores && this.#score(scores[at]);
      pairs.push(score === undefined ? pair : { ...pair, score });
    }
    return pairs;
  }

  #score(text: string | undefined): number | undefined {
    const score = numberOf(text ?? '');
    if (score === undefined) this.#unscored += 1;
    return score;
  }

  end(): void {
    if (this.#unscored > 0 && this.files.scores)
      this.problems.note(
        this.files.scores.path,
        `${this.#unscored} lines are no number; their pairs have no score`,
      );
  }
}

/** A finite number that is all of a text; undefined for anything else. */
export function numberOf(text: string): number | undefined {
  const trimmed = text.trim();
  return /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i.test(trimmed) &&
    Number.isFinite(Number(trimmed))
    ? Number(trimmed)
    : undefined;
}
