import { findLanguage } from '../languages';
import type { Problems } from '../problems';
import { listNames } from '../sourceRows';
import type { DataFile, Language } from '../types';
import { numberOf } from './mosesPairs';
import { type TmxUnit, TmxUnits } from './tmxUnits';
import type { PairBatch, SourcePair } from './types';
import { xmlText } from './xmlText';

/** A file of translation memory. */
export interface TmxFile {
  readonly name: string;
  readonly file: DataFile;
  readonly sources: readonly string[];
}

/** Variants may be many; so many pairs one unit has in one language at most. */
export const MOST_PAIRS_A_UNIT = 64;

/** The parser takes some milliseconds for it: messages are heard between two. */
const PIECE = 2 ** 16;

/**
 * Gives the pairs of a TMX 1.4 file: of every unit each English variant with each of another known language, because
 * a unit says that they all translate each other; 64 a language at most. A unit without both, or with malformed XML,
 * is a bad row.
 *
 * @throws ParseError as `xmlText` and `TmxUnits`.
 */
export async function* tmxPairs(tmx: TmxFile, problems: Problems): AsyncGenerator<PairBatch> {
  const units = new TmxUnits(tmx.file.path);
  const reader = new UnitReader(tmx, problems);
  for await (const text of xmlText(tmx.file))
    for (let at = 0; at < text.length; at += PIECE)
      yield* reader.read(units.push(text.slice(at, at + PIECE)));
  yield* reader.read(units.end());
  reader.end();
  if (units.faults !== undefined) problems.note(tmx.file.path, units.faults);
}

class UnitReader {
  readonly #unknown = new Set<string>();
  #unknownVariants = 0;
  #cut = 0;

  constructor(
    readonly tmx: TmxFile,
    readonly problems: Problems,
  ) {}

  /** One batch a language. */
  *read(units: readonly TmxUnit[]): Generator<PairBatch> {
    const byLanguage = new Map<Language, SourcePair[]>();
    for (const unit of units) this.#add(unit, byLanguage);
    const { name, file, sources } = this.tmx;
    for (const [language, pairs] of byLanguage)
      yield { name, language, file: file.path, sources, pairs };
  }

  #add(unit: TmxUnit, byLanguage: Map<Language, SourcePair[]>): void {
    const { path } = this.tmx.file;
    if (unit.fault !== undefined) {
      this.problems.badRow(path, unit.line, 'tu', `the XML is malformed: ${unit.fault}`);
      return;
    }
    const texts = this.#byLanguage(unit);
    const english = texts.get('en') ?? [];
    texts.delete('en');
    if (english.length === 0 || texts.size === 0) {
      const found = unit.variants.map(({ language }) => language || 'no language');
      const detail = `found ${listNames(found)}, wanted en and another known language`;
      this.problems.badRow(path, unit.line, 'tuv', detail);
      return;
    }
    const score = unit.score === undefined ? undefined : numberOf(unit.score);
    for (const [language, foreign] of texts) {
      const pairs = byLanguage.get(language) ?? [];
      byLanguage.set(language, pairs);
      this.#combine(unit.line, english, foreign, score, pairs);
    }
  }

  #byLanguage({ variants }: TmxUnit): Map<Language, string[]> {
    const texts = new Map<Language, string[]>();
    for (const { language: code, text } of variants) {
      const language = findLanguage(code)?.code;
      if (language === undefined) {
        this.#unknownVariants += 1;
        if (this.#unknown.size < 100) this.#unknown.add(code.slice(0, 40));
        continue;
      }
      const known = texts.get(language);
      if (known) known.push(text);
      else texts.set(language, [text]);
    }
    return texts;
  }

  #combine(
    line: number,
    english: readonly string[],
    foreign: readonly string[],
    score: number | undefined,
    pairs: SourcePair[],
  ): void {
    let left = MOST_PAIRS_A_UNIT;
    for (const text of english)
      for (const other of foreign) {
        if (left-- <= 0) {
          this.#cut += english.length * foreign.length - MOST_PAIRS_A_UNIT;
          return;
        }
        const pair = { english: text, foreign: other, line };
        pairs.push(score === undefined ? pair : { ...pair, score });
      }
  }

  end(): void {
    const { path } = this.tmx.file;
    if (this.#unknownVariants > 0)
      this.problems.note(
        path,
        `${this.#unknownVariants} variants left out: their languages are not known: ${listNames([...this.#unknown])}`,
      );
    if (this.#cut > 0)
      this.problems.note(
        path,
        `${this.#cut} pairs left out: of a unit ${MOST_PAIRS_A_UNIT} a language are made at most`,
      );
  }
}
