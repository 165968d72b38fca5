import { readBitext, readCollection, readCorpus, wholeFile } from '../data';
import { sha256 } from '../lib';
import type { StudyInput } from '../study';
import { readHead } from '../train';
import { readStudyCollection } from './collections';
import type { InputFiles } from './inputFiles';
import { summariseCollection, summariseData } from './summary';
import { collectTranslations } from './translations';
import type { DataSummary, EngineApi, InputFile, LoadedBeside } from './types';

/** What a study runs on, and what the page shows of it. */
export interface Loaded {
  readonly input: StudyInput;
  readonly summary: DataSummary;
}

type CorpusAbout = NonNullable<Parameters<EngineApi['load']>[2]>;
type CollectionAbout = NonNullable<Parameters<EngineApi['loadCollection']>[2]>;

/** Reads a corpus with what goes with it. @throws ParseError as the readers. */
export async function loadCorpus(
  files: InputFiles,
  corpusFiles: readonly InputFile[],
  bitextFiles: readonly InputFile[],
  { ranker, translations, relevance = [], ...about }: CorpusAbout,
): Promise<Loaded> {
  const reading = await readCorpus(await whole(files, corpusFiles), about);
  const rest = await readBeside(files, bitextFiles, { ranker, translations });
  const judged =
    relevance.length > 0 ? await readCollection(await files.open(relevance)) : undefined;
  const records = [
    ...(await files.hash(reading.records, corpusFiles)),
    ...(await rest.records()),
    ...(judged ? await files.hash(judged.records, relevance) : []),
  ];
  const problems = [...rest.problems, ...(judged?.problems ?? [])];
  return {
    input: { corpus: reading.corpus, records, ...rest.input, relevance: judged?.collection },
    summary: summariseData(reading, rest.input.bitext, problems, records),
  };
}

/** Reads a ranking collection with what goes with it. @throws ParseError as the readers. */
export async function loadRanking(
  files: InputFiles,
  collectionFiles: readonly InputFile[],
  bitextFiles: readonly InputFile[],
  { ranker, translations, run, split }: CollectionAbout,
): Promise<Loaded> {
  const about = { ...(run && { run }), ...(split !== undefined && { split }) };
  const read = await readStudyCollection(await files.open(collectionFiles), about);
  const rest = await readBeside(files, bitextFiles, { ranker, translations });
  const given = run ? [...collectionFiles, run] : collectionFiles;
  const records = [...(await files.hash(read.records, given)), ...(await rest.records())];
  const { name } = read.input.collection;
  const corpus = { name, synthetic: false, topic: 'document', splits: NO_ROWS } as const;
  const problems = [...read.problems, ...rest.problems];
  return {
    input: { corpus, collection: read.input, records, ...rest.input },
    summary: summariseCollection(read.input, rest.input.bitext, problems, records),
  };
}

/** What goes with a corpus or a collection; `records` hashes, which is left for when all was read. */
async function readBeside(
  files: InputFiles,
  bitextFiles: readonly InputFile[],
  { ranker, translations = [] }: LoadedBeside,
) {
  const bitext =
    bitextFiles.length > 0 ? await readBitext(await whole(files, bitextFiles)) : NO_BITEXT;
  const translated = collectTranslations(translations);
  const head = ranker && readHead(ranker.bytes, ranker.path);
  return {
    input: { bitext: bitext.bitexts, head, translations: translated.byLanguage },
    problems: [...bitext.problems, ...translated.problems],
    async records() {
      const hashed = await files.hash(
        [...bitext.records, ...translated.records],
        [...bitextFiles, ...translations],
      );
      if (!ranker || !head) return hashed;
      const { path, bytes } = ranker;
      return [...hashed, { path, rows: head.shape[0]!, sha256: await sha256(bytes) }];
    },
  };
}

const NO_ROWS = { train: [], dev: [], test: [] };
const NO_BITEXT = { bitexts: [], problems: [], records: [] };

async function whole(files: InputFiles, given: readonly InputFile[]) {
  const opened = await files.open(given);
  return Promise.all(opened.map((file) => wholeFile(file, 2 ** 30)));
}
