import { Rng } from '../../lib';
import type { Problems } from '../problems';
import { decodeLine, eachLine } from '../source/eachLine';
import type { DataFile } from '../types';
import { Judgements } from './judgements';

/** Relevance of the positive passage of a triple; the negative one has 0. */
const POSITIVE = 1;

/**
 * Reads `query positive negative` between tabs, ids each: the first passage gets grade 1, the second 0. A pair that
 * is both is relevant.
 *
 * @param most rows to read, by Vitter's reservoir (1985, algorithm R): each row is as likely as every other one.
 */
export async function readTriples(
  file: DataFile,
  problems: Problems,
  most: number | undefined,
  seed: number,
): Promise<Judgements> {
  const rng = new Rng(seed).fork('triples');
  const judgements = new Judgements(file.path);
  const rows: (readonly [string, string, string, number])[] = [];
  let seen = 0;
  await eachLine(file, (bytes, line) => {
    const [query = '', positive = '', negative = '', ...rest] = decodeLine(file.path, line, bytes)
      .trim()
      .split(/\s+/);
    if (negative === '' || rest.length > 0) {
      problems.badRow(file.path, line, '', 'wanted three ids: query, positive, negative');
      return;
    }
    seen += 1;
    const row = [query, positive, negative, line] as const;
    if (most === undefined) addTriple(judgements, row);
    else if (rows.length < most) rows.push(row);
    else {
      const at = rng.below(seen);
      if (at < most) rows[at] = row;
    }
  });
  for (const row of rows.sort((a, b) => a[3] - b[3])) addTriple(judgements, row);
  if (most !== undefined && seen > most)
    problems.note(
      file.path,
      `${most} of ${seen} triples are read, at random by the seed`,
      'triples',
    );
  return judgements;
}

type Triple = readonly [query: string, positive: string, negative: string, line: number];

function addTriple(judgements: Judgements, [query, positive, negative, line]: Triple): void {
  judgements.raise(query, positive, POSITIVE, line);
  judgements.raise(query, negative, 0, line);
}
