import { ParseError } from '../lib';
import { findLanguage, KNOWN_CODES } from './languages';
import type { Language, Split } from './types';

/** What a path says about a file of a corpus. */
export type CorpusPlace =
  | { readonly packaging: 'MTOP'; readonly language: Language; readonly split: Split }
  | { readonly packaging: 'XSemPLR'; readonly split: Split };

const SPLIT_OF = new Map<string, Split>([
  ['train', 'train'],
  ['eval', 'dev'],
  ['dev', 'dev'],
  ['valid', 'dev'],
  ['validation', 'dev'],
  ['test', 'test'],
]);

/** What a reader wants to find, for error messages. */
export const WANTED_CORPUS =
  '{language}/{train,eval,test}.txt (official MTOP) or train.json, dev.json, test.json (XSemPLR), eng.txt, swa.txt, … with document_ids.txt (line-aligned), or a zip of these';

/**
 * Gives packaging, language and split of a path: `…/de/eval.txt` is MTOP's German dev split, `…/dev.json` XSemPLR's.
 *
 * @returns undefined for a file that is no part of a corpus.
 * @throws ParseError if the folder of `train.txt`, `eval.txt` or `test.txt` is no known language.
 */
export function corpusPlace(path: string): CorpusPlace | undefined {
  const [file = '', folder = ''] = path.split(/[/\\]/).reverse();
  const [, stem = '', extension] = /^([a-z]+)\.(txt|tsv|json)$/.exec(file.toLowerCase()) ?? [];
  const split = SPLIT_OF.get(stem);
  if (split === undefined) return undefined;
  if (extension === 'json') return { packaging: 'XSemPLR', split };
  const language = findLanguage(folder);
  if (language) return { packaging: 'MTOP', language: language.code, split };
  const found = folder === '' ? 'no language folder' : `unknown language folder ${folder}`;
  throw new ParseError(path, 0, '', `${found}; known: ${KNOWN_CODES}`);
}
