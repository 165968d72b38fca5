import { parquetWriteBuffer } from 'hyparquet-writer';
import { type NamedBytes, readCorpus, watchFile } from '../../src/data';

const LANGUAGES = ['en', 'de', 'es', 'fr', 'hi', 'th'];

/** Milliseconds: all of the reading, JSON.parse alone, and the longest time between two looks at the signal. */
interface Gap {
  readonly file: string;
  readonly mebibytes: number;
  readonly rows: number;
  readonly all: number;
  readonly parse: number;
  readonly longest: number;
}

export async function measure(items: number): Promise<Gap[]> {
  const gaps: Gap[] = [];
  // The second time, when the code is compiled, is noted; the longest of both is what a user waits.
  for (const file of [xsemplr(items), jsonTable(items), parquet(items)])
    gaps.push(await gapOf(file), await gapOf(file));
  return gaps;
}

async function gapOf(file: NamedBytes): Promise<Gap> {
  const signal = new Looks();
  const start = performance.now();
  const reading = await readCorpus([watchFile(file, { signal })]);
  const end = performance.now();
  signal.throwIfAborted();
  const { splits } = reading.corpus;
  return {
    file: file.path,
    mebibytes: Math.round(file.bytes.length / 2 ** 18) / 4,
    rows: splits.train.length + splits.dev.length + splits.test.length,
    all: Math.round(end - start),
    parse: file.path.endsWith('.json') ? parseTime(file.bytes) : 0,
    longest: Math.round(signal.longest),
  };
}

function parseTime(bytes: Uint8Array): number {
  const text = new TextDecoder().decode(bytes);
  const start = performance.now();
  JSON.parse(text);
  return Math.round(performance.now() - start);
}

/** A signal that nobody sends, which knows when it was looked at. */
class Looks extends EventTarget implements AbortSignal {
  readonly aborted = false;
  readonly reason = undefined;
  onabort = null;
  longest = 0;
  #last = performance.now();

  throwIfAborted(): void {
    const now = performance.now();
    this.longest = Math.max(this.longest, now - this.#last);
    this.#last = now;
  }
}

const words = (item: number) =>
  `wake me at ${item % 24} past ${item % 60} tomorrow in town ${item}`;
const formOf = (item: number) =>
  `[IN:CREATE_ALARM [SL:DATE_TIME at ${item % 24} past ${item % 60} tomorrow ] [SL:LOCATION town ${item} ] ]`;

function xsemplr(items: number): NamedBytes {
  const of = (text: string) => Object.fromEntries(LANGUAGES.map((code) => [code, text]));
  const rows = Array.from({ length: items }, (_, at) => ({
    ...{ id: `${at}`, question: of(words(at)), mr: { slot_intent: of(formOf(at)) } },
  }));
  return named('mtop/train.json', JSON.stringify(rows));
}

function jsonTable(items: number): NamedBytes {
  const rows = Array.from({ length: items }, (_, at) => ({
    ...{ id: `${at}`, locale: 'de-DE', partition: 'train', scenario: 'alarm' },
    ...{ intent: 'alarm_set', utt: words(at) },
    annot_utt: words(at).replace('tomorrow', '[date : tomorrow]'),
  }));
  return named('massive/de-DE.json', JSON.stringify(rows));
}

function parquet(items: number): NamedBytes {
  const column = (name: string, of: (at: number) => string) => ({
    ...{ name, type: 'STRING' as const, data: Array.from({ length: items }, (_, at) => of(at)) },
  });
  const buffer = parquetWriteBuffer({
    columnData: [
      column('id', String),
      column('locale', () => 'de-DE'),
      column('partition', () => 'train'),
      column('scenario', () => 'alarm'),
      column('intent', () => 'alarm_set'),
      column('utt', words),
      column('annot_utt', (at) => words(at).replace('tomorrow', '[date : tomorrow]')),
    ],
  });
  return { path: 'massive/de-DE.parquet', bytes: new Uint8Array(buffer) };
}

function named(path: string, text: string): NamedBytes {
  return { path, bytes: new TextEncoder().encode(text) };
}
