import { ParseError } from '../../lib';
import { findLanguage, KNOWN_CODES } from '../languages';
import { tableKind } from '../tables';
import type { Language } from '../types';
import { languageOfName } from './keyLanguage';
import type { NamedPair } from './mapFields';

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
      /** A score a line, for the pairs of `group`. */
      readonly shape: 'scores';
      readonly group: string;
    }
  | {
      /** Rows of cells; rows of named fields; translation memory. */
      readonly shape: 'delimited' | 'table' | 'tmx';
      readonly name: string;
      /** undefined where only the file's own names can tell. */
      readonly named: NamedPair | undefined;
    }
  | {
      /** A text that says what may be done with the rest. */
      readonly shape: 'licence';
    };

/** What a reader wants to find, for error messages. */
export const WANTED_BITEXT =
  'corpus.en-sw.en + corpus.en-sw.sw, corpus.en + corpus.sw, eng.txt + swa.txt, corpus.en-sw.tsv or .csv, .tmx, .jsonl or .parquet';

const LICENCE = /^(?:readme|licen[cs]e|copying)(?:\.(?:txt|md))?$/i;

/**
 * Gives shape, languages and name of a path: `x.en-sw.sw`, `x.sw` and `folder/swa.txt` are one side of line-aligned
 * files, `x.en-sw.scores` has a score a line for them, `x.en-sw.tsv` and `x.sw.tsv` have both (English first unless the
 * name says `sw-en`), as have tables and translation memory of any name. A folder may name the pair: `en-sw/train.parquet`.
 *
 * @returns undefined for a file that is no bitext, such as `document_ids.txt` or `x.en-sw.ids`.
 * @throws ParseError if the place of a language holds an unknown code, or a pair has no English side.
 */
export function bitextPlace(path: string): BitextPlace | undefined {
  const cut = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1;
  const folder = path.slice(0, cut);
  const file = path.slice(cut);
  if (LICENCE.test(file)) return { shape: 'licence' };
  const table = tablePlace(path, file);
  if (table) return table;
  const alone = /^([a-z]{2,3}(?:[-_][a-z0-9]{2,4})?)\.txt$/i.exec(file);
  if (alone) {
    const name = folder.split(/[/\\]/).at(-2) ?? 'bitext';
    return { shape: 'lines', group: folder, name, language: known(path, alone[1] ?? '') };
  }
  const side = /^(.+)\.([^.]+)$/.exec(file.replace(/\.txt$/i, ''));
  const stem = side?.[1] ?? '';
  if (/^scores?$/i.test(side?.[2] ?? '')) return { shape: 'scores', group: `${folder}${stem}` };
  const language = findLanguage(side?.[2] ?? '');
  const pair = pairOf(stem.slice(stem.lastIndexOf('.') + 1));
  if (!language) {
    if (pair?.includes((side?.[2] ?? '').toLowerCase())) known(path, side?.[2] ?? '');
    return undefined;
  }
  return { shape: 'lines', group: `${folder}${stem}`, name: stem, language: language.code };
}

function tablePlace(path: string, file: string): BitextPlace | undefined {
  const stem = file.replace(/\.[^.]+$/, '');
  if (/\.tmx$/i.test(file)) return { shape: 'tmx', name: stem, named: undefined };
  const kind = tableKind(file);
  if (kind === undefined) return undefined;
  const code = stem.slice(stem.lastIndexOf('.') + 1);
  if (kind === 'csv' || kind === 'tsv') {
    const named = tatoebaPair(stem) ?? (code === stem ? undefined : namedByCode(path, code));
    const isAlone = named !== undefined && pairOf(code) === undefined && code !== stem;
    const name = isAlone && findLanguage(code) ? stem.slice(0, -code.length - 1) : stem;
    return { shape: 'delimited', name, named: named ?? namedBy(path, stem) };
  }
  const named = namedBy(path, stem);
  // What lies beside shards as JSON is about them, unless its name says otherwise.
  return kind === 'json' && !named ? undefined : { shape: 'table', name: stem, named };
}

/** The pair that a code names; undefined for one that claims no language, such as `v2`. @throws ParseError if unknown. */
function namedByCode(path: string, code: string): NamedPair | undefined {
  const pair = pairOf(code);
  if (!pair) {
    if (!/^[a-z]{2,3}(?:[-_][a-z]{2})?$/i.test(code)) return undefined;
    return { language: foreign(path, known(path, code)), englishFirst: true };
  }
  const [first, second] = pair.map((side) => known(path, side)) as [Language, Language];
  if (first !== 'en' && second !== 'en')
    throw new ParseError(path, 0, '', `found ${first} and ${second}, wanted English on one side`);
  return { language: foreign(path, first === 'en' ? second : first), englishFirst: first === 'en' };
}

/** The pair that a name or its folder says, `en-sw.jsonl`, `x.sw.jsonl`, `en-sw/train.parquet`; nothing is claimed there. */
function namedBy(path: string, stem: string): NamedPair | undefined {
  const parts = stem.split('.');
  const folder = path.split(/[/\\]/).at(-2) ?? '';
  for (const code of [parts.at(-1) ?? '', folder]) {
    const sides = pairOf(code)?.map((side) => findLanguage(side)?.code);
    const other = sides?.find((side) => side !== 'en');
    if (sides?.includes('en') && other) return { language: other, englishFirst: sides[0] === 'en' };
  }
  const alone = parts.length > 1 ? findLanguage(parts.at(-1) ?? '')?.code : undefined;
  return alone !== undefined && alone !== 'en'
    ? { language: alone, englishFirst: true }
    : undefined;
}

/** Tatoeba's exports: `Sentence pairs in English-Swahili - 2024-01-31`. */
function tatoebaPair(stem: string): NamedPair | undefined {
  const match = /^sentence pairs in ([^-]+)-(.+?)(?: - [\d-]+)?$/i.exec(stem);
  const [first, second] = [languageOfName(match?.[1] ?? ''), languageOfName(match?.[2] ?? '')];
  if (first === 'en' && second !== undefined && second !== 'en')
    return { language: second, englishFirst: true };
  return second === 'en' && first !== undefined
    ? { language: first, englishFirst: false }
    : undefined;
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
