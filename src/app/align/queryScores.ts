/** Average precision of a run's queries, read back from its `queries.csv`. */
export interface QueryScores {
  readonly tasks: readonly string[];
  readonly methods: readonly string[];
  /** By query id, mean over the seeds. */
  of(task: string, method: string, language: string): ReadonlyMap<string, number>;
}

const HEADINGS = 'task,method,language,seed,query,topic,domain,average_precision';

/** @throws Error that says what was found in place of the headings or of a number. */
export function parseQueryScores(csv: string): QueryScores {
  const [headings = '', ...lines] = csv.split(/\r\n|\n/);
  if (headings !== HEADINGS)
    throw new Error(`queries.csv: found the headings "${headings.slice(0, 80)}", want ${HEADINGS}`);
  const sums = new Map<string, Map<string, [sum: number, count: number]>>();
  const [tasks, methods] = [new Set<string>(), new Set<string>()];
  lines.forEach((line, k) => {
    if (line === '') return;
    const [task = '', method = '', language = '', , query = '', , , text = ''] = cellsOf(line);
    if (text === '') return;
    const value = Number(text);
    if (!(value >= 0 && value <= 1))
      throw new Error(`queries.csv, line ${k + 2}: average_precision is "${text}", want 0 to 1`);
    tasks.add(task);
    methods.add(method);
    const key = JSON.stringify([task, method, language]);
    const byQuery = sums.get(key) ?? new Map<string, [number, number]>();
    sums.set(key, byQuery);
    const [sum, count] = byQuery.get(query) ?? [0, 0];
    byQuery.set(query, [sum + value, count + 1]);
  });
  return {
    tasks: [...tasks],
    methods: [...methods],
    of(task, method, language) {
      const found = sums.get(JSON.stringify([task, method, language])) ?? new Map();
      return new Map([...found].map(([query, [sum, count]]) => [query, sum / count]));
    },
  };
}

/** Cells of one line of RFC 4180; an apostrophe that kept a formula from running goes. */
function cellsOf(line: string): string[] {
  const cells = [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)];
  return cells.map(([, quoted, plain]) =>
    (quoted?.replaceAll('""', '"') ?? plain ?? '').replace(/^'(?=[=+\-@\t\r])/, ''),
  );
}
