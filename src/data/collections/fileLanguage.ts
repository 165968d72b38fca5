import { findLanguage, LANGUAGES } from '../languages';
import type { Language } from '../types';

const ROLE = /^(?:collection|queries|query|topics|documents?|docs|corpus|passages)$/;

const BY_NAME = new Map<string, Language>();
for (const { code, name } of LANGUAGES) {
  // `Chinese (Simplified)` goes by `chinese`; the first of two wins.
  const word = name.toLowerCase().split(' ')[0] ?? '';
  if (!BY_NAME.has(word)) BY_NAME.set(word, code);
}

/**
 * Gives the language that a path names: `german_collection.tsv`, `queries.sw.tsv`, `wiki_tl.documents`, `de.tsv`, or
 * the folder of `sw/collection.tsv`. Elsewhere in the name a code is not believed (`ms_marco` is no Malay).
 */
export function fileLanguage(path: string): Language | undefined {
  const [base = '', folder = ''] = path.split(/[/\\]/).reverse();
  const tokens = base
    .toLowerCase()
    .split(/[._]/)
    .filter((token) => token !== '');
  const role = tokens.findIndex((token) => ROLE.test(token));
  const places = role < 0 ? [tokens[0] ?? ''] : [tokens[role - 1] ?? '', ...tokens.slice(role + 1)];
  for (const token of [...places, folder.toLowerCase()]) {
    const language = named(token);
    if (language !== undefined) return language;
  }
  return undefined;
}

/** Gives the languages of queries and documents, `en_de/train.jsonl` (CLIRMatrix) or `en2sw.rel` (WikiCLIR). */
export function languagePair(path: string): readonly [Language, Language] | undefined {
  const [base = '', folder = ''] = path.split(/[/\\]/).reverse();
  for (const part of [base, folder]) {
    const tokens = part.toLowerCase().split(/[._-]|(?<=[a-z])2(?=[a-z])/);
    for (const [at, token] of tokens.entries()) {
      const [queries, documents] = [named(token), named(tokens[at + 1] ?? '')];
      if (queries !== undefined && documents !== undefined) return [queries, documents];
    }
  }
  return undefined;
}

function named(token: string): Language | undefined {
  // WikiCLIR's Simple English.
  if (token === 'simple') return 'en';
  return findLanguage(token)?.code ?? BY_NAME.get(token);
}
