import { ReplaceNormalizer } from '@huggingface/tokenizers';
import { type Traced, Tracer } from './traced';
import { type NormalForm, traceForm } from './traceForm';

/** A part of `tokenizer.json`. */
export interface Component {
  readonly type: string;
  readonly [field: string]: unknown;
}

type Trace = (from: Traced, config: Component) => Traced;

const form =
  (name: NormalForm): Trace =>
  (from) =>
    traceForm(from, name);

const TRACES: ReadonlyMap<string, Trace> = new Map<string, Trace>([
  ['NFC', form('NFC')],
  ['NFD', form('NFD')],
  ['NFKC', form('NFKC')],
  ['NFKD', form('NFKD')],
  ['Lowercase', lowercase],
  ['StripAccents', (from) => drop(from, /\p{M}/u)],
  ['Strip', strip],
  ['Prepend', prepend],
  ['Replace', replace],
  ['Precompiled', precompiled],
  ['BertNormalizer', bert],
]);

/**
 * Normalises a traced text as `@huggingface/tokenizers` does by the `normalizer` of `tokenizer.json`.
 *
 * @returns undefined for a kind of normaliser that is not known.
 */
export function traceNormaliser(from: Traced, config: Component | null): Traced | undefined {
  if (config === null) return from;
  if (config.type === 'Sequence') {
    let text: Traced | undefined = from;
    for (const one of (config.normalizers ?? []) as Component[])
      text = text && traceNormaliser(text, one);
    return text;
  }
  return TRACES.get(config.type)?.(from, config);
}

/** Case by case, with the context that a final sigma needs. */
function lowercase(from: Traced): Traced {
  const whole = from.text.toLowerCase();
  const tracer = new Tracer(from);
  let [at, done] = [0, 0];
  for (const character of from.text) {
    const { length } = character.toLowerCase();
    tracer.replace(whole.slice(done, done + length), at, at + character.length);
    at += character.length;
    done += length;
  }
  return tracer.done();
}

function drop(from: Traced, unwanted: RegExp): Traced {
  return mapEach(from, (character) => (unwanted.test(character) ? '' : character));
}

/** Each character by itself. */
function mapEach(from: Traced, map: (character: string) => string): Traced {
  const tracer = new Tracer(from);
  let at = 0;
  for (const character of from.text) {
    const shown = map(character);
    if (shown === character) tracer.keep(at, at + character.length);
    else if (shown !== '') tracer.replace(shown, at, at + character.length);
    at += character.length;
  }
  return tracer.done();
}

function strip(from: Traced, { strip_left, strip_right }: Component): Traced {
  const { text } = from;
  const start = strip_left ? text.length - text.trimStart().length : 0;
  const end = strip_right ? Math.max(start, text.trimEnd().length) : text.length;
  const tracer = new Tracer(from);
  tracer.keep(start, end);
  return tracer.done();
}

function prepend(from: Traced, { prepend: text }: Component): Traced {
  const tracer = new Tracer(from);
  tracer.insert(String(text), 0);
  tracer.keep(0, from.text.length);
  return tracer.done();
}

function replace(from: Traced, config: Component): Traced {
  const { pattern } = new ReplaceNormalizer(config as never);
  return pattern ? replaceAll(from, pattern, String(config.content ?? '')) : from;
}

/** Every match of a global pattern by a text. */
export function replaceAll(from: Traced, pattern: RegExp, content: string): Traced {
  const tracer = new Tracer(from);
  let done = 0;
  for (const { 0: match, index } of from.text.matchAll(pattern)) {
    tracer.keep(done, index);
    done = index + match.length;
    if (content !== '') tracer.replace(content, index, done);
  }
  tracer.keep(done, from.text.length);
  return tracer.done();
}

/** Control characters but tab, line feed, form feed and carriage return. */
const DROPPED = [
  ...([
    [0x01, 0x08],
    [0x0b, 0x0b],
    [0x0e, 0x1f],
  ] as const),
  ...([
    [0x7f, 0x7f],
    [0x8f, 0x8f],
    [0x9f, 0x9f],
  ] as const),
];
const SPACES =
  /[\t\n\f\r\u00a0\u1680\u2000-\u200f\u2028\u2029\u202f\u205f\u2581\u3000\ufeff\ufffd]/;

/** What SentencePiece's maps do beside NFKC, which leaves ～ alone. */
function precompiled(from: Traced): Traced {
  const clean = mapEach(from, (character) => {
    const code = character.codePointAt(0)!;
    if (DROPPED.some(([first, last]) => code >= first && code <= last)) return '';
    return SPACES.test(character) ? ' ' : character;
  });
  const tracer = new Tracer(clean);
  // Stretches between the tildes, each composed by itself.
  let joined: Traced = { text: '', starts: [], ends: [] };
  for (const { 0: stretch, index } of clean.text.matchAll(/\uff5e|[^\uff5e]+/g)) {
    const own = new Tracer(tracer.from);
    own.keep(index, index + stretch.length);
    const shown = stretch === '\uff5e' ? own.done() : traceForm(own.done(), 'NFKC');
    joined = {
      text: joined.text + shown.text,
      starts: [...joined.starts, ...shown.starts],
      ends: [...joined.ends, ...shown.ends],
    };
  }
  return joined;
}

function bert(from: Traced, config: Component): Traced {
  const { clean_text, handle_chinese_chars, lowercase: lower, strip_accents: accents } = config;
  let text = from;
  if (clean_text) text = mapEach(text, cleaned);
  if (handle_chinese_chars) text = padIdeographs(text);
  if (lower) text = lowercase(text);
  const strips = lower ? accents !== false : accents;
  return strips ? drop(traceForm(text, 'NFD'), /\p{Mn}/u) : text;
}

function cleaned(character: string): string {
  const isControl = !/[\t\n\r]/.test(character) && /[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/u.test(character);
  if (character === '\0' || character === '\ufffd' || isControl) return '';
  return /\s/.test(character) ? ' ' : character;
}

/** Spaces around ideographs; like the library only around those of one UTF-16 unit. */
function padIdeographs(from: Traced): Traced {
  const tracer = new Tracer(from);
  for (let at = 0; at < from.text.length; at++) {
    const isIdeograph = /[\u4e00-\u9fff\u3400-\u4dbf\uf900-\ufaff]/.test(from.text[at]!);
    if (isIdeograph) tracer.insert(' ', at);
    tracer.keep(at, at + 1);
    if (isIdeograph) tracer.insert(' ', at + 1);
  }
  return tracer.done();
}
