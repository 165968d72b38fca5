import type { SlotSpan, Split, Utterance } from '../data';
import type { StudyInput } from '../study';

/** Which pairs of the corpus are looked at. */
export interface PairQuery {
  /** Set against English; `en` sets every utterance against itself. */
  readonly language: string;
  readonly split: Split;
  /** Characters that a text, the id or the intent has, whatever their case or width. */
  readonly search?: string | undefined;
  readonly intent?: string | undefined;
  /** Name of a slot that either side has. */
  readonly slot?: string | undefined;
  /** `worst` and `best` by `scores`; pairs without one come last. */
  readonly order: 'file' | 'worst' | 'best';
  /** By id, e.g. average precision. */
  readonly scores?: ReadonlyMap<string, number> | undefined;
}

interface PairSide {
  readonly text: string;
  readonly slots: readonly SlotSpan[];
}

/** An English utterance and its translation. */
export interface UtterancePairRow {
  readonly id: string;
  readonly split: Split;
  /** 1-based, among the pairs of its split in file order. */
  readonly number: number;
  readonly english: PairSide;
  readonly foreign: PairSide;
  readonly intent: string;
  readonly score: number | null;
}

export interface PairPage {
  /** Pairs that the query has. */
  readonly total: number;
  readonly start: number;
  readonly rows: readonly UtterancePairRow[];
  /** What pairs can be chosen by, most frequent first; of the split, whatever the query. */
  readonly intents: readonly string[];
  readonly slots: readonly string[];
  readonly languages: readonly string[];
  readonly splits: readonly Split[];
}

interface Pair {
  readonly number: number;
  readonly english: Utterance;
  readonly foreign: Utterance;
}

const SPLITS: readonly Split[] = ['test', 'dev', 'train'];
const MOST_ROWS = 500;

/** The parallel utterances of what is loaded, by id; English on the left. */
export class UtterancePairs {
  readonly #pairs = new Map<string, readonly Pair[]>();

  constructor(readonly corpus: StudyInput['corpus']) {}

  /** Gives at most 500 rows. */
  page(query: PairQuery, start: number, count: number): PairPage {
    const all = this.#pairsOf(query.split, query.language);
    const found = ordered(
      all.filter((pair) => matches(pair, query)),
      query,
    );
    const end = Math.min(found.length, start + Math.min(count, MOST_ROWS));
    return {
      ...{ total: found.length, start },
      rows: found.slice(start, end).map((pair) => rowOf(pair, query)),
      intents: byFrequency(all.map(({ english }) => english.intent)),
      slots: byFrequency(all.flatMap(namesOf)),
      languages: this.#languages(query.split),
      splits: SPLITS.filter((split) => this.corpus.splits[split].length > 0),
    };
  }

  /** A pair by its id, looked for in test, dev and train; undefined where it is not. */
  find(id: string, language: string): UtterancePairRow | undefined {
    for (const split of SPLITS) {
      const pair = this.#pairsOf(split, language).find(({ english }) => english.id === id);
      if (pair) return rowOf(pair, { split });
    }
    return undefined;
  }

  #languages(split: Split): string[] {
    const codes = new Set(this.corpus.splits[split].map(({ language }) => language));
    return codes.has('en') ? [...codes] : [];
  }

  #pairsOf(split: Split, language: string): readonly Pair[] {
    const key = `${split} ${language}`;
    const known = this.#pairs.get(key);
    if (known) return known;
    const rows = this.corpus.splits[split];
    const foreign = new Map<string, Utterance>();
    for (const row of rows) if (row.language === language) foreign.set(row.id, row);
    const pairs: Pair[] = [];
    for (const english of rows) {
      const other = english.language === 'en' ? foreign.get(english.id) : undefined;
      if (other) pairs.push({ number: pairs.length + 1, english, foreign: other });
    }
    this.#pairs.set(key, pairs);
    return pairs;
  }
}

function rowOf(
  { number, english, foreign }: Pair,
  { split, scores }: Pick<PairQuery, 'split' | 'scores'>,
): UtterancePairRow {
  const side = ({ text, slots }: Utterance) => ({ text, slots });
  const score = scores?.get(english.id) ?? null;
  const sides = { english: side(english), foreign: side(foreign) };
  return { id: english.id, split, number, ...sides, intent: english.intent, score };
}

function namesOf({ english, foreign }: Pair): string[] {
  return [...new Set([...english.slots, ...foreign.slots].map(({ name }) => name))];
}

function matches(pair: Pair, { search, intent, slot }: PairQuery): boolean {
  const { english, foreign } = pair;
  if (intent && english.intent !== intent) return false;
  if (slot && !namesOf(pair).includes(slot)) return false;
  const wanted = folded(search?.trim() ?? '');
  const words = [english.text, foreign.text, english.id, english.intent];
  return wanted === '' || words.some((word) => folded(word).includes(wanted));
}

function ordered(pairs: Pair[], { order, scores }: PairQuery): Pair[] {
  if (order === 'file' || !scores) return pairs;
  const sign = order === 'worst' ? 1 : -1;
  return pairs.sort((a, b) => {
    const [one, other] = [scores.get(a.english.id), scores.get(b.english.id)];
    if (one === undefined || other === undefined)
      return Number(one === undefined) - Number(other === undefined) || a.number - b.number;
    return sign * (one - other) || a.number - b.number;
  });
}

function byFrequency(names: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const name of names) if (name !== '') counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([name]) => name);
}

function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
