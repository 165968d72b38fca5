import { type Corpus, readCorpus, selectParallelIds, unlocatedSlots } from '../data';
import type { Encoder } from '../encoders';
import {
  type Link,
  type OtEngine,
  type PlanMatrix,
  type SlotAgreement,
  slotAgreement,
  totalSlotAgreement,
} from '../ot';
import type { AlignTools } from './alignFile';
import { linksOf, matricesOf, needsPlan } from './alignPairs';
import type {
  AlignMtopJob,
  AlignMtopOutcome,
  AlignSettings,
  LanguageAgreement,
  PairAgreement,
} from './alignTypes';
import type { EncodeTexts } from './encoderPool';
import { type SlotNames, type SpansOf, slotsOfPair, type UtterancePair } from './pairSlots';
import { textSource } from './tokenSources';

/** As in `alignFile`. */
const CHUNK = 128;
const MANY = 64;

/**
 * Aligns English utterances of MTOP with their translations and gives the share of plan mass, and of links, that stays
 * inside the same slot. Utterances are those that every one of the languages has, in the order of the English rows,
 * so that languages compare.
 *
 * @throws ParseError if the corpus cannot be read; RangeError for a language that it lacks, or no utterance of all.
 */
export async function alignMtop(job: AlignMtopJob, tools: AlignTools): Promise<AlignMtopOutcome> {
  const { settings, languages, split } = job;
  const { corpus, problems } = await readCorpus(job.corpus);
  const pairsOf = pairSelector(corpus, job);
  const encoder = await tools.openEncoder();
  const count = pairsOf(languages[0]!).length;
  const pool = count < MANY ? undefined : await tools.openPool(settings.layer);
  const encode: EncodeTexts =
    pool?.encode ?? ((texts) => encoder.encode(texts, { layer: settings.layer }));
  let transport: OtEngine | undefined;
  try {
    transport = needsPlan(settings) ? await tools.openTransport() : undefined;
    const found: LanguageAgreement[] = [];
    for (const language of languages) {
      const pairs = pairsOf(language);
      const work = { pairs, encoder, encode, settings, transport };
      const report = (done: number) =>
        tools.onProgress('align', found.length * count + done, languages.length * count);
      found.push({ language, ...(await alignLanguage(work, tools, report)) });
    }
    return {
      corpus: corpus.name,
      split,
      ...(job.limit !== undefined && { limit: job.limit }),
      encoder: encoder.id,
      settings,
      languages: found,
      problems: problems.map(({ file, field, message }) => `${file}, ${field}: ${message}`),
    };
  } finally {
    pool?.close();
    transport?.close();
  }
}

/** The pairs of a language. */
function pairSelector(corpus: Corpus, { languages, split, limit }: AlignMtopJob) {
  const rows = corpus.splits[split];
  const known = [...new Set(rows.map(({ language }) => language))];
  for (const language of languages)
    if (language === 'en' || !known.includes(language))
      throw new RangeError(
        `--language: ${split} of ${corpus.name} has ${known.filter((one) => one !== 'en').join(', ') || 'no rows'} beside English, got ${language}`,
      );
  const ids = selectParallelIds(corpus, split, ['en', ...languages]).slice(0, limit);
  if (ids.length === 0)
    throw new RangeError(
      `${split} of ${corpus.name} has no utterance in all of en, ${languages.join(', ')}`,
    );
  const byKey = new Map(rows.map((row) => [`${row.language} ${row.id}`, row]));
  return (language: string): UtterancePair[] =>
    ids.map((id) => ({
      english: byKey.get(`en ${id}`)!,
      foreign: byKey.get(`${language} ${id}`)!,
    }));
}

interface LanguageWork {
  readonly pairs: readonly UtterancePair[];
  readonly encoder: Encoder;
  readonly encode: EncodeTexts;
  readonly settings: AlignSettings;
  readonly transport: OtEngine | undefined;
}

async function alignLanguage(
  { pairs, encoder, encode, settings, transport }: LanguageWork,
  tools: AlignTools,
  report: (done: number) => void,
): Promise<Omit<LanguageAgreement, 'language'>> {
  const lines = pairs.map(({ english, foreign }) => ({
    source: english.text,
    target: foreign.text,
  }));
  const source = textSource(lines, encoder, encode);
  const spansOf: SpansOf = (text) => encoder.spans(text).slice(1, -1);
  const perPair: PairAgreement[] = [];
  const count = { unconverged: 0, truncated: 0, byWord: 0 };
  for (let start = 0; start < pairs.length; start += CHUNK) {
    const chunk = await source.read(start, Math.min(pairs.length, start + CHUNK));
    const found = await matricesOf(chunk.pairs, source.d, settings, transport, tools.now);
    chunk.pairs.forEach((tokens, at) => {
      const pair = pairs[start + at]!;
      const matrix = found.matrices[at];
      const sides = slotsOfPair(pair, tokens, spansOf);
      const links = matrix ? linksOf(tokens, matrix, source.d, settings) : [];
      const plan = transport && matrix ? agreement(matrix, sides.tokens) : null;
      const names = settings.pool === 'none' ? sides.tokens : sides.words;
      perPair.push({ id: pair.english.id, plan, links: agreement(asMass(links, names), names) });
      count.byWord += sides.byWord;
    });
    count.unconverged += found.unconverged;
    count.truncated += chunk.truncated;
    report(start + chunk.pairs.length);
  }
  return { ...totals(perPair, transport !== undefined), ...unlocated(pairs), ...count, perPair };
}

function agreement(matrix: PlanMatrix, [rows, columns]: SlotNames): SlotAgreement {
  return slotAgreement(matrix, rows.length, columns.length, rows, columns);
}

/** Each link is mass 1. */
function asMass(links: readonly Link[], [rows, columns]: SlotNames): Float64Array {
  const mass = new Float64Array(rows.length * columns.length);
  for (const { i, j } of links) mass[i * columns.length + j] = 1;
  return mass;
}

function totals(perPair: readonly PairAgreement[], hasPlans: boolean) {
  const plans = perPair.flatMap(({ plan }) => (plan ? [plan] : []));
  return {
    plan: hasPlans ? totalSlotAgreement(plans) : null,
    links: totalSlotAgreement(perPair.map(({ links }) => links)),
  };
}

function unlocated(pairs: readonly UtterancePair[]) {
  const sum = (side: keyof UtterancePair) =>
    pairs.reduce((count, pair) => count + unlocatedSlots(pair[side]).length, 0);
  return { unlocated: { english: sum('english'), foreign: sum('foreign') } };
}
