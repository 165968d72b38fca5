import { quoteJson } from '../lib';
import { listNames } from './sourceRows';
import type { ReadProblem } from './types';

const LISTED = 1000;
const SHOWN = 60;

/** Collects what is wrong: rows up to a thousand a file, then their number, because a file may have millions. */
export class Problems {
  readonly #listed: ReadProblem[] = [];
  readonly #bad = new Map<string, number>();

  /** Says something about a file as a whole. */
  note(file: string, message: string, field = ''): void {
    this.#listed.push({ file, line: 0, field, message });
  }

  /** Counts a row that cannot be read. */
  badRow(file: string, line: number, field: string, message: string): void {
    const count = (this.#bad.get(file) ?? 0) + 1;
    this.#bad.set(file, count);
    if (count <= LISTED) this.#listed.push({ file, line, field, message });
  }

  /** Counts a list of ids in one note; says nothing about an empty one. */
  ids(file: string, what: string, ids: Iterable<string>): void {
    const list = [...ids];
    if (list.length > 0) this.note(file, `${what}: ${listNames(list)}`);
  }

  get badRows(): number {
    return [...this.#bad.values()].reduce((sum, count) => sum + count, 0);
  }

  badRowsOf(file: string): number {
    return this.#bad.get(file) ?? 0;
  }

  list(): ReadProblem[] {
    const more = [...this.#bad].filter(([, count]) => count > LISTED);
    return [
      ...this.#listed,
      ...more.map(([file, count]) => {
        const message = `${count - LISTED} further rows could not be read`;
        return { file, line: 0, field: '', message };
      }),
    ];
  }
}

/** A value of a file as an error shows it; text in plain quotes, not escaped. */
export function shown(value: unknown): string {
  if (typeof value !== 'string') return quoteJson(value, SHOWN);
  return `"${value.length > SHOWN ? `${value.slice(0, SHOWN)}…` : `${value}"`}`;
}
