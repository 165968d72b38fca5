import { missingParallels, TextCounter } from '../data';
import type { StudyInput } from '../study';
import type { DataPart, LanguageStatistics, RowPage, RowQuery } from './dataTypes';
import { type PreviewTable, previewTables } from './previewTables';

/** More rows than any screen shows. */
const MOST_ROWS = 500;
/** Rows looked at between two answers to other calls: a few milliseconds. */
const SLICE = 5_000;
const KEPT_QUERIES = 4;

/** Looks at what is loaded: rows by page, and what the texts are like. */
export class Preview {
  readonly #tables: ReadonlyMap<string, PreviewTable>;
  /** Row indices of the last queries by their text. */
  readonly #found = new Map<string, Promise<Uint32Array>>();
  #statistics: Promise<readonly LanguageStatistics[]> | undefined;
  #closed = false;

  constructor(readonly input: StudyInput) {
    this.#tables = new Map(previewTables(input).map((table) => [table.part.id, table]));
  }

  /** Other data was loaded: what is still being counted stops. */
  close(): void {
    this.#closed = true;
  }

  parts(): DataPart[] {
    return [...this.#tables.values()].map(({ part }) => part);
  }

  /** @throws RangeError for a table that is not loaded, or a place that is no row. */
  async rows(query: RowQuery, start: number, count: number): Promise<RowPage> {
    const table = this.#tables.get(query.part);
    if (!table)
      throw new RangeError(
        `rows: ${query.part} is not loaded; found ${[...this.#tables.keys()].join(', ')}`,
      );
    if (!Number.isSafeInteger(start) || start < 0)
      throw new RangeError(`rows: start must be a whole number from 0, got ${start}`);
    const found = await this.#search(table, query);
    const total = found?.length ?? table.part.rows;
    const end = Math.min(total, start + Math.min(count, MOST_ROWS));
    const rows = [];
    for (let at = start; at < end; at++) rows.push(table.row(found ? found[at]! : at));
    return { total, start, rows };
  }

  statistics(): Promise<readonly LanguageStatistics[]> {
    this.#statistics ??= this.#count();
    return this.#statistics;
  }

  /** Undefined: every row. */
  #search(table: PreviewTable, query: RowQuery): Promise<Uint32Array> | undefined {
    const search = folded(query.search?.trim() ?? '');
    const { language } = query;
    if (search === '' && language === undefined) return undefined;
    const key = JSON.stringify([table.part.id, language, search]);
    const found = this.#found.get(key) ?? this.#scan(table, language, search);
    // The newest at the end, the oldest forgotten.
    this.#found.delete(key);
    this.#found.set(key, found);
    found.catch(() => this.#found.delete(key));
    for (const old of [...this.#found.keys()].slice(0, -KEPT_QUERIES)) this.#found.delete(old);
    return found;
  }

  async #scan(
    table: PreviewTable,
    language: string | undefined,
    search: string,
  ): Promise<Uint32Array> {
    const found: number[] = [];
    for (let index = 0; index < table.part.rows; index++) {
      if (index % SLICE === SLICE - 1) await this.#pause();
      if (language !== undefined && table.language(index) !== language) continue;
      if (search === '' || table.words(index).some((word) => folded(word).includes(search)))
        found.push(index);
    }
    return Uint32Array.from(found);
  }

  async #count(): Promise<LanguageStatistics[]> {
    const { corpus, bitext, collection, relevance } = this.input;
    const { train, dev, test } = corpus.splits;
    const missing = missingParallels(corpus);
    const ranked = collection?.collection ?? relevance;
    const counts = await this.#byLanguage('utterances', [train, dev, test], missing);
    if (ranked) {
      counts.push(...(await this.#byLanguage('queries', [ranked.queries])));
      counts.push(...(await this.#byLanguage('documents', [ranked.documents])));
    }
    for (const { name, language, pairs } of bitext) {
      const about = { table: 'bitext', name, missing: null } as const;
      for (const side of ['english', 'foreign'] as const) {
        const counter = new TextCounter();
        for (let at = 0; at < pairs.length; at++) {
          if (at % SLICE === SLICE - 1) await this.#pause();
          counter.add(pairs[at]![side]);
        }
        const code = side === 'english' ? 'en' : language;
        counts.push({ ...about, language: code, ...counter.result() });
      }
    }
    return counts;
  }

  /** Texts of a language are counted over all splits: a text of two of them is a repetition, too. */
  async #byLanguage(
    table: LanguageStatistics['table'],
    groups: readonly (readonly { readonly language: string; readonly text: string }[])[],
    missing?: ReadonlyMap<string, number>,
  ): Promise<LanguageStatistics[]> {
    const counters = new Map<string, TextCounter>();
    let at = 0;
    for (const rows of groups)
      for (const { language, text } of rows) {
        at += 1;
        if (at % SLICE === 0) await this.#pause();
        const counter = counters.get(language) ?? new TextCounter();
        counters.set(language, counter);
        counter.add(text);
      }
    return [...counters].map(([language, counter]) => ({
      ...{ table, name: '', language, ...counter.result() },
      missing: missing?.get(language) ?? null,
    }));
  }

  /** Lets other calls be answered. */
  async #pause(): Promise<void> {
    await new Promise<void>((resolve) => setTimeout(resolve));
    if (this.#closed) throw new DOMException('Other data was loaded.', 'AbortError');
  }
}

function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
