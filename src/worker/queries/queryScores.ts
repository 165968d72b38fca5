import type { ApMatrix } from '../../eval';
import { meanDefined } from '../../lib';
import type { QueryFacts } from './types';

/** Average precisions of one method, language and seed, by the place of the query; NaN where nothing is relevant. */
type Row = number[];

/** All queries of a task. */
export class TaskScores {
  /** Place of each query, in the order of its first row. */
  readonly places = new Map<string, number>();
  readonly topics: string[] = [];
  readonly domains: string[] = [];
  readonly methods = new Set<string>();
  readonly languages = new Set<string>();
  readonly seeds = new Set<number>();
  readonly #rows = new Map<string, Row>();

  /** The row that values of a method, language and seed go into. */
  rowFor(method: string, language: string, seed: number): Row {
    const key = keyOf(method, language, seed);
    let row = this.#rows.get(key);
    if (!row) {
      row = [];
      this.#rows.set(key, row);
      this.methods.add(method);
      this.languages.add(language);
      this.seeds.add(seed);
    }
    return row;
  }

  place(id: string, topic: string, domain: string): number {
    const known = this.places.get(id);
    if (known !== undefined) return known;
    const place = this.places.size;
    this.places.set(id, place);
    this.topics.push(topic);
    this.domains.push(domain);
    return place;
  }

  /** `[methods, languages, ids]` of one seed, as the bootstrap wants it. */
  matrix(seed: number, methods: readonly string[], languages: readonly string[]): ApMatrix {
    const ids = [...this.places.keys()];
    const values = new Float64Array(methods.length * languages.length * ids.length);
    values.fill(Number.NaN);
    methods.forEach((method, m) => {
      languages.forEach((language, l) => {
        const row = this.#rows.get(keyOf(method, language, seed));
        const start = (m * languages.length + l) * ids.length;
        row?.forEach((value, place) => {
          values[start + place] = value;
        });
      });
    });
    return { systems: methods, languages, ids, values };
  }

  /** Mean over the seeds, query by query: `[ids]`. */
  mean(method: string, language: string): Float64Array {
    const rows = [...this.seeds].map((seed) => this.#rows.get(keyOf(method, language, seed)));
    return Float64Array.from(
      { length: this.places.size },
      (_, place) => rows.reduce((sum, row) => sum + (row?.[place] ?? Number.NaN), 0) / rows.length,
    );
  }
}

/** What one `queries.csv` holds. */
export class QueryScores {
  readonly tasks = new Map<string, TaskScores>();
  rows = 0;

  /** @throws RangeError for a task that is not in the file. */
  task(name: string): TaskScores {
    const found = this.tasks.get(name);
    if (found) return found;
    throw new RangeError(
      `queries.csv has no rows of ${name}; it has ${[...this.tasks.keys()].join(', ') || 'none'}`,
    );
  }

  facts(): QueryFacts {
    const all = [...this.tasks.values()];
    const union = <T>(of: (task: TaskScores) => Iterable<T>) => [
      ...new Set(all.flatMap((task) => [...of(task)])),
    ];
    return {
      rows: this.rows,
      tasks: [...this.tasks.keys()],
      methods: union(({ methods }) => methods),
      languages: union(({ languages }) => languages),
      seeds: union(({ seeds }) => seeds),
      maps: [...this.tasks].flatMap(([task, scores]) => mapsOf(task, scores)),
    };
  }
}

function mapsOf(task: string, scores: TaskScores): QueryFacts['maps'] {
  return [...scores.methods].flatMap((method) =>
    [...scores.languages].flatMap((language) => {
      const { mean, count } = meanDefined(scores.mean(method, language));
      return count > 0 ? [{ task, method, language, map: mean }] : [];
    }),
  );
}

function keyOf(method: string, language: string, seed: number): string {
  return `${seed}\n${method}\n${language}`;
}
