import type { Problems } from '../problems';
import { decodeLine, eachLine } from '../source/eachLine';
import type { DataFile } from '../types';

/** Which ids are pages. */
interface Ids {
  has(id: string): boolean;
}

/** Visits rows of two ids; others are bad. */
async function eachPair(
  file: DataFile,
  problems: Problems,
  visit: (from: string, to: string, line: number) => void,
): Promise<void> {
  await eachLine(file, (bytes, line) => {
    const fields = decodeLine(file.path, line, bytes)
      .split('\t')
      .map((field) => field.trim());
    const [from = '', to = ''] = fields;
    if (fields.length === 1 && from === '') return;
    if (fields.length !== 2 || from === '' || to === '')
      problems.badRow(file.path, line, '', 'wanted two ids with a TAB between');
    else visit(from, to, line);
  });
}

/** English id to foreign id. A second mate of one page is a bad row. */
export async function readMates(
  file: DataFile,
  english: Ids,
  foreign: Ids,
  problems: Problems,
): Promise<Map<string, string>> {
  const mateOf = new Map<string, string>();
  const unknown: string[] = [];
  await eachPair(file, problems, (from, to, line) => {
    const other = mateOf.get(from);
    if (!english.has(from) || !foreign.has(to)) unknown.push(`${from} ${to}`);
    else if (other !== undefined && other !== to)
      problems.badRow(file.path, line, '', `${from} has the mate ${other} already, found ${to}`);
    else mateOf.set(from, to);
  });
  problems.ids(file.path, `${unknown.length} mates left out, a page is unknown`, unknown);
  return mateOf;
}

/** Links from and to the mates. */
export class MutualLinks {
  readonly #to = new Map<string, Set<string>>();
  readonly #from = new Map<string, Set<string>>();
  rows = 0;

  constructor(readonly mates: ReadonlySet<string>) {}

  add(from: string, to: string): void {
    this.rows += 1;
    // A page that links to itself is still only its own mate.
    if (from === to) return;
    if (this.mates.has(from)) put(this.#to, from, to);
    if (this.mates.has(to)) put(this.#from, to, from);
  }

  /** Pages linked by the mate that link to it, in the order of the mate's links. */
  of(mate: string): string[] {
    const back = this.#from.get(mate);
    return [...(this.#to.get(mate) ?? [])].filter((page) => back?.has(page));
  }
}

function put(map: Map<string, Set<string>>, key: string, value: string): void {
  const values = map.get(key) ?? new Set<string>();
  map.set(key, values.add(value));
}

/** Links between pages that are there; others are counted. */
export async function readMutual(
  file: DataFile,
  mates: ReadonlySet<string>,
  foreign: Ids,
  problems: Problems,
): Promise<MutualLinks> {
  const links = new MutualLinks(mates);
  let unknown = 0;
  await eachPair(file, problems, (from, to) => {
    if (foreign.has(from) && foreign.has(to)) links.add(from, to);
    else unknown += 1;
  });
  if (unknown > 0) problems.note(file.path, `${unknown} links left out, a page is unknown`);
  return links;
}
