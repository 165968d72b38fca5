import { ParseError } from '../../lib';
import { Problems } from '../problems';
import { SourceCount } from '../sourceRows';
import type { DataFile, Language } from '../types';
import type { SampledRow } from './idSample';
import { joinCollection } from './joinCollection';
import { Judgements } from './judgements';
import { checkedTexts } from './readTexts';
import type { CollectionReading } from './types';
import { readMates, readMutual } from './wikiLinks';
import { foreignLanguage, type Page, QUERIES, readPages } from './wikiPages';
import { withoutTitle } from './withoutTitle';

/** The three tables that judgements are made of. */
export interface WikiLinks<File> {
  /** `id TAB language TAB title TAB first sentence`; ids are those of one Wikipedia. */
  readonly pages: File;
  /** `English id TAB foreign id`, one article in both. */
  readonly mates: File;
  /** `from TAB to`, pages of the foreign Wikipedia. */
  readonly links: File;
}

/** What the tables do not say. */
export interface WikiClirOptions {
  readonly name?: string | undefined;
  /** Of the documents; default the one language beside English. */
  readonly language?: Language | undefined;
}

interface Source {
  readonly file: DataFile;
  readonly source: string;
}

const MATE = 2;
const MUTUAL = 1;

/**
 * Makes a collection of Wikipedia's links (Schamoni et al. 2014; grades as in Sasaki et al. 2018): a query is the
 * first sentence of an English article without the words of its title; its mate in the other language has grade 2,
 * pages that link to the mate and are linked by it have grade 1, all others are not judged. Documents are titles and
 * first sentences of all pages in that language.
 *
 * @throws ParseError if a page is there twice, the language is not clear, or nothing is left that is judged.
 */
export async function buildWikiClir(
  { pages, mates, links }: WikiLinks<DataFile>,
  options: WikiClirOptions = {},
): Promise<CollectionReading> {
  const sourced = (file: DataFile) => ({ file, source: file.path });
  const files = { pages: sourced(pages), mates: sourced(mates), links: sourced(links) };
  return buildFromLinks(files, options, new Problems());
}

/** As {@link buildWikiClir}, of files that may come from a zip. */
export async function buildFromLinks(
  { pages, mates, links }: WikiLinks<Source>,
  { name, language: wanted }: WikiClirOptions,
  problems: Problems,
): Promise<CollectionReading> {
  const byLanguage = await readPages(pages.file, problems);
  const language = foreignLanguage(pages.file.path, byLanguage, wanted);
  const english = byLanguage.get(QUERIES) ?? new Map<string, Page>();
  const foreign = byLanguage.get(language) ?? new Map<string, Page>();
  const mateOf = await readMates(mates.file, english, foreign, problems);
  const mutual = await readMutual(links.file, new Set(mateOf.values()), foreign, problems);
  const judgements = new Judgements(mates.file.path);
  for (const [query, mate] of mateOf) {
    judgements.add(query, mate, MATE, 0);
    for (const page of mutual.of(mate)) judgements.add(query, page, MUTUAL, 0);
  }
  const queries = rowsOf(english, judgements.queries, ({ sentence, title }) =>
    withoutTitle(sentence, title),
  );
  const documents = rowsOf(foreign, undefined, ({ sentence, title }) =>
    `${title} ${sentence}`.trim(),
  );
  const { path } = pages.file;
  const format = 'Wikipedia links' as const;
  const { collection, counts } = joinCollection(
    {
      name: name ?? format,
      format,
      queries: checkedTexts(path, { role: 'queries' }, QUERIES, queries, problems),
      documents: checkedTexts(path, { role: 'documents' }, language, documents, problems),
      judgements,
      unjudgedQueries: english.size - mateOf.size,
      unreadDocuments: 0,
    },
    problems,
  );
  if (collection.qrels.length === 0)
    throw new ParseError(mates.file.path, 0, '', 'no English page with a sentence has a mate');
  const count = new SourceCount();
  count.add(pages.source, collection.queries.length + collection.documents.length);
  count.add(mates.source, mateOf.size);
  count.add(links.source, mutual.rows);
  return { collection, format, counts, problems: problems.list(), records: count.records() };
}

function rowsOf(
  pages: ReadonlyMap<string, Page>,
  only: ReadonlySet<string> | undefined,
  textOf: (page: Page) => string,
): SampledRow[] {
  return [...pages]
    .filter(([id]) => only?.has(id) ?? true)
    .map(([id, page]) => ({ id, line: page.line, text: textOf(page) }));
}
