import { parquetWriteBuffer } from 'hyparquet-writer';
import { textFile } from '../testing';
import type { NamedBytes } from '../types';

/** An utterance as a test has it before any packaging: `slots` are words of `words`, in order. */
export interface MadeRow {
  readonly id: string;
  readonly language: string;
  readonly words: readonly string[];
  /** Name and first and last word, last one excluded; none overlap. */
  readonly slots: readonly { readonly name: string; readonly from: number; readonly to: number }[];
}

/** Two ids in English and German, one of them with a Thai-like script beyond the basic plane beside it. */
export const MADE: readonly MadeRow[] = [
  made('100101', 'en', 'wake me at nine'.split(' '), ['TIME', 2, 4]),
  made('100102', 'en', 'rain in Ulm today'.split(' '), ['PLACE', 2, 3], ['TIME', 3, 4]),
  made('100101', 'de', 'weck mich um neun'.split(' '), ['TIME', 2, 4]),
  made('100102', 'de', '😀 heute Regen in Ulm'.split(' '), ['TIME', 1, 2], ['PLACE', 4, 5]),
  made('100102', 'th', ['ฝน', 'ที่', 'อุล์ม'], ['PLACE', 2, 3]),
];

function made(
  id: string,
  language: string,
  words: readonly string[],
  ...slots: readonly [string, number, number][]
): MadeRow {
  return { id, language, words, slots: slots.map(([name, from, to]) => ({ name, from, to })) };
}

export const INTENT = 'SET_ALARM';
export const DOMAIN = 'alarm';

export const textOf = ({ words }: MadeRow) => words.join(' ');

/** Slot spans in UTF-16 units of {@link textOf}. */
export function spansOf({ words, slots }: MadeRow) {
  const startOf = (word: number) => words.slice(0, word).reduce((sum, w) => sum + w.length + 1, 0);
  return slots.map(({ name, from, to }) => ({ name, start: startOf(from), end: startOf(to) - 1 }));
}

/** The decoupled form with slots in the order of their names. */
export function formOf({ words, slots }: MadeRow): string {
  const sorted = [...slots].sort((a, b) => (a.name < b.name ? -1 : 1));
  const inner = sorted.map(
    ({ name, from, to }) => `[SL:${name} ${words.slice(from, to).join(' ')} ] `,
  );
  return `[IN:${INTENT} ${inner.join('')}]`;
}

const bytesOf = (text: string) => new TextEncoder().encode(text).length;
const hexOf = (id: string) => [...id].map((digit) => `3${digit}`).join('');

/** MTOP's eight columns, offsets in UTF-8 bytes. */
export function eightColumns(row: MadeRow): string[] {
  const text = textOf(row);
  const slots = spansOf(row).map(({ name, start, end }) =>
    [bytesOf(text.slice(0, start)), bytesOf(text.slice(0, end)), 'SL', name].join(':'),
  );
  const tokenSpans = row.words.map((word, k) => ({
    start: bytesOf(
      row.words
        .slice(0, k)
        .map((one) => `${one} `)
        .join(''),
    ),
    length: bytesOf(word),
  }));
  const tokens = JSON.stringify({ tokens: row.words, tokenSpans });
  const locale = `${row.language}_XX`;
  return [row.id, `IN:${INTENT}`, slots.join(','), text, DOMAIN, locale, formOf(row), tokens];
}

const WILL_HELD = 'id intent slot utterance domain locale dcp_form tokens'.split(' ');
const TASKSOURCE = 'idx intent spans question domain lang logical_form'.split(' ');

function objectOf(names: readonly string[], values: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name, k) => [name, values[k]]));
}

function willHeld(row: MadeRow): Record<string, unknown> {
  const [id = '', ...rest] = eightColumns(row);
  const once = objectOf(WILL_HELD.slice(1), rest);
  const spaced = Object.fromEntries(
    Object.entries(once).map(([name, value]) => [` ${name}`, value]),
  );
  return { id: Number(hexOf(id)), ...spaced, ...once };
}

const tasksource = (row: MadeRow) => {
  const [id = '', ...rest] = eightColumns(row);
  return objectOf(TASKSOURCE, [hexOf(id), ...rest]);
};

const mteb = (row: MadeRow) => ({
  id: Number(row.id),
  text: textOf(row),
  label: 7,
  label_text: INTENT,
});

function massive(row: MadeRow) {
  const opens = new Map(row.slots.map(({ name, from }) => [from, name]));
  const closes = new Set(row.slots.map(({ to }) => to - 1));
  const annotated = row.words.map((word, k) => {
    const open = opens.has(k) ? `[${opens.get(k)} : ` : '';
    return `${open}${word}${closes.has(k) ? ']' : ''}`;
  });
  const locale = { en: 'en-US', de: 'de-DE', th: 'th-TH' }[row.language] ?? row.language;
  return {
    ...{ id: row.id, locale, partition: 'test', scenario: DOMAIN, intent: INTENT },
    ...{ utt: textOf(row), annot_utt: annotated.join(' '), worker_id: '1' },
  };
}

