import { findLanguage } from '../languages';
import type { Language, Split } from '../types';

/** What a path says about a file of a corpus. */
export interface CorpusPlace {
  readonly ending: 'txt' | 'tsv' | 'csv' | 'json' | 'jsonl' | 'parquet' | 'conll';
  readonly language: Language | undefined;
  readonly split: Split | undefined;
  /** The folder it is in, '' where the path has none. */
  readonly folder: string;
  readonly shard: Shard | undefined;
}

/** One of several files that together are one split: `train-00001-of-00003.parquet`, `train/0001.parquet`. */
export interface Shard {
  readonly number: number;
  /** How many there are, where the name says it. */
  readonly of: number | undefined;
}

const SPLIT_OF = new Map<string, Split>([
  ['train', 'train'],
  // xSID's machine-translated training files.
  ['projectedtrain', 'train'],
  ['nmttrain', 'train'],
  ['eval', 'dev'],
  ['dev', 'dev'],
  ['valid', 'dev'],
  ['validation', 'dev'],
  ['test', 'test'],
]);
const SPLITS = [...SPLIT_OF.keys()].join('|');
const ENDING = /(?:\.txt)?\.(txt|tsv|csv|json|jsonl|ndjson|parquet|conll)(?:\.fixed)?$/i;

/** What a reader wants to find, for error messages. */
export const WANTED_CORPUS =
  '{language}/{train,eval,test}.txt (official MTOP), train.json, dev.json, test.json (XSemPLR), CSV, JSONL or Parquet of MTOP (WillHeld, tasksource, MTEB), {locale}.jsonl (MASSIVE), {language}.{split}.conll (xSID), eng.txt, swa.txt, … with document_ids.txt (line-aligned), or a zip of these';

/**
 * Gives ending, language and split of a path: `…/de/eval.txt`, `data/eval_de-00000-of-00001.parquet`, `de.test.conll`,
 * `mtop_intent/de/test.jsonl`, `de/test/0000.parquet`, `de-DE.jsonl`. The file's own name goes before its folders.
 *
 * @returns undefined for a file that is no part of a corpus, whatever is in it.
 */
export function corpusPlace(path: string): CorpusPlace | undefined {
  const [file = '', folder = '', above = ''] = path.split(/[/\\]/).reverse();
  const match = ENDING.exec(file);
  if (!match) return undefined;
  const ending = endingOf(match[1] ?? '');
  const { stem, shard } = shardOf(file.slice(0, match.index));
  // Of official MTOP the folder alone is the language, whatever stands above it.
  const names = ending === 'txt' ? [stem, folder] : [stem, folder, above];
  const parts = names.map(partsOf);
  const split = parts.find((part) => part.split)?.split;
  const language = parts.find((part) => part.language)?.language;
  if (ending === 'txt' && !SPLIT_OF.has(stem.toLowerCase())) return undefined;
  if ((ending === 'tsv' || ending === 'json') && !split && !language) return undefined;
  return { ending, language, split, folder, shard };
}

/** Whether the path itself says that this is a corpus's file; of others only their content can. */
export function isNamedPlace(place: CorpusPlace | undefined): boolean {
  return place !== undefined && (place.split !== undefined || place.language !== undefined);
}

/** Gives the split of a name in a column, e.g. MASSIVE's `partition`. */
export function splitOf(name: string): Split | undefined {
  return SPLIT_OF.get(name.trim().toLowerCase());
}

function endingOf(name: string): CorpusPlace['ending'] {
  const ending = name.toLowerCase();
  return ending === 'ndjson' ? 'jsonl' : (ending as CorpusPlace['ending']);
}

function shardOf(name: string): { stem: string; shard: Shard | undefined } {
  const named = /^(.*)-(\d{5})-of-(\d{5})(?:-[0-9a-f]{8,})?$/i.exec(name);
  if (named)
    return { stem: named[1] ?? '', shard: { number: Number(named[2]), of: Number(named[3]) } };
  const bare = /^\d{1,6}$/.test(name) ? { number: Number(name), of: undefined } : undefined;
  return { stem: name, shard: bare };
}

/** Language and split in one name. A word is a language only alone or beside the split: `my_data` is no Burmese. */
function partsOf(name: string): {
  readonly split?: Split | undefined;
  readonly language?: Language | undefined;
} {
  if (SPLIT_OF.has(name.toLowerCase())) return { split: splitOf(name) };
  const whole = findLanguage(name)?.code;
  if (whole !== undefined) return { language: whole };
  const [, first, rest = ''] = new RegExp(`^(${SPLITS})[._-](.+)$`, 'i').exec(name) ?? [];
  if (first !== undefined) return { split: splitOf(first), language: findLanguage(rest)?.code };
  const [, before = '', last] = new RegExp(`^(.+)[._-](${SPLITS})$`, 'i').exec(name) ?? [];
  return last === undefined ? {} : { split: splitOf(last), language: languageAtEnd(before) };
}

/** `de`, `de-DE`, `mtop_intent-de` or `mtop.de_XX`. */
function languageAtEnd(name: string): Language | undefined {
  const words = name.split(/[._-]/);
  const last = words.at(-1) ?? '';
  const pair = words.length > 1 ? name.slice(-(last.length + 1 + (words.at(-2) ?? '').length)) : '';
  return (findLanguage(name) ?? findLanguage(pair) ?? findLanguage(last))?.code;
}
