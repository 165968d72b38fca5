import { ParseError } from '../../lib';
import { Problems } from '../problems';
import { SourceCount } from '../sourceRows';
import type { DataFile, Language } from '../types';
import { buildFromLinks } from './buildWikiClir';
import { linksOf, noteUnused } from './choosePackaging';
import type { CollectionRole } from './collectionPlace';
import { fileLanguage, languagePair } from './fileLanguage';
import { IdSample } from './idSample';
import { joinCollection } from './joinCollection';
import type { Judgements } from './judgements';
import { readQrels } from './readQrels';
import { type ResultsQuery, readResults } from './readResults';
import { checkedTexts, readTexts } from './readTexts';
import { readTriples } from './readTriples';
import { nothing, type PlacedFile, pickSplit, placeFiles } from './sourceFiles';
import type {
  CollectionFormat,
  CollectionOptions,
  CollectionReading,
  CollectionText,
} from './types';

/** What is read of a collection without being asked for: more would fill the memory of a browser. */
export const MOST_UNASKED = { others: 200_000, triples: 500_000 } as const;

/**
 * Gives the ranking collection in a set of files or zips, whatever its packaging: BEIR (Thakur et al. 2021), TREC
 * qrels with TSV, CLIRMatrix (Sun & Duh 2020), mMARCO (Bonifacio et al. 2021), WikiCLIR (Sasaki et al. 2018), or
 * Wikipedia's pages and links, of which `buildWikiClir` makes judgements. Languages come from the names of
 * files (`queries.sw.tsv`, `german_collection.tsv`); queries and documents of several languages share ids. Queries
 * that nothing judges are left out.
 *
 * Judgements are read first, so that `others` can bound what is kept of a collection that is larger than memory:
 * documents that are judged or in `keep`, and a sample. Without `others` at most 200,000 are sampled, without `triples`
 * 500,000, and a note says so. An id twice is found among the rows kept.
 *
 * @throws ParseError if a part is missing (naming what was found), is there twice, has an id twice or one pair with
 *   two grades, is empty or not UTF-8, or nothing is left that is judged.
 * @throws RangeError unless `others` and `triples` are whole numbers, at least 0 and 1.
 */
export async function readCollection(
  files: readonly DataFile[],
  options: CollectionOptions = {},
): Promise<CollectionReading> {
  checkNumber('others', options.others, 0);
  checkNumber('triples', options.triples, 1);
  const problems = new Problems();
  const placed = await placeFiles(files, problems);
  const links = linksOf(placed);
  noteUnused(placed, links !== undefined, problems);
  if (links) {
    const about = { name: options.name, language: options.documentLanguage };
    return buildFromLinks(links, about, problems);
  }
  const reader = new Reader(placed, options, problems);
  return reader.read();
}

function checkNumber(name: string, value: number | undefined, least: number): void {
  if (value !== undefined && !(Number.isSafeInteger(value) && value >= least))
    throw new RangeError(`readCollection: ${name} must be at least ${least}, got ${value}`);
}

interface Judged {
  readonly judgements: Judgements;
  readonly queries?: readonly ResultsQuery[];
  readonly from: PlacedFile;
}

class Reader {
  readonly #count = new SourceCount();

  constructor(
    readonly placed: readonly PlacedFile[],
    readonly options: CollectionOptions,
    readonly problems: Problems,
  ) {}

  async read(): Promise<CollectionReading> {
    const { problems } = this;
    const judged = await this.#judgements();
    const { judgements, from } = judged;
    const queries = judged.queries
      ? this.#resultQueries(judged.queries, from)
      : await this.#texts('queries', judgements.queries, 0);
    const wanted = new Set([...judgements.documents(), ...(this.options.keep ?? [])]);
    const { others } = this.options;
    const documents = await this.#texts('documents', wanted, others ?? MOST_UNASKED.others);
    if (others === undefined) this.#noteSample(documents.leftOut);
    const format = this.#format();
    const { collection, counts } = joinCollection(
      {
        name: this.options.name ?? format,
        format,
        queries: queries.texts,
        documents: documents.texts,
        judgements,
        unjudgedQueries: queries.leftOut,
        unreadDocuments: documents.leftOut,
      },
      problems,
    );
    if (collection.qrels.length === 0) {
      const detail = `none of its judgements has both its query and its document: ${counts.unknownQueries} lack the query, ${counts.unknownDocuments} the document`;
      throw new ParseError(from.file.path, 0, '', detail);
    }
    const records = this.#count.records();
    return { collection, format, counts, problems: problems.list(), records };
  }

