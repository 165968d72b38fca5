import { findLanguage } from './languages';
import type { Language } from './types';

/** What a path says about a file of a line-aligned corpus. */
export type AlignedPlace =
  | { readonly part: 'ids' }
  | { readonly part: 'side'; readonly language: Language }
  /** Named like a side, in a language that the readers do not know. */
  | { readonly part: 'stranger'; readonly code: string };

/** What a reader wants to find, for error messages. */
export const WANTED_ALIGNED =
  'eng.txt, swa.txt, … (one sentence a line, the same line in every language) with document_ids.txt (the id of each line’s document)';

/**
 * Gives the part that a path plays: `document_ids.txt` names each line's document, `swa.txt`, `pt-BR.txt` and
 * `newstest2019-ref.swa.txt` (NTREX's own name) are one language's sentences.
 *
 * @returns undefined for a file that is no part of a line-aligned corpus.
 */
export function alignedPlace(path: string): AlignedPlace | undefined {
  const file = path.split(/[/\\]/).at(-1) ?? '';
  if (/^document_ids\.(?:txt|tsv)$/i.test(file)) return { part: 'ids' };
  const code = /^(?:.+\.)?([a-z]{2,3}(?:[-_][a-z0-9]{2,4})?)\.txt$/i.exec(file)?.[1];
  if (code === undefined) return undefined;
  const language = findLanguage(code)?.code;
  return language === undefined ? { part: 'stranger', code } : { part: 'side', language };
}

/** Whether these are a line-aligned corpus: document ids beside a language, or nothing but languages. */
export function looksAligned(paths: readonly string[]): boolean {
  const parts = paths.map((path) => alignedPlace(path)?.part);
  const sides = parts.filter((part) => part === 'side').length;
  return sides > 0 && (parts.includes('ids') || sides > 1);
}
