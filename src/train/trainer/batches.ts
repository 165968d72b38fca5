import { Rng, type RngState } from '../../lib';
import type { TrainSettings } from '../types';

/** Where the batches of a run stand; plain JSON. */
export interface BatchState {
  /** Batches drawn so far. */
  readonly drawn: number;
  /** The stream that draws languages. */
  readonly languages: RngState;
  /** By language: the stream as it was before the order of this epoch was drawn, and the pairs taken since. */
  readonly epochs: readonly { readonly rng: RngState; readonly taken: number }[];
}

/** The usable pairs of one language. */
export interface PairList {
  readonly language: string;
  /** Numbers of the pairs that have tokens on both sides. */
  readonly pairs: Uint32Array;
  /** Student tokens of each of `pairs`, special ones included. */
  readonly tokens: Uint32Array;
}

export interface PickedBatch {
  /** Index into the languages. */
  readonly language: number;
  /** Different pairs, at least one. */
  readonly pairs: Uint32Array;
}

export interface DrawnBatch extends PickedBatch {
  /** Whether nothing of the language was drawn before. */
  readonly first: boolean;
}

/** A language that never falls behind is still drawn now and then: its need counts as at least this. */
const LEAST_NEED = 1e-3;

/**
 * Draws batches of pairs of one language. Pairs of a language are drawn without replacement; a last batch
 * that is short is dropped, so that no step is noisier than the others, and all are shuffled again. A batch that
 * would exceed the token budget ends before the text that breaks it, but never before its first.
 */
export class BatchSource {
  #drawn = 0;
  #languages: Rng;
  readonly #cursors: readonly PairCursor[];

  constructor(
    readonly lists: readonly PairList[],
    readonly settings: Pick<TrainSettings, 'batch' | 'batchTokens' | 'sampling'>,
    rng: Rng,
  ) {
    this.#languages = rng.fork('student.languages');
    this.#cursors = lists.map(
      (list) => new PairCursor(list, rng.fork(`student.batches.${list.language}`)),
    );
  }

  /** @param devMaps by language, for sampling by need. */
  next(devMaps: Readonly<Record<string, number>>): DrawnBatch {
    const language = this.#pickLanguage(devMaps);
    this.#drawn += 1;
    const { batch, batchTokens } = this.settings;
    const cursor = this.#cursors[language]!;
    const { untouched } = cursor;
    return { language, pairs: cursor.next(batch, batchTokens), first: untouched };
  }

  state(): BatchState {
    return {
      drawn: this.#drawn,
      languages: this.#languages.state(),
      epochs: this.#cursors.map((cursor) => cursor.state()),
    };
  }

  restore(state: BatchState): void {
    this.#drawn = state.drawn;
    this.#languages = Rng.fromState(state.languages);
    this.#cursors.forEach((cursor, at) => {
      const epoch = state.epochs[at]!;
      cursor.restore(epoch.rng, epoch.taken);
    });
  }

  #pickLanguage(devMaps: Readonly<Record<string, number>>): number {
    const { lists } = this;
    switch (this.settings.sampling) {
      case 'turns':
        return this.#drawn % lists.length;
      case 'uniform':
        return this.#languages.below(lists.length);
      case 'size':
        return this.#draw(lists.map(({ pairs }) => pairs.length));
      case 'need':
        return this.#draw(lists.map(({ language }) => needOf(devMaps, language)));
    }
  }

  #draw(weights: readonly number[]): number {
    let left = this.#languages.uniform() * weights.reduce((sum, weight) => sum + weight, 0);
    for (const [at, weight] of weights.entries()) {
      left -= weight;
      if (left < 0) return at;
    }
    return weights.length - 1;
  }
}

/** How far a language's dev MAP is below that of English; a language that is not judged needs everything. */
function needOf(devMaps: Readonly<Record<string, number>>, language: string): number {
  const goal = finite(devMaps.en, 1);
  return Math.max(LEAST_NEED, goal - finite(devMaps[language], 0));
}

function finite(value: number | undefined, otherwise: number): number {
  return value !== undefined && Number.isFinite(value) ? value : otherwise;
}

/** The shuffled pairs of one language and how far they have been taken. */
class PairCursor {
  #rng: Rng;
  #start: RngState;
  /** Positions in `list.pairs`. */
  #order: Uint32Array;
  #taken = 0;

  constructor(
    readonly list: PairList,
    rng: Rng,
  ) {
    this.#rng = rng;
    this.#start = rng.state();
    this.#order = this.#shuffled();
  }

  /** Every draw takes at least one pair. */
  get untouched(): boolean {
    return this.#taken === 0;
  }

  next(size: number, budget: number): Uint32Array {
    let picked = this.#pick(size, budget);
    const reachedEnd = this.#taken + picked.length === this.#order.length;
    if (this.#taken > 0 && reachedEnd && picked.length < size) {
      this.#startEpoch();
      picked = this.#pick(size, budget);
    }
    this.#taken += picked.length;
    return Uint32Array.from(picked);
  }

  #pick(size: number, budget: number): number[] {
    const end = Math.min(this.#order.length, this.#taken + size);
    const picked: number[] = [];
    let tokens = 0;
    for (let k = this.#taken; k < end; k++) {
      const at = this.#order[k]!;
      tokens += this.list.tokens[at]!;
      if (budget > 0 && tokens > budget && picked.length > 0) break;
      picked.push(this.list.pairs[at]!);
    }
    return picked;
  }

  state() {
    return { rng: this.#start, taken: this.#taken };
  }

  restore(start: RngState, taken: number): void {
    this.#rng = Rng.fromState(start);
    this.#startEpoch();
    this.#taken = taken;
  }

  #startEpoch(): void {
    this.#start = this.#rng.state();
    this.#order = this.#shuffled();
    this.#taken = 0;
  }

  #shuffled(): Uint32Array {
    return this.#rng.shuffle(Uint32Array.from({ length: this.list.pairs.length }, (_, at) => at));
  }
}
