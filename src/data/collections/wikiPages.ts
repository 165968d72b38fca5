import { ParseError } from '../../lib';
import { findLanguage } from '../languages';
import { type Problems, shown } from '../problems';
import { decodeLine, eachLine } from '../source/eachLine';
import { listNames } from '../sourceRows';
import type { DataFile, Language } from '../types';

/** Queries are English articles. */
export const QUERIES: Language = 'en';

/** An article: its title and first sentence. */
export interface Page {
  readonly line: number;
  readonly title: string;
  readonly sentence: string;
}

/** Articles by language and id. @throws ParseError if one is there twice. */
export async function readPages(
  file: DataFile,
  problems: Problems,
): Promise<Map<Language, Map<string, Page>>> {
  const byLanguage = new Map<Language, Map<string, Page>>();
  await eachLine(file, (bytes, line) => {
    const fields = decodeLine(file.path, line, bytes).split('\t');
    const [id = '', code = '', title = '', ...rest] = fields.map((field) => field.trim());
    if (fields.length === 1 && id === '') return;
    const language = findLanguage(code)?.code;
    if (id === '' || title === '' || rest.length === 0)
      problems.badRow(file.path, line, '', 'wanted id, language, title and first sentence');
    else if (language === undefined)
      problems.badRow(file.path, line, 'language', `found ${shown(code)}, no known language`);
    else {
      const pages = byLanguage.get(language) ?? new Map<string, Page>();
      const other = pages.get(id)?.line;
      if (other !== undefined) {
        const detail = `${language} ${id} is in line ${other} already`;
        throw new ParseError(file.path, line, 'id', detail);
      }
      byLanguage.set(language, pages.set(id, { line, title, sentence: rest.join(' ') }));
    }
  });
  return byLanguage;
}

/** @throws ParseError unless there are English pages and those of `wanted`, or of one other language. */
export function foreignLanguage(
  file: string,
  pages: ReadonlyMap<Language, unknown>,
  wanted: Language | undefined,
): Language {
  const found = [...pages.keys()];
  const others = found.filter((language) => language !== QUERIES);
  const language = wanted ?? (others.length === 1 ? others[0] : undefined);
  if (found.includes(QUERIES) && language !== undefined && others.includes(language))
    return language;
  const detail = `found pages in ${listNames(found)}; wanted English and ${wanted ?? 'one other language, or its name'}`;
  throw new ParseError(file, 0, 'language', detail);
}
