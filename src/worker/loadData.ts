import { readBitext, readCollection, readCorpus } from '../data';
import { sha256 } from '../lib';
import { findLicence } from '../store';
import { readHead } from '../train';
import { readStudyCollection } from './collections';
import type { InputFiles } from './inputFiles';
import {
  type Loaded,
  type LoadedPart,
  leftOutOf,
  noCorpus,
  problemsOf,
  recordsOf,
} from './loadedData';
import { openInput } from './openInput';
import { countPairs, summariseCollection, summariseData } from './summary';
import { collectTranslations } from './translations';
import type { EngineApi, InputFile, LoadedBeside } from './types';

type CorpusAbout = NonNullable<Parameters<EngineApi['load']>[2]>;
type CollectionAbout = NonNullable<Parameters<EngineApi['loadCollection']>[2]>;

/** Reads a corpus with what goes with it. @throws ParseError as the readers. */
export async function loadCorpus(
  files: InputFiles,
  corpusFiles: readonly InputFile[],
  bitextFiles: readonly InputFile[],
  { ranker, translations, pairs, relevance = [], ...about }: CorpusAbout,
): Promise<Loaded> {
  const reading = await readCorpus(await files.open(corpusFiles), about);
  const evaluation = reading.corpus.splits.test.map(({ text }) => text);
  const rest = await readBeside(files, bitextFiles, { ranker, translations, pairs }, evaluation);
  const judged =
    relevance.length > 0 ? await readCollection(await files.open(relevance)) : undefined;
  const parts: LoadedPart[] = [
    {
      ...{ kind: 'corpus', problems: reading.problems, licence: licenceOf(corpusFiles) },
      records: await files.hash(reading.records, corpusFiles),
      leftOut: reading.badRows,
    },
    ...(await rest.parts()),
  ];
  if (judged)
    parts.push({
      ...{ kind: 'relevance', problems: judged.problems, licence: licenceOf(relevance) },
      records: await files.hash(judged.records, relevance),
      leftOut: judged.counts.badRows,
    });
  const records = recordsOf(parts);
  const problems = problemsOf(parts.slice(1));
  return {
    input: { corpus: reading.corpus, records, ...rest.input, relevance: judged?.collection },
    summary: {
      ...summariseData(reading, rest.input.bitext, problems, records),
      ...{ ...rest.about, parallel: reading.parallel },
      ...leftOutOf(parts),
    },
    parts,
  };
}

/** Reads a ranking collection with what goes with it. @throws ParseError as the readers. */
export async function loadRanking(
  files: InputFiles,
  collectionFiles: readonly InputFile[],
  bitextFiles: readonly InputFile[],
  { ranker, translations, pairs, run, ...about }: CollectionAbout,
): Promise<Loaded> {
  const [opened] = await files.open(run ? [run] : []);
  const read = await readStudyCollection(await files.open(collectionFiles), {
    ...about,
    run: opened,
  });
  const evaluation = read.input.collection.queries.map(({ text }) => text);
  const rest = await readBeside(files, bitextFiles, { ranker, translations, pairs }, evaluation);
  const given = run ? [...collectionFiles, run] : collectionFiles;
  const parts: LoadedPart[] = [
    {
      ...{ kind: 'collection', problems: read.problems, licence: licenceOf(collectionFiles) },
      records: await files.hash(read.records, given),
    },
    ...(await rest.parts()),
  ];
  const records = recordsOf(parts);
  return {
    input: {
      corpus: noCorpus(read.input.collection.name),
      ...{ collection: read.input, records, ...rest.input },
    },
    summary: {
      ...summariseCollection(read.input, rest.input.bitext, problemsOf(parts), records),
      ...rest.about,
      ...leftOutOf(parts),
    },
    parts,
  };
}

/** Adds bitext files to what was loaded from the store. @throws ParseError as the reader. */
export async function addBitext(
  files: InputFiles,
  loaded: Loaded,
  bitextFiles: readonly InputFile[],
): Promise<Loaded> {
  if (bitextFiles.length === 0) return loaded;
  const evaluation = loaded.input.corpus.splits.test.map(({ text }) => text);
  const rest = await readBeside(files, bitextFiles, {}, evaluation);
  const parts = [...loaded.parts, ...(await rest.parts())];
  const records = recordsOf(parts);
  const bitext = [...loaded.input.bitext, ...rest.input.bitext];
  return {
    input: { ...loaded.input, bitext, records },
    summary: {
      ...withoutLeftOut(loaded.summary),
      ...leftOutOf(parts),
      ...{ bitext: countPairs(bitext), problems: problemsOf(parts), files: records },
      ...rest.about,
    },
    parts,
  };
}

function withoutLeftOut({ leftOut: _, ...summary }: Loaded['summary']) {
  return summary;
}

/** What goes with a corpus or a collection; `parts` hashes, which is left for when all was read. */
async function readBeside(
  files: InputFiles,
  bitextFiles: readonly InputFile[],
  { ranker, translations = [], pairs }: LoadedBeside,
  evaluation: readonly string[],
) {
  const bitext =
    bitextFiles.length > 0
      ? await readBitext(await files.open(bitextFiles), { ...pairs, evaluation })
      : NO_BITEXT;
  const translated = collectTranslations(translations);
  const head = ranker && readHead(ranker.bytes, ranker.path);
  return {
    about: bitext.about.length > 0 ? { bitextAbout: bitext.about } : {},
    input: { bitext: bitext.bitexts, head, translations: translated.byLanguage },
    async parts(): Promise<LoadedPart[]> {
      const records = await files.hash(bitext.records, bitextFiles);
      const beside = [...(await files.hash(translated.records, translations))];
      if (ranker && head) {
        const { path, bytes } = ranker;
        beside.push({ path, rows: head.shape[0]!, sha256: await sha256(bytes) });
      }
      const licence = licenceOf(bitextFiles);
      return [
        { kind: 'bitext', records, problems: bitext.problems, licence, leftOut: bitext.bad },
        { kind: 'beside', records: beside, problems: translated.problems },
      ];
    },
  };
}

const NO_BITEXT = { bitexts: [], about: [], problems: [], records: [], bad: 0 };

/** Reads the files anew, when somebody asks: most loadings are never kept. */
function licenceOf(given: readonly InputFile[]) {
  return async () => findLicence(await Promise.all(given.map((file) => openInput(file))));
}
