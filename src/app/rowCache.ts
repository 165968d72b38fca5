import type { PreviewRow, RowPage } from '../worker';

const PAGE = 100;
/** Pages that are held: far more than a screen shows, far less than a corpus has. */
const MOST_PAGES = 30;

/**
 * Rows of one query as far as they are looked at: asked for by page, the pages looked at longest ago forgotten.
 * Pages that are asked for while the list is still scrolling are asked for all the same, one after the other.
 */
export class RowCache {
  readonly #pages = new Map<number, readonly PreviewRow[] | null>();
  #total = 0;
  #error: string | null = null;

  /**
   * @param fetchRows gives `count` rows from `start`.
   * @param onChange is called when rows have come.
   */
  constructor(
    readonly fetchRows: (start: number, count: number) => Promise<RowPage>,
    readonly onChange: () => void,
  ) {}

  /** Rows of the whole result; 0 before the first page is there. */
  get total(): number {
    return this.#total;
  }

  get error(): string | null {
    return this.#error;
  }

  /** Undefined while the row is on its way. */
  row(index: number): PreviewRow | undefined {
    return this.#pages.get(Math.floor(index / PAGE))?.[index % PAGE];
  }

  /** Asks for the rows from `first` to `last` that are not there. */
  want(first: number, last: number): void {
    for (let page = Math.floor(first / PAGE); page <= Math.floor(last / PAGE); page++) {
      const known = this.#pages.get(page);
      if (known === undefined) void this.#fetch(page);
      else {
        // Looked at last, forgotten last.
        this.#pages.delete(page);
        this.#pages.set(page, known);
      }
    }
  }

  async #fetch(page: number): Promise<void> {
    this.#pages.set(page, null);
    try {
      const { total, rows } = await this.fetchRows(page * PAGE, PAGE);
      this.#total = total;
      this.#pages.set(page, rows);
      for (const old of [...this.#pages.keys()].slice(0, -MOST_PAGES)) this.#pages.delete(old);
    } catch (error) {
      // Not asked for again: what failed once would fail at every scroll.
      this.#error = error instanceof Error ? error.message : String(error);
    }
    this.onChange();
  }
}
