import {
  BertPreTokenizer,
  DigitsPreTokenizer,
  FixedLengthPreTokenizer,
  PunctuationPreTokenizer,
  ReplacePreTokenizer,
  SplitPreTokenizer,
  WhitespacePreTokenizer,
  WhitespaceSplitPreTokenizer,
} from '@huggingface/tokenizers';
import { byteLetter } from './byteLetters';
import { part, type Traced, Tracer } from './traced';
import { type Component, replaceAll } from './traceNormaliser';

/** Cuts a text into stretches of itself. */
interface Cutter {
  pre_tokenize_text(text: string): string[];
}

const CUTTERS: ReadonlyMap<string, (config: never) => Cutter> = new Map<
  string,
  (config: never) => Cutter
>([
  ['BertPreTokenizer', () => new BertPreTokenizer()],
  ['Whitespace', () => new WhitespacePreTokenizer()],
  ['WhitespaceSplit', () => new WhitespaceSplitPreTokenizer()],
  ['Punctuation', (config) => new PunctuationPreTokenizer(config)],
  ['Digits', (config) => new DigitsPreTokenizer(config)],
  ['FixedLength', (config) => new FixedLengthPreTokenizer(config)],
]);

/** GPT-2's: contractions, words, numbers and the rest, each with a space before it. */
const GPT2 = /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+/gu;

/**
 * Cuts a normalised text into the stretches that the model sees, by the `pre_tokenizer` of `tokenizer.json`.
 *
 * @param first whether it is the first section, before any token that was added to the vocabulary.
 * @returns undefined for a kind that is not known.
 */
export function tracePreTokens(
  texts: readonly Traced[],
  config: Component | null,
  first: boolean,
): readonly Traced[] | undefined {
  if (config === null) return texts;
  if (config.type === 'Sequence') {
    let parts: readonly Traced[] | undefined = texts;
    for (const one of (config.pretokenizers ?? []) as Component[])
      parts = parts && tracePreTokens(parts, one, first);
    return parts;
  }
  if (config.type === 'Metaspace') return texts.map((text) => metaspace(text, config, first));
  if (config.type === 'ByteLevel') return texts.flatMap((text) => byteLevel(text, config));
  if (config.type === 'Replace') return texts.map((text) => replaced(text, config));
  if (config.type === 'Split') return texts.flatMap((text) => split(text, config));
  const cutter = CUTTERS.get(config.type)?.(config as never);
  return cutter && texts.flatMap((text) => cut(text, cutter.pre_tokenize_text(text.text)));
}

/** Stretches in order; what stands between them is white space, which none of them holds. */
function cut(from: Traced, stretches: readonly string[]): Traced[] {
  let at = 0;
  return stretches.map((stretch) => {
    const start = from.text.indexOf(stretch, at);
    at = start + stretch.length;
    return part(from, start, at);
  });
}

function metaspace(from: Traced, config: Component, first: boolean): Traced {
  const mark = String(config.replacement ?? '▁');
  const shown = String(config.str_rep || mark);
  const text = replaceAll(from, / /g, shown);
  const scheme = config.prepend_scheme ?? 'always';
  if (text.text.startsWith(mark) || !(scheme === 'always' || (scheme === 'first' && first)))
    return text;
  const tracer = new Tracer(text);
  tracer.insert(shown, 0);
  tracer.keep(0, text.text.length);
  return tracer.done();
}

function byteLevel(from: Traced, { add_prefix_space, use_regex }: Component): Traced[] {
  let text = from;
  if (add_prefix_space && !text.text.startsWith(' ')) {
    const tracer = new Tracer(text);
    tracer.insert(' ', 0);
    tracer.keep(0, text.text.length);
    text = tracer.done();
  }
  const parts = use_regex === false ? [text] : matches(text, GPT2);
  return parts.map(asBytes);
}

/** A letter for every byte of UTF-8, each made from the whole character. */
function asBytes(from: Traced): Traced {
  const tracer = new Tracer(from);
  const encoder = new TextEncoder();
  let at = 0;
  for (const character of from.text) {
    const letters = Array.from(encoder.encode(character), byteLetter).join('');
    tracer.replace(letters, at, at + character.length);
    at += character.length;
  }
  return tracer.done();
}

function replaced(from: Traced, config: Component): Traced {
  const { pattern } = new ReplacePreTokenizer(config as never);
  return pattern ? replaceAll(from, pattern, String(config.content ?? '')) : from;
}

function split(from: Traced, config: Component): Traced[] {
  const { pattern } = new SplitPreTokenizer(config as never);
  if (!pattern) return [];
  if (config.invert) return matches(from, pattern);
  const removes = String(config.behavior ?? '').toLowerCase() === 'removed';
  const parts: Traced[] = [];
  let done = 0;
  for (const { 0: match, index } of from.text.matchAll(pattern)) {
    if (done < index) parts.push(part(from, done, index));
    done = index + match.length;
    if (match !== '' && !removes) parts.push(part(from, index, done));
  }
  if (done < from.text.length) parts.push(part(from, done, from.text.length));
  return parts;
}

function matches(from: Traced, pattern: RegExp): Traced[] {
  return [...from.text.matchAll(pattern)]
    .filter(({ 0: match }) => match !== '')
    .map(({ 0: match, index }) => part(from, index, index + match.length));
}
