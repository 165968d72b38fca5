import type { SourceRows } from './types';

/** Adds up rows by the path that was handed in, in the order of first use: a zip counts once. */
export class SourceCount {
  readonly #rows = new Map<string, number>();

  add(source: string, rows: number): void {
    this.#rows.set(source, (this.#rows.get(source) ?? 0) + rows);
  }

  records(): SourceRows[] {
    return [...this.#rows].map(([path, rows]) => ({ path, rows }));
  }
}

/** Gives a list of names for an error message, cut after twenty. */
export function listNames(names: readonly string[]): string {
  if (names.length === 0) return 'nothing';
  const rest = names.length - 20;
  return names.slice(0, 20).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}
