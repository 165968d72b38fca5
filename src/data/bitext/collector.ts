import { ParseError } from '../../lib';
import type { Problems } from '../problems';
import { SourceCount } from '../sourceRows';
import type { Bitext, BitextPair, Language, SourceRows } from '../types';
import { checkedFilters } from './filterOptions';
import { languageCheck } from './languageId';
import { LeakCheck } from './leakCheck';
import { noteCounts } from './noteCounts';
import { type LanguageChecks, PairFilter } from './pairFilter';
import { PairSample } from './pairSample';
import { Reservoir } from './reservoir';
import type { BitextAbout, BitextOptions, PairBatch } from './types';

/** Some 15 MB at 60 characters a side while they are read, twice that when they are given. */
const MOST_PAIRS = 100_000;
/** Identification takes a fifth of a millisecond: where its filter is off, so many pairs say what it would drop. */
const SAMPLED_LANGUAGES = 100;

interface Collected {
  readonly batch: Omit<PairBatch, 'pairs'>;
  readonly filter: PairFilter;
}

/** Filters, counts and samples the batches of several bitexts. */
export class BitextCollector {
  readonly #filters;
  readonly #leaks: LeakCheck;
  readonly #bitexts = new Map<string, Collected>();
  readonly #samples = new Map<Language, PairSample<Collected>>();
  readonly #checks = new Map<Language, LanguageChecks>();
  #part = 0;

  /** @throws RangeError if an option is out of range. */
  constructor(
    readonly options: BitextOptions,
    readonly problems: Problems,
  ) {
    this.#filters = checkedFilters(options.filters);
    this.#leaks = new LeakCheck(options.evaluation ?? []);
    new Reservoir(this.#most, this.#seed, '');
  }

  get #most(): number {
    return this.options.most ?? MOST_PAIRS;
  }

  get #seed(): number {
    return this.options.seed ?? 1;
  }

  /** Takes pairs of the part that is being read. */
  async add({ pairs, ...batch }: PairBatch): Promise<void> {
    const bitext = await this.#bitext(batch);
    const sample = this.#sample(batch.language);
    for (const pair of pairs) if (bitext.filter.keeps(pair)) sample.offer(bitext, pair);
  }

  /** @throws ParseError if a part had rows and none was a pair with text on both sides. */
  endPart(name: string, bad: number): void {
    const own = [...this.#bitexts].filter(([key]) => key.startsWith(`${this.#part} `));
    this.#part += 1;
    for (const [, { batch, filter }] of own) {
      const { read, dropped } = filter.counts();
      if (read === dropped.empty)
        throw new ParseError(batch.file, 0, '', 'no line has text on both sides');
    }
    const [first] = this.problems
      .list()
      .filter(({ line }) => line > 0)
      .slice(-1);
    if (own.length === 0 && bad > 0 && first)
      throw new ParseError(
        first.file,
        first.line,
        first.field,
        `${first.message}; no row of ${name} is a pair`,
      );
  }

  async finish(): Promise<{
    readonly bitexts: readonly Bitext[];
    readonly about: readonly BitextAbout[];
    readonly records: readonly SourceRows[];
  }> {
    const pairs = new Map<Collected, BitextPair[]>();
    for (const sample of this.#samples.values())
      for (const { of, pair } of sample.items()) {
        const list = pairs.get(of);
        if (list) list.push(pair);
        else pairs.set(of, [pair]);
      }
    const bitexts: Bitext[] = [];
    const about: BitextAbout[] = [];
    for (const one of this.#bitexts.values()) {
      const { name, language, file } = one.batch;
      const kept = pairs.get(one) ?? [];
      await this.#sampleLanguages(one.filter, kept);
      const counts = one.filter.counts();
      bitexts.push({ name, language, pairs: kept });
      about.push({ name, language, file, counts, ...one.filter.statistics() });
      noteCounts(one.filter, file, kept.length, this.#most, this.problems);
    }
    return { bitexts, about, records: this.#records() };
  }

  async #bitext(batch: Collected['batch']): Promise<Collected> {
    const key = `${this.#part} ${batch.language}`;
    const known = this.#bitexts.get(key);
    if (known) return known;
    const { language } = batch;
    const checks = this.#filters.isOn.language ? await this.#checksOf(language) : undefined;
    const filter = new PairFilter(language, this.#filters, this.#leaks, checks);
    const bitext = { batch, filter };
    this.#bitexts.set(key, bitext);
    return bitext;
  }

  #sample(language: Language) {
    const known = this.#samples.get(language);
    if (known) return known;
    const sample = new PairSample<Collected>(this.#most, this.#seed, language);
    this.#samples.set(language, sample);
    return sample;
  }

  async #checksOf(language: Language): Promise<LanguageChecks> {
    const known = this.#checks.get(language);
    if (known) return known;
    const checks = { english: await languageCheck('en'), foreign: await languageCheck(language) };
    this.#checks.set(language, checks);
    return checks;
  }

  async #sampleLanguages(filter: PairFilter, pairs: readonly BitextPair[]): Promise<void> {
    if (this.#filters.isOn.language || pairs.length === 0) return;
    const checks = await this.#checksOf(filter.language);
    const step = Math.max(1, pairs.length / SAMPLED_LANGUAGES);
    for (let at = 0; at < pairs.length; at += step) {
      const pair = pairs[Math.floor(at)];
      if (pair && filter.isOtherLanguage(pair, checks)) filter.countOtherLanguage();
    }
  }

  /** An English side that several languages share counts once, by its longest partner. */
  #records(): readonly SourceRows[] {
    const count = new SourceCount();
    const shared = new Map<string, number>();
    for (const { batch, filter } of this.#bitexts.values()) {
      const { kept } = filter.counts();
      const [own = '', english] = batch.sources;
      count.add(own, kept);
      if (english !== undefined) shared.set(english, Math.max(shared.get(english) ?? 0, kept));
    }
    for (const [english, kept] of shared) count.add(english, kept);
    return count.records();
  }
}
