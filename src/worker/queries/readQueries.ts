import { ParseError } from '../../lib';
import { QueryScores, TaskScores } from './queryScores';

const COLUMNS = [
  'task',
  'method',
  'language',
  'seed',
  'query',
  'topic',
  'domain',
  'average_precision',
] as const;

/** Lines between two turns of the event loop. */
const TURN = 50_000;

/**
 * Reads the `queries.csv` that a study writes (RFC 4180).
 *
 * @throws ParseError naming the line for a file with another header, a row of another width, or a value that is no
 *   average precision. A number that is read is right, or nothing is read.
 */
export async function readQueries(file: Blob): Promise<QueryScores> {
  const scores = new QueryScores();
  let line = 0;
  let last = { key: '', task: new TaskScores(), row: [] as number[] };
  const take = (fields: readonly string[]) => {
    line++;
    if (line === 1) {
      checkHeader(fields);
      return;
    }
    if (fields.length !== COLUMNS.length)
      throw wrong(line, '', `found ${fields.length} columns, wanted ${COLUMNS.length}`);
    const [task, method, language, seed, query, topic, domain, value] = fields as Eight;
    const key = `${task}\n${method}\n${language}\n${seed}`;
    if (key !== last.key) {
      const found = scores.tasks.get(task) ?? new TaskScores();
      scores.tasks.set(task, found);
      last = { key, task: found, row: found.rowFor(method, language, seedOf(seed, line)) };
    }
    const place = last.task.place(query, topic, domain);
    if (last.row[place] !== undefined)
      throw wrong(line, 'query', `found ${query} a second time for ${method}, ${language}`);
    last.row[place] = precisionOf(value, line);
    scores.rows++;
  };
  let turn = TURN;
  for await (const batch of records(file)) {
    for (const fields of batch) take(fields);
    if (line < turn) continue;
    turn = line + TURN;
    await new Promise((resolve) => setTimeout(resolve));
  }
  if (line === 0) throw wrong(0, '', 'the file is empty, wanted a header');
  return scores;
}

type Eight = [string, string, string, string, string, string, string, string];

function checkHeader(fields: readonly string[]): void {
  const found = fields.join().replace(/^\uFEFF/, '');
  if (found !== COLUMNS.join())
    throw wrong(1, '', `found the header ${found.slice(0, 120)}, wanted ${COLUMNS.join()}`);
}

function seedOf(text: string, line: number): number {
  const seed = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isFinite(seed)) return seed;
  throw wrong(line, 'seed', `found ${JSON.stringify(text)}, wanted a number`);
}

function precisionOf(text: string, line: number): number {
  if (text === '') return Number.NaN;
  const value = Number(text);
  if (value >= 0 && value <= 1) return value;
  throw wrong(line, 'average_precision', `found ${JSON.stringify(text)}, wanted 0 to 1 or nothing`);
}

function wrong(line: number, field: string, message: string): ParseError {
  return new ParseError('queries.csv', line, field, message);
}

/** Records of a CSV file, a piece of the file at a time; a quoted field may hold commas and line breaks. */
async function* records(file: Blob): AsyncGenerator<readonly string[][]> {
  let rest = '';
  for await (const text of texts(file)) {
    rest += text;
    let from = 0;
    const whole: string[][] = [];
    // Looked for once, not once a record: a file without quotes would be searched to its end each time.
    let quote = rest.indexOf('"');
    for (;;) {
      let end = rest.indexOf('\n', from);
      while (quote >= 0 && end >= 0 && quote < end) {
        const closing = rest.indexOf('"', quote + 1);
        if (closing < 0) end = -1;
        else if (closing > end) end = rest.indexOf('\n', closing);
        if (closing < 0) break;
        quote = rest.indexOf('"', closing + 1);
      }
      if (end < 0) break;
      whole.push(split(rest.slice(from, rest[end - 1] === '\r' ? end - 1 : end)));
      from = end + 1;
    }
    rest = rest.slice(from);
    yield whole;
  }
  if (rest !== '') yield [split(rest)];
}

function split(record: string): string[] {
  if (!record.includes('"')) return record.split(',').map(unguarded);
  const fields: string[] = [];
  for (const [, quoted, plain = ''] of `,${record}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^,]*))/g))
    fields.push(unguarded(quoted === undefined ? plain : quoted.replaceAll('""', '"')));
  return fields;
}

/** Without the apostrophe that keeps spreadsheets from running a text as a formula. */
function unguarded(field: string): string {
  return /^'[=+\-@\t\r]/.test(field) ? field.slice(1) : field;
}

async function* texts(file: Blob): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8');
  const reader = file.stream().getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    yield decoder.decode(value, { stream: true });
  }
  yield decoder.decode();
}