  async #judgements(): Promise<Judged> {
    const { problems, options } = this;
    const { split = 'test', seed = 1 } = options;
    const [qrels, results, triples] = (['qrels', 'results', 'triples'] as const).map((role) =>
      this.#files(role),
    ) as [PlacedFile[], PlacedFile[], PlacedFile[]];
    if (qrels.length > 0 && results.length > 0) {
      const detail = `${qrels[0]?.file.path} has judgements already; give one of them`;
      throw new ParseError(results[0]?.file.path ?? '', 0, '', detail);
    }
    let judged: Judged;
    if (results.length > 0) {
      const from = pickSplit(results, 'queries with results', split, problems);
      judged = { from, ...(await readResults(from.file, problems)) };
    } else if (qrels.length > 0) {
      const from = pickSplit(qrels, 'judgements', split, problems);
      judged = { from, judgements: await readQrels(from.file, problems) };
      for (const { file } of triples)
        problems.note(file.path, 'ignored: the judgements are taken from the qrels');
    } else if (triples.length > 0) {
      const from = pickSplit(triples, 'triples', split, problems);
      const most = options.triples ?? MOST_UNASKED.triples;
      const judgements = await readTriples(from.file, problems, most, seed);
      judged = { from, judgements };
    } else throw nothing('no judgements', this.#names());
    this.#count.add(judged.from.source, [...judged.judgements.rows()].length);
    return judged;
  }

  /** Nobody asked for a sample, and measures of one are not those of the whole. */
  #noteSample(leftOut: number): void {
    if (leftOut === 0) return;
    const [file] = this.#files('documents');
    const message = `${leftOut} documents that nobody judges are not read: of these at most ${MOST_UNASKED.others} a language are, at random by the seed, unless \`others\` says how many; measures over a sample are higher than over the whole`;
    this.problems.note(file?.file.path ?? '', message, 'others');
  }

  #resultQueries(rows: readonly ResultsQuery[], { file }: PlacedFile) {
    const stated = languagePair(file.path)?.[0];
    const language = stated ?? this.#assumed(file.path, 'queries');
    const texts = checkedTexts(file.path, { role: 'queries' }, language, rows, this.problems);
    return { texts, leftOut: 0 };
  }

  /** One file a language; of several, the one of the split. */
  async #texts(
    role: 'queries' | 'documents',
    wanted: ReadonlySet<string>,
    others: number | undefined,
  ): Promise<{ texts: readonly CollectionText[]; leftOut: number }> {
    const { problems, options } = this;
    const byLanguage = this.#oneLanguage(role, this.#byLanguage(role));
    if (byLanguage.size === 0) throw nothing(`no ${role}`, this.#names());
    const texts: CollectionText[] = [];
    let leftOut = 0;
    for (const [language, files] of byLanguage) {
      const what = `${role} in ${language}`;
      const chosen = pickSplit(files, what, options.split ?? 'test', problems);
      const sample = new IdSample(wanted, others, options.seed ?? 1);
      const read = await readTexts({ ...chosen, language }, sample, problems);
      // One by one: as arguments of one call hundreds of thousands overflow the stack.
      for (const text of read.texts) texts.push(text);
      leftOut += read.leftOut;
      this.#count.add(chosen.source, read.texts.length);
    }
    return { texts, leftOut };
  }

  #byLanguage(role: 'queries' | 'documents'): Map<Language, PlacedFile[]> {
    const byLanguage = new Map<Language, PlacedFile[]>();
    for (const placed of this.#files(role)) {
      const { path } = placed.file;
      const language = fileLanguage(path) ?? this.#assumed(path, role);
      byLanguage.set(language, [...(byLanguage.get(language) ?? []), placed]);
    }
    return byLanguage;
  }

  /** Pages of two Wikipedias have ids of their own: documents of a pair are those that its judgements name. */
  #oneLanguage(
    role: 'queries' | 'documents',
    byLanguage: ReadonlyMap<Language, PlacedFile[]>,
  ): ReadonlyMap<Language, PlacedFile[]> {
    const isPair = ['CLIRMatrix', 'WikiCLIR'].includes(this.#format());
    if (!isPair || byLanguage.size < 2) return byLanguage;
    const judged = [...this.#files('results'), ...this.#files('qrels')];
    const pair = judged.length === 1 ? languagePair(judged[0]?.file.path ?? '') : undefined;
    const language = pair?.[role === 'queries' ? 0 : 1] ?? '';
    const files = byLanguage.get(language);
    const all = [...byLanguage.values()].flat();
    if (!files) {
      const detail = `found ${role} in ${[...byLanguage.keys()].join(', ')}; wanted one language`;
      throw new ParseError(all[0]?.file.path ?? '', 0, '', detail);
    }
    for (const placed of all)
      if (!files.includes(placed)) this.problems.note(placed.file.path, `ignored: not ${language}`);
    return new Map([[language, files]]);
  }

  #assumed(path: string, role: 'queries' | 'documents'): Language {
    const { queryLanguage, documentLanguage } = this.options;
    const language = (role === 'queries' ? queryLanguage : documentLanguage) ?? 'en';
    this.problems.note(path, `no language in the name: taken as ${language}`, 'language');
    return language;
  }

  #format(): CollectionFormat {
    if (this.#files('results').length > 0) return 'CLIRMatrix';
    const formats = new Set(this.placed.map(({ place }) => place.format));
    return (
      (['WikiCLIR', 'BEIR', 'mMARCO'] as const).find((format) => formats.has(format)) ?? 'TREC'
    );
  }

  #files(role: CollectionRole): PlacedFile[] {
    return this.placed.filter(({ place }) => place.role === role);
  }

  #names(): string[] {
    return this.placed.map(({ file }) => file.path);
  }
}
