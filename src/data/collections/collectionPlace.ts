import { fileLanguage } from './fileLanguage';
import type { CollectionFormat } from './types';

/** What a file holds: `results` are CLIRMatrix's queries with their judgements; the last three make WikiCLIR. */
export type CollectionRole =
  | 'documents'
  | 'queries'
  | 'qrels'
  | 'triples'
  | 'results'
  | 'pages'
  | 'mates'
  | 'links';

/** How a row is written; `titled` is id, title and text between tabs. */
export type RowShape = 'jsonl' | 'tsv' | 'titled';

export interface CollectionPlace {
  readonly role: CollectionRole;
  readonly shape: RowShape;
  /** Undefined where several packagings write it so. */
  readonly format?: CollectionFormat;
}

/** What a reader wants to find, for error messages. */
export const WANTED_COLLECTION =
  'corpus.jsonl + queries.jsonl + qrels/*.tsv (BEIR), queries.tsv + documents.tsv + qrels (TREC), ' +
  'collection.tsv + queries.*.tsv + qrels or triples (mMARCO), jsonl with tgt_results + de.tsv (CLIRMatrix), ' +
  'wiki_en.queries + wiki_sw.documents + en2sw.rel (WikiCLIR), or pages.tsv + langlinks.tsv + pagelinks.tsv';

const DOCUMENTS = /(?:^|[._-])(?:corpus|documents?|docs|collection|passages)(?=[._-])/;
const QUERIES = /(?:^|[._-])(?:quer(?:y|ies)|topics)(?=[._-])/;

/**
 * Gives the role of a file, by its name and its first bytes as text.
 *
 * @returns undefined for a file that is no part of a collection, a run among them.
 */
export function collectionPlace(path: string, head: string): CollectionPlace | undefined {
  const parts = path.toLowerCase().split(/[/\\]/);
  const base = parts.at(-1) ?? '';
  const folder = parts.at(-2) ?? '';
  if (/(?:^|[._-])runs?(?:[._-]|$)/.test(base)) return undefined;
  if (/\.(?:md|ya?ml|py|gz|zip|bz2|xz|png|pdf)$/.test(base) || base.startsWith('readme'))
    return undefined;
  if (/\.rel$/.test(base)) return { role: 'qrels', shape: 'tsv', format: 'WikiCLIR' };
  if (/\.(?:jsonl?|jl)$/.test(base)) return jsonPlace(base, head);
  if (/\.documents$/.test(base)) return { role: 'documents', shape: 'titled', format: 'WikiCLIR' };
  if (/\.queries$/.test(base)) return { role: 'queries', shape: 'titled', format: 'WikiCLIR' };
  if (/triples/.test(base)) return { role: 'triples', shape: 'tsv', format: 'mMARCO' };
  if (/qrel/.test(base) || /^qrels?$/.test(folder)) {
    return isBeirQrels(head)
      ? { role: 'qrels', shape: 'tsv', format: 'BEIR' }
      : { role: 'qrels', shape: 'tsv' };
  }
  return tablePlace(base, head);
}

function tablePlace(base: string, head: string): CollectionPlace | undefined {
  const isTable = /\.(?:tsv|txt)$/.test(base);
  if (isTable) {
    const wiki = wikiRole(base);
    if (wiki) return { role: wiki, shape: 'tsv', format: 'Wikipedia links' };
    if (QUERIES.test(base)) return { role: 'queries', shape: 'tsv' };
    if (/(?:^|[._-])collection[._-]/.test(base))
      return { role: 'documents', shape: 'tsv', format: 'mMARCO' };
    if (DOCUMENTS.test(base)) return { role: 'documents', shape: 'tsv' };
    const stem = base.replace(/\.(?:tsv|txt)$/, '');
    if (fileLanguage(stem) !== undefined && !/[._-]/.test(stem))
      return { role: 'documents', shape: 'tsv' };
  }
  const fields = (head.split('\n', 1)[0] ?? '').trim().split(/\s+/);
  const isQrel = fields.length === 4 && /^-?\d+$/.test(fields[3] ?? '');
  return isQrel ? { role: 'qrels', shape: 'tsv', format: 'TREC' } : undefined;
}

function jsonPlace(base: string, head: string): CollectionPlace | undefined {
  if (head.includes('"tgt_results"'))
    return { role: 'results', shape: 'jsonl', format: 'CLIRMatrix' };
  if (QUERIES.test(base)) return { role: 'queries', shape: 'jsonl', format: 'BEIR' };
  if (DOCUMENTS.test(base)) return { role: 'documents', shape: 'jsonl', format: 'BEIR' };
  return undefined;
}

function wikiRole(base: string): 'pages' | 'mates' | 'links' | undefined {
  if (/(?:^|[._-])(?:lang-?links|interlanguage-?links|mates)[._-]/.test(base)) return 'mates';
  if (/(?:^|[._-])page-?links[._-]/.test(base)) return 'links';
  return /(?:^|[._-])pages[._-]/.test(base) ? 'pages' : undefined;
}

function isBeirQrels(head: string): boolean {
  return /^\uFEFF?query-id\tcorpus-id\tscore/i.test(head);
}
