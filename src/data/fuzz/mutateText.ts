import { spliced } from './mutateBytes';
import type { Draw, Mutator } from './mutator';

const encode = (text: string) => new TextEncoder().encode(text);
/** A character a byte, so that nothing is lost on the way: bytes that are no UTF-8 stay as they are. */
const toLatin = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');
const fromLatin = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));

/** Characters that end lines in some programs, close fields in some formats, or cannot be seen. */
const TOKENS = [
  ...[
    '\t',
    '"',
    "'",
    '"""',
    ',',
    '\\',
    '\n',
    '\r',
    '\r\n',
    '\u2028',
    '\u2029',
    '\u0085',
    '\v',
    '\f',
  ],
  ...[
    '\0',
    ' ',
    '\u00a0',
    '\ufeff',
    '\u200b',
    '\u202e',
    '\ufffd',
    '\uffff',
    '😀',
    'e\u0301',
    '🇩🇪',
    'ﷺ',
  ],
  ...[
    '\\ud800',
    '\\udc00',
    '\\u0000',
    '{',
    '}',
    '[',
    ']',
    '[IN:',
    '[SL:',
    ' ] ',
    '<',
    '&',
    ']]>',
    '#',
    ':',
  ],
  ...['null', 'true', '[]', '{}', '""', '../', '=1+1', '%00', '__proto__', 'constructor'],
];

const NEWLINES = ['\r\n', '\r', '\u2028', '\u0085', '\n\n', ''];

const KEYS = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  '',
  '0',
  'length',
];

const NUMBERS = [
  ...['1e999', '-1e999', 'NaN', 'Infinity', '-0', '1e-400', '0x10', '1_000', '٣', ''],
  ...[
    '9007199254740993',
    '4294967295',
    '4294967296',
    '9223372036854775808',
    '18446744073709551615',
  ],
  ...['-1', '0', '1.5', '00012', `1${'0'.repeat(400)}`],
];

const OPENERS = ['[', '{"a":', '(', '[IN:A ', '<a>', '[SL:A '];

const LONG = 1_000_000;
const DEEP = 100_000;

const insertToken: Mutator = (bytes, { at, pick }) => {
  const start = at % (bytes.length + 1);
  return spliced(bytes, start, start, encode(TOKENS[pick % TOKENS.length]!));
};

const replaceNewlines: Mutator = (bytes, { pick }) => {
  const by = toLatin(encode(NEWLINES[pick % NEWLINES.length]!));
  return fromLatin(toLatin(bytes).replaceAll('\n', by));
};

/** With a mark or without, and marks where there should be none. */
const reencode: Mutator = (bytes, { pick }) => {
  const text = new TextDecoder().decode(bytes);
  const little = Uint8Array.from(Buffer.from(text, 'utf16le'));
  const big = Uint8Array.from(Buffer.from(text, 'utf16le').swap16());
  const forms = [
    () => spliced(bytes, 0, 0, [0xef, 0xbb, 0xbf]),
    () => spliced(bytes, 0, 0, [0xef, 0xbb, 0xbf, 0xef, 0xbb, 0xbf]),
    () => spliced(little, 0, 0, [0xff, 0xfe]),
    () => spliced(big, 0, 0, [0xfe, 0xff]),
    () => little,
    () => spliced(bytes, 0, 0, [0xff, 0xfe]),
    () => encode(toLatin(bytes)),
  ];
  return forms[pick % forms.length]!();
};

/** The whole file in one line of a million characters, or such a run inside a field. */
const insertLong: Mutator = (bytes, { at, pick }) => {
  const start = at % (bytes.length + 1);
  const unit = ['a', ' ', '\t', 'é', '"', '[SL:A b ] ', '\\', '0', '][', ','][pick % 10]!;
  return spliced(bytes, start, start, encode(unit.repeat(LONG / unit.length)));
};

const insertDeep: Mutator = (bytes, { at, pick }) => {
  const text = toLatin(bytes);
  // Before a value or an opener, where JSON would go on; elsewhere it is soon no JSON.
  const places = [...text.matchAll(/(?<=[:[,]\s?)/g)].map(({ index }) => index);
  const start = places.length > 0 ? places[at % places.length]! : at % (bytes.length + 1);
  const opener = OPENERS[pick % OPENERS.length]!;
  const closer = { '[': ']', '{"a":': '}' }[opener];
  const isWhole = pick % 16 < 8 && closer !== undefined;
  const more = isWhole ? `1${closer.repeat(DEEP)},` : '';
  return spliced(bytes, start, start, encode(opener.repeat(DEEP) + more));
};

/** Replaces what the pattern finds at one place. */
function replaceOne(bytes: Uint8Array, pattern: RegExp, at: number, by: string): Uint8Array {
  const text = toLatin(bytes);
  const found = [...text.matchAll(pattern)];
  if (found.length === 0) return bytes;
  const { 0: old, index } = found[at % found.length]!;
  return spliced(bytes, index, index + old.length, encode(by));
}

const replaceWord: Mutator = (bytes, { at, pick }) =>
  replaceOne(bytes, /[A-Za-z_]\w*/g, at, KEYS[pick % KEYS.length]!);

const replaceNumber: Mutator = (bytes, { at, pick }) =>
  replaceOne(bytes, /-?\d+(?:\.\d+)?/g, at, NUMBERS[pick % NUMBERS.length]!);

/** A value of JSON becomes one of another type; the rest stays JSON. */
const replaceValue: Mutator = (bytes, { at, pick }) => {
  const values = [
    'null',
    '[]',
    '{}',
    '""',
    '1e999',
    '-1',
    '1.5',
    'true',
    '[null]',
    '{"__proto__":1}',
  ];
  const pattern = /(?<=[:[,]\s?)(?:"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|true|false|null)(?=\s?[,}\]])/g;
  return replaceOne(bytes, pattern, at, values[pick % values.length]!);
};

const lineMutator =
  (change: (lines: string[], draw: Draw) => void): Mutator =>
  (bytes, draw) => {
    const lines = toLatin(bytes).split('\n');
    change(lines, draw);
    return fromLatin(lines.join('\n'));
  };

const dropLine = lineMutator((lines, { at }) => void lines.splice(at % lines.length, 1));

const repeatLine = lineMutator((lines, { at, to }) => {
  lines.splice(to % lines.length, 0, lines[at % lines.length]!);
});

const mixLines = lineMutator((lines, { at, to, size }) => {
  const [from, into] = [lines[at % lines.length]!, lines[to % lines.length]!];
  const cut = size % (from.length + 1);
  lines[to % lines.length] = from.slice(0, cut) + into.slice(cut);
});

const dropField = lineMutator((lines, { at, size }) => {
  const fields = lines[at % lines.length]!.split('\t');
  fields.splice(size % fields.length, 1);
  lines[at % lines.length] = fields.join('\t');
});

export const textMutators: readonly (readonly [string, Mutator])[] = Object.entries({
  insertToken,
  replaceNewlines,
  reencode,
  insertLong,
  insertDeep,
  replaceWord,
  replaceNumber,
  replaceValue,
  dropLine,
  repeatLine,
  mixLines,
  dropField,
});
