import { ParseError } from '../../lib';
import { Problems } from '../problems';
import { expandFiles, type SourceFile } from '../source/expandFiles';
import { headOf } from '../source/readFile';
import { listNames } from '../sourceRows';
import type { DataFile } from '../types';
import { type BitextPlace, bitextPlace, WANTED_BITEXT } from './bitextPlace';
import { delimitedPairs } from './delimitedPairs';
import { mosesParts } from './mosesParts';
import { tablePairs } from './tablePairs';
import { tmxPairs } from './tmxPairs';
import type { LicenceText, PairBatch, PairOptions } from './types';

/** One file, or a pair of files, that can be read to its end. */
export interface BitextPart {
  readonly name: string;
  /** Reads it from its start. */
  readonly pairs: () => AsyncGenerator<PairBatch>;
}

/** A file with what its path says. */
export interface PlacedFile<Shape extends BitextPlace['shape']> {
  readonly file: SourceFile;
  readonly place: Extract<BitextPlace, { readonly shape: Shape }>;
}

/** What is in a set of files, before pairs are read. */
export interface OpenedBitext {
  /** By path. */
  readonly parts: readonly BitextPart[];
  readonly licences: readonly LicenceText[];
}

const LICENCE_BYTES = 2 ** 14;
const HEAD_BYTES = 2 ** 16;

/**
 * Finds the bitext in a set of files and zips, and reads their licences. Files that are none are noted.
 *
 * @throws ParseError if nothing is recognised (naming what was found), a language is unknown, or a side has no partner.
 */
export async function openBitext(
  files: readonly DataFile[],
  problems: Problems,
  options: PairOptions,
): Promise<OpenedBitext> {
  const all = await expandFiles(files, (path) => bitextPlace(path) !== undefined);
  const placed = [...all]
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map((file) => ({ file, place: bitextPlace(file.path) }));
  const opening = new Opening(problems, options);
  for (const one of placed) await opening.add(one.file, one.place);
  const parts = opening.parts();
  if (parts.length === 0) throw opening.refusal ?? nothingFound(files, all);
  return { parts, licences: opening.licences };
}

class Opening {
  readonly licences: LicenceText[] = [];
  readonly #parts: BitextPart[] = [];
  readonly #lines: PlacedFile<'lines'>[] = [];
  readonly #scores: PlacedFile<'scores'>[] = [];
  /** Why a file that might have been bitext is not read. */
  refusal: ParseError | undefined;

  constructor(
    readonly problems: Problems,
    readonly options: PairOptions,
  ) {}

  async add(file: SourceFile, place: BitextPlace | undefined): Promise<void> {
    if (!place) this.problems.note(file.path, 'ignored: no bitext');
    else if (place.shape === 'lines') this.#lines.push({ file, place });
    else if (place.shape === 'scores') this.#scores.push({ file, place });
    else if (place.shape === 'licence') {
      const text = new TextDecoder().decode(await headOf(file, LICENCE_BYTES));
      this.licences.push({ file: file.path, text });
    } else await this.#addTable(file, place);
  }

  async #addTable(file: SourceFile, place: PlacedFile<'delimited' | 'table' | 'tmx'>['place']) {
    const { name, named, shape } = place;
    const table = { name, file, named, sources: [file.source] };
    const { problems, options } = this;
    if (shape === 'tmx') this.#parts.push({ name, pairs: () => tmxPairs(table, problems) });
    else if (shape === 'table')
      this.#parts.push({ name, pairs: () => tablePairs(table, problems, options) });
    else if (named || options.fields || (await this.#hasNames(file)))
      this.#parts.push({ name, pairs: () => delimitedPairs(table, problems, options) });
  }

  /** Whether the first lines of a table whose name says nothing tell its languages. */
  async #hasNames(file: SourceFile): Promise<boolean> {
    const head = await headOf(file, HEAD_BYTES);
    const end = head.lastIndexOf(0x0a) + 1;
    const bytes = end > 0 ? head.slice(0, end) : head.slice();
    const start = { name: '', file: { path: file.path, bytes }, named: undefined, sources: [] };
    try {
      await delimitedPairs(start, new Problems(), this.options).next();
      return true;
    } catch (error) {
      if (!(error instanceof ParseError)) throw error;
      this.refusal ??= error;
      this.problems.note(file.path, `ignored: no bitext: ${error.detail}`);
      return false;
    }
  }

  parts(): BitextPart[] {
    return [...this.#parts, ...mosesParts(this.#lines, this.#scores, this.problems)].sort((a, b) =>
      a.name < b.name ? -1 : a.name > b.name ? 1 : 0,
    );
  }
}

function nothingFound(given: readonly DataFile[], all: readonly SourceFile[]): ParseError {
  const names = all.map((file) => file.path);
  const file = given.length === 1 ? (given[0]?.path ?? '') : `${given.length} files`;
  const detail = `no bitext inside: found ${listNames(names)}; wanted ${WANTED_BITEXT}`;
  return new ParseError(file, 0, '', detail);
}
