import { ParseError } from '../lib';
import { findLanguage, KNOWN_CODES } from './languages';
import type { Language } from './types';

/** What a path says about a file of bitext. */
export type BitextPlace =
  | {
      /** One side of line-aligned files; sides with the same `group` belong together. */
      readonly shape: 'lines';
      readonly group: string;
      readonly name: string;
      readonly language: Language;
    }
  | {
      readonly shape: 'tsv';
      readonly name: string;
      readonly language: Language;
      /** Column of the English text; the other one of the first two is foreign. */
      readonly english: 0 | 1;
    };

/** What a reader wants to find, for error messages. */
export const WANTED_BITEXT =
  'corpus.en-sw.en + corpus.en-sw.sw, corpus.en + corpus.sw, eng.txt + swa.txt, or corpus.en-sw.tsv';

/**
 * Gives shape, language and name of a path: `x.en-sw.sw`, `x.sw` and `folder/swa.txt` are one side of line-aligned
 * files, `x.en-sw.tsv` and `x.sw.tsv` have both (English first unless the name says `sw-en`).
 *
 * @returns undefined for a file that is no bitext, such as `document_ids.txt` or `x.en-sw.ids`.
 * @throws ParseError if the place of a language holds an unknown code, or a pair has no English side.
 */
export function bitextPlace(path: string): BitextPlace | undefined {
  const cut = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1;
  const folder = path.slice(0, cut);
  const file = path.slice(cut);
  const tsv = /^(.+)\.([^.]+)\.tsv$/i.exec(file);
  if (tsv) return tsvPlace(path, tsv[1] ?? '', tsv[2] ?? '');
  const alone = /^([a-z]{2,3}(?:[-_][a-z0-9]{2,4})?)\.txt$/i.exec(file);
  if (alone) {
    const name = folder.split(/[/\\]/).at(-2) ?? 'bitext';
    return { shape: 'lines', group: folder, name, language: known(path, alone[1] ?? '') };
  }
  const side = /^(.+)\.([^.]+)$/.exec(file.replace(/\.txt$/i, ''));
  const language = findLanguage(side?.[2] ?? '');
  const stem = side?.[1] ?? '';
  const pair = pairOf(stem.slice(stem.lastIndexOf('.') + 1));
  if (!language) {
    if (pair?.includes((side?.[2] ?? '').toLowerCase())) known(path, side?.[2] ?? '');
    return undefined;
  }
  return { shape: 'lines', group: `${folder}${stem}`, name: stem, language: language.code };
}

function tsvPlace(path: string, name: string, code: string): BitextPlace | undefined {
  const pair = pairOf(code);
  if (!pair) {
    // `scores.v2.tsv` is no bitext; `name.xx.tsv` with two or three letters claims a language.
    if (!/^[a-z]{2,3}(?:[-_][a-z]{2})?$/i.test(code)) return undefined;
    return { shape: 'tsv', name, language: foreign(path, known(path, code)), english: 0 };
  }
  const [first, second] = pair.map((side) => known(path, side)) as [Language, Language];
  if (first !== 'en' && second !== 'en')
    throw new ParseError(path, 0, '', `found ${first} and ${second}, wanted English on one side`);
  const language = foreign(path, first === 'en' ? second : first);
  return { shape: 'tsv', name: `${name}.${code}`, language, english: first === 'en' ? 0 : 1 };
}

/** Splits `en-sw` or `pt_br-en`; a region is joined by an underscore there, so the hyphen is unambiguous. */
function pairOf(code: string): string[] | undefined {
  const sides = code.toLowerCase().split('-');
  return sides.length === 2 && sides.every((side) => /^[a-z]{2,3}(?:_[a-z]{2,4})?$/.test(side))
    ? sides
    : undefined;
}

function known(path: string, code: string): Language {
  const info = findLanguage(code);
  if (info) return info.code;
  throw new ParseError(path, 0, '', `unknown language ${code}; known: ${KNOWN_CODES}`);
}

function foreign(path: string, language: Language): Language {
  if (language !== 'en') return language;
  throw new ParseError(path, 0, '', 'found English only, wanted a second language in the name');
}
