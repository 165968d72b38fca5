import { ParseError } from '../../lib';
import { listNames } from '../sourceRows';
import type { Language } from '../types';
import { languageOfKey } from './keyLanguage';
import type { PairFields, PairOptions } from './types';

/** A column, or a value inside a column's structs, that was found to hold texts or numbers. */
export interface FoundField {
  /** Keys from the column inwards. */
  readonly path: readonly string[];
  readonly kind: 'text' | 'number';
}

/** Where the pairs of a table are. */
export interface FieldMap {
  readonly english: readonly string[];
  readonly foreign: readonly { readonly language: Language; readonly path: readonly string[] }[];
  readonly score?: readonly string[] | undefined;
}

/** What a file's name says of its languages. */
export interface NamedPair {
  readonly language: Language;
  /** Whether the first of two columns without language names is English. */
  readonly englishFirst: boolean;
}

const SIDES: readonly (readonly [string, string])[] = [
  ['source', 'target'],
  ['src', 'tgt'],
  ['src', 'trg'],
  ['source_text', 'target_text'],
  ['src_text', 'tgt_text'],
  ['sentence1', 'sentence2'],
  ['text1', 'text2'],
  ['original', 'translation'],
];
const SCORES = ['score', 'scores', 'similarity', 'laser_score', 'margin', 'cosine', 'quality'];

export const nameOf = (path: readonly string[]): string => path.join('.');

/**
 * Finds the pairs of a table by the names of its fields: languages in one struct or as columns
 * (`translation.en`, `translation.sw`), else `source` and `target` and their like, whose languages the file's name or
 * `options.languages` gives. Explicit `options.fields` come before all.
 *
 * @throws ParseError listing the fields where none, or more than one, mapping fits.
 */
export function mapFields(
  file: string,
  fields: readonly FoundField[],
  named: NamedPair | undefined,
  options: PairOptions,
): FieldMap {
  const refuse = (lack: string) =>
    new ParseError(
      file,
      0,
      '',
      `${lack}: found the columns ${listNames(fields.map(({ path }) => nameOf(path)))}; wanted {en, sw}, {translation: {en, sw}}, {source, target}, or say which by the fields english and foreign`,
    );
  const only = options.languages?.filter((language) => language !== 'en') ?? [];
  const known =
    named ?? (only.length === 1 ? { language: only[0]!, englishFirst: true } : undefined);
  if (options.fields) return explicit(fields, options.fields, known, refuse);
  const texts = fields.filter(({ kind }) => kind === 'text');
  const structs = byLanguage(texts);
  const [struct] = structs;
  const score = scoreField(fields);
  if (struct && structs.length === 1) return { ...struct, score };
  if (structs.length > 1) throw refuse(`${structs.length} mappings fit`);
  const sides = bySide(texts);
  const [side] = sides;
  if (!side) throw refuse('no pair of texts');
  if (sides.length > 1) throw refuse(`${sides.length} mappings fit`);
  if (!known) throw refuse(`the languages of ${side.map(nameOf).join(' and ')} are not named`);
  const [english, foreign] = known.englishFirst ? side : [side[1], side[0]];
  return { english, foreign: [{ language: known.language, path: foreign }], score };
}

type Paths = readonly [readonly string[], readonly string[]];

/** One map for each struct, or the table itself, that has an English text and another language's. */
function byLanguage(texts: readonly FoundField[]): FieldMap[] {
  const structs = new Map<string, (readonly string[])[]>();
  for (const { path } of texts) {
    const key = JSON.stringify(path.slice(0, -1));
    structs.set(key, [...(structs.get(key) ?? []), path]);
  }
  return [...structs.values()].flatMap((paths) => {
    const spoken = paths.flatMap((path) => {
      const language = languageOfKey(path.at(-1) ?? '');
      return language === undefined ? [] : [{ language, path }];
    });
    const english = spoken.filter(({ language }) => language === 'en');
    const others = spoken.filter(({ language }) => language !== 'en');
    // A column `id` is one of ids, unless it is all that could be the other language.
    const foreign = others.length > 1 ? others.filter(({ path }) => path.at(-1) !== 'id') : others;
    const languages = new Set(foreign.map(({ language }) => language));
    const [one] = english;
    const isClear = english.length === 1 && foreign.length > 0 && languages.size === foreign.length;
    return one && isClear ? [{ english: one.path, foreign }] : [];
  });
}

function bySide(texts: readonly FoundField[]): Paths[] {
  const find = (parent: readonly string[], name: string) =>
    texts.find(
      ({ path }) =>
        nameOf(path.slice(0, -1)) === nameOf(parent) && path.at(-1)?.trim().toLowerCase() === name,
    )?.path;
  const parents = new Map(texts.map(({ path }) => [nameOf(path.slice(0, -1)), path.slice(0, -1)]));
  return [...parents.values()].flatMap((parent) =>
    SIDES.flatMap(([source, target]): Paths[] => {
      const [left, right] = [find(parent, source), find(parent, target)];
      return left && right ? [[left, right]] : [];
    }),
  );
}

function scoreField(fields: readonly FoundField[]): readonly string[] | undefined {
  const scores = fields.filter(
    ({ path, kind }) =>
      kind === 'number' && SCORES.includes(path.at(-1)?.trim().toLowerCase() ?? ''),
  );
  // Of several none is meant for sure.
  return scores.length === 1 ? scores[0]?.path : undefined;
}

function explicit(
  fields: readonly FoundField[],
  wanted: PairFields,
  known: NamedPair | undefined,
  refuse: (lack: string) => ParseError,
): FieldMap {
  const find = (name: string) => {
    const found = fields.find(({ path }) => nameOf(path) === name);
    if (!found) throw refuse(`no column ${name}`);
    return found.path;
  };
  const foreign = find(wanted.foreign);
  const language = languageOfKey(foreign.at(-1) ?? '') ?? known?.language;
  if (language === undefined || language === 'en')
    throw refuse(`the language of ${wanted.foreign} is not named`);
  return {
    english: find(wanted.english),
    foreign: [{ language, path: foreign }],
    ...(wanted.score !== undefined && { score: find(wanted.score) }),
  };
}
