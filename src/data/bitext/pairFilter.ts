import type { BitextPair, Language } from '../types';
import type { CheckedFilters } from './filterOptions';
import type { LanguageCheck } from './languageId';
import type { LeakCheck } from './leakCheck';
import { countWords, type LengthRule, lengthRatio, lengthRule } from './lengthRatio';
import { COUNTED_PAIR_SLOTS, DROPPED_PAIR_SLOTS, Repeats } from './repeats';
import { countScripts, expectedScripts, SCRIPTS } from './scripts';
import { SideCount } from './statistics';
import {
  FILTERS,
  type FilterCounts,
  type FilterName,
  type SideStatistics,
  type SourcePair,
} from './types';

/** Checks of both sides' languages; a side without one cannot be told. */
export interface LanguageChecks {
  readonly english: LanguageCheck | undefined;
  readonly foreign: LanguageCheck | undefined;
}

type Tally = Record<FilterName, number>;

const noCounts = (): Tally => Object.fromEntries(FILTERS.map((name) => [name, 0])) as Tally;

/** Judges the pairs of one bitext, in order, and counts. */
export class PairFilter {
  readonly #dropped = noCounts();
  readonly #would = noCounts();
  readonly #firstLine = new Map<FilterName, number>();
  readonly #repeats: Repeats;
  readonly #repeated = { english: 0, foreign: 0 };
  readonly #english: Side;
  readonly #foreign: Side;
  readonly #rule: LengthRule;
  #read = 0;
  #languageChecked = 0;
  #unscored = 0;

  constructor(
    readonly language: Language,
    readonly filters: CheckedFilters,
    readonly leaks: LeakCheck,
    /** Given where the filter is on: identification is by far the slowest. */
    readonly languages: LanguageChecks | undefined,
  ) {
    this.#repeats = new Repeats(filters.isOn.duplicate ? DROPPED_PAIR_SLOTS : COUNTED_PAIR_SLOTS);
    this.#english = new Side('en');
    this.#foreign = new Side(language);
    this.#rule = lengthRule(language, filters.lengthRatio.unit);
  }

  /** Whether the pair is kept. */
  keeps(pair: SourcePair): boolean {
    this.#read += 1;
    const reason = isEmpty(pair) ? this.#count('empty') : this.#judge(pair);
    if (reason === undefined) return true;
    this.#dropped[reason] += 1;
    if (!this.#firstLine.has(reason)) this.#firstLine.set(reason, pair.line);
    return false;
  }

  /** The first filter that drops a pair with text on both sides; each that would is counted. */
  #judge(pair: SourcePair): FilterName | undefined {
    const { isOn, score, lengthRatio: ratio, script } = this.filters;
    let reason: FilterName | undefined;
    if (this.leaks.leaks(pair)) reason = this.#count('leak');
    if (pair.english === pair.foreign) reason = this.#hit('identical', isOn.identical, reason);
    if (this.#isRepeat(pair)) reason = this.#hit('duplicate', isOn.duplicate, reason);
    if (pair.score === undefined) this.#unscored += 1;
    else if (score !== undefined && pair.score < score) reason = this.#hit('score', true, reason);
    this.#english.see(pair.english);
    this.#foreign.see(pair.foreign);
    if (this.#ratio(pair) > ratio.most) reason = this.#hit('lengthRatio', isOn.lengthRatio, reason);
    if (this.#english.share < script || this.#foreign.share < script)
      reason = this.#hit('script', isOn.script, reason);
    // Only of what is left: a pair that is dropped anyway is not worth the time.
    if (this.languages && reason === undefined && this.isOtherLanguage(pair, this.languages))
      reason = this.#count('language');
    return reason;
  }

  /** Counts a filter that would drop the pair; gives what drops it, the first that is on. */
  #hit(name: FilterName, isOn: boolean, reason: FilterName | undefined): FilterName | undefined {
    this.#count(name);
    return reason ?? (isOn ? name : undefined);
  }

  /** Whether a side is of another language; counts what it looked at. */
  isOtherLanguage({ english, foreign }: BitextPair, checks: LanguageChecks): boolean {
    const found = [checks.english?.(english), checks.foreign?.(foreign)];
    if (found.some((is) => is !== undefined)) this.#languageChecked += 1;
    return found.includes(false);
  }

  /** Counts a pair of a sample that the language filter, which is off, would drop. */
  countOtherLanguage(): void {
    this.#count('language');
  }

  #count(name: FilterName): FilterName {
    this.#would[name] += 1;
    return name;
  }

  #isRepeat(pair: BitextPair): boolean {
    const seen = this.#repeats.see(pair);
    if (seen.english) this.#repeated.english += 1;
    if (seen.foreign) this.#repeated.foreign += 1;
    return seen.pair;
  }

  #ratio({ english, foreign }: BitextPair): number {
    const rule = this.#rule;
    return rule.unit === 'words'
      ? lengthRatio(countWords(english), countWords(foreign), rule)
      : lengthRatio(this.#english.characters, this.#foreign.characters, rule);
  }

  counts(): FilterCounts {
    const dropped = Object.values(this.#dropped).reduce((sum, count) => sum + count, 0);
    return {
      read: this.#read,
      kept: this.#read - dropped,
      dropped: { ...this.#dropped },
      would: { ...this.#would },
      languageChecked: this.#languageChecked,
      repeated: { ...this.#repeated },
    };
  }

  /** Pairs with text on both sides that have no score. */
  get unscored(): number {
    return this.#unscored;
  }

  /** The line of the first pair that a filter dropped. */
  firstLine(filter: FilterName): number {
    return this.#firstLine.get(filter) ?? 0;
  }

  get repeatLimits(): Repeats['limits'] {
    return this.#repeats.limits;
  }

  statistics(): { readonly english: SideStatistics; readonly foreign: SideStatistics } {
    return { english: this.#english.total.statistics(), foreign: this.#foreign.total.statistics() };
  }
}

/** The last text of a side, and all of them together. */
class Side {
  readonly total = new SideCount();
  readonly #scripts = new Float64Array(SCRIPTS.length);
  readonly #expected: readonly number[];
  characters = 0;
  /** Share of the last text's letters that are of the expected scripts; 1 where it has no letters. */
  share = 1;

  constructor(language: Language) {
    this.#expected = expectedScripts(language).map((script) => SCRIPTS.indexOf(script));
  }

  see(text: string): void {
    this.#scripts.fill(0);
    const { characters, letters } = countScripts(text, this.#scripts);
    this.characters = characters;
    let expected = 0;
    for (const at of this.#expected) expected += this.#scripts[at]!;
    this.share = letters > 0 && this.#expected.length > 0 ? expected / letters : 1;
    this.total.add(characters, this.#scripts);
  }
}

function isEmpty({ english, foreign }: BitextPair): boolean {
  return !/\S/.test(english) || !/\S/.test(foreign);
}