function xsid(row: MadeRow, separator = ':'): string {
  const tagOf = (k: number) => {
    const slot = row.slots.find(({ from, to }) => k >= from && k < to);
    return slot ? `${k === slot.from ? 'B' : 'I'}-${slot.name}` : 'O';
  };
  const comments = { id: row.id, text: textOf(row), intent: INTENT };
  const head = Object.entries(comments).map(([key, value]) => `# ${key}${separator} ${value}\n`);
  const tokens = row.words.map((word, k) => `${k + 1}\t${word}\t${INTENT}\t${tagOf(k)}\n`);
  return `${[...head, ...tokens].join('')}\n`;
}

function xsemplr(rows: readonly MadeRow[]): unknown[] {
  return [...new Set(rows.map(({ id }) => id))].map((id) => {
    const own = rows.filter((row) => row.id === id);
    const by = (value: (row: MadeRow) => string) =>
      Object.fromEntries(own.map((row) => [row.language, value(row)]));
    return { id: hexOf(id), question: by(textOf), mr: { slot_intent: by(formOf) } };
  });
}

const lines = (rows: readonly unknown[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

/** RFC 4180, every field in quotes. */
export function csv(rows: readonly Record<string, unknown>[]): string {
  const cell = (value: unknown) => `"${String(value).replaceAll('"', '""')}"`;
  const table = [Object.keys(rows[0] ?? {}), ...rows.map((row) => Object.values(row))];
  return table.map((row) => `${row.map(cell).join(',')}\n`).join('');
}

/** A Parquet file: whole numbers are INT64, as pandas writes ids, all else text. */
function parquet(path: string, rows: readonly Record<string, unknown>[]): NamedBytes {
  const columnData = Object.entries(rows[0] ?? {}).map(([name, first]) => {
    const isNumber = typeof first === 'number';
    const data = rows.map((row) => (isNumber ? BigInt(row[name] as number) : row[name]));
    return { name, data, type: isNumber ? ('INT64' as const) : ('STRING' as const) };
  });
  return { path, bytes: new Uint8Array(parquetWriteBuffer({ columnData })) };
}

type Pack = (rows: readonly MadeRow[]) => NamedBytes[];

/** One file a language. */
const byLanguage =
  (pathOf: (language: string) => string, pack: (rows: readonly MadeRow[]) => string): Pack =>
  (rows) =>
    [...new Set(rows.map(({ language }) => language))].map((language) =>
      textFile(pathOf(language), pack(rows.filter((row) => row.language === language))),
    );

function parquetByLanguage(
  pathOf: (language: string) => string,
  pack: (row: MadeRow) => Record<string, unknown>,
): Pack {
  return (rows) =>
    [...new Set(rows.map(({ language }) => language))].map((language) =>
      parquet(pathOf(language), rows.filter((row) => row.language === language).map(pack)),
    );
}

/** Every packaging of text that carries ids, slots and intents; all rows are of the test split. */
export const PACKS: Readonly<Record<string, Pack>> = {
  'MTOP TSV': byLanguage(
    (language) => `mtop/${language}/test.txt`,
    (rows) => rows.map((row) => `${eightColumns(row).join('\t')}\n`).join(''),
  ),
  'XSemPLR JSON': (rows) => [textFile('x/test.json', JSON.stringify(xsemplr(rows)))],
  'WillHeld CSV': byLanguage(
    (language) => `mtop/${language}/test.txt.csv`,
    (rows) => csv(rows.map(willHeld)),
  ),
  'WillHeld JSONL': byLanguage(
    (language) => `data/test_${language}-00000-of-00001-09bf44ae9c5fcc3b.jsonl`,
    (rows) => lines(rows.map(willHeld)),
  ),
  'tasksource CSV': (rows) => [textFile('mtop/test.csv', csv(rows.map(tasksource)))],
  'tasksource JSONL': (rows) => [textFile('mtop/test.jsonl', lines(rows.map(tasksource)))],
  'tasksource JSON': (rows) => [textFile('mtop/test.json', JSON.stringify(rows.map(tasksource)))],
  'WillHeld Parquet': parquetByLanguage(
    (language) => `data/test_${language}-00000-of-00001-09bf44ae9c5fcc3b.parquet`,
    willHeld,
  ),
  'tasksource Parquet': (rows) => [parquet('mtop/test/0000.parquet', rows.map(tasksource))],
  'MASSIVE Parquet': parquetByLanguage(
    (language) => `${language}/test-00000-of-00001.parquet`,
    massive,
  ),
  'MASSIVE JSONL': byLanguage(
    (language) => `1.1/data/${language}.jsonl`,
    (rows) => lines(rows.map(massive)),
  ),
  'xSID 0.4': byLanguage(
    (language) => `xSID-0.4/${language}.test.conll`,
    (rows) => rows.map((row) => xsid(row)).join(''),
  ),
  'xSID 0.6': byLanguage(
    (language) => `xSID-0.6/${language}.test.conll`,
    (rows) => rows.map((row) => xsid(row, ' =')).join(''),
  ),
};

/** MTEB's packaging, which has neither slots nor ids that mean anything. */
export const MTEB_PACK = byLanguage(
  (language) => `mtop_intent/${language}/test.jsonl`,
  (rows) => lines(rows.map(mteb)),
);

/** The same as its later Parquet release, whose folder is the language. */
export const MTEB_PARQUET = parquetByLanguage(
  (language) => `${language}/test-00000-of-00001.parquet`,
  mteb,
);
