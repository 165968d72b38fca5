import { Problems } from '../problems';
import type { DataFile, Language } from '../types';
import { openBitext } from './openBitext';
import type { PairBatch, PairOptions } from './types';

export interface PairStreamOptions extends PairOptions {
  /** Gets rows that cannot be read, and what is to be said of files. */
  readonly problems?: Problems;
}

/**
 * Streams the translation pairs of files and zips, with no more than a few chunks in memory: Moses pairs, OPUS zips,
 * TSV, CSV, TMX, JSONL and Parquet. Nothing is filtered, pairs without text on a side are among them; bitexts come one
 * after the other, languages of one file in turns.
 *
 * @throws ParseError as `openBitext` and its formats; pairs that were given before belong to a file that is not whole.
 */
export async function* bitextPairs(
  files: readonly DataFile[],
  options: PairStreamOptions = {},
): AsyncGenerator<PairBatch> {
  const problems = options.problems ?? new Problems();
  const { parts } = await openBitext(files, problems, options);
  for (const part of parts) yield* wantedPairs(part.pairs(), problems, options.languages);
}

/** The batches of the languages wanted; what the others have is noted. */
export async function* wantedPairs(
  batches: AsyncGenerator<PairBatch>,
  problems: Problems,
  languages: readonly Language[] | undefined,
): AsyncGenerator<PairBatch> {
  const unwanted = new Map<Language, { file: string; pairs: number }>();
  for await (const batch of batches) {
    const { language, file, pairs } = batch;
    if (!languages || languages.includes(language)) yield batch;
    else
      unwanted.set(language, { file, pairs: (unwanted.get(language)?.pairs ?? 0) + pairs.length });
  }
  for (const [language, { file, pairs }] of unwanted)
    problems.note(file, `${pairs} pairs of ${language} are not read: the language is not wanted`);
}
