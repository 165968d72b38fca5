import { type FloatMatrix, type Language, writeMatrices } from '../data';
import { type OtEngine, openOtEngine, readStatus } from '../ot';
import { distilSettings, studentStem } from '../report';
import type { TokenSet } from '../train';
import type { StudyContext } from './context';
import type { StudyMethod } from './methods';
import { distilledLanguages } from './plan';
import { type PlanPairs, planPairs } from './planPairs';
import { projectTokens } from './projection';
import type { Evaluation } from './scoring';
import { trainSettings } from './settings';
import { projectStudent, type Trained } from './students';
import type { SeedTeacher } from './teacher';

/** What all plans of a study may take; those of later students are left out. */
const MOST_BYTES = 64 * 2 ** 20;

/** Schema of `plans.json`. */
const SCHEMA = 'plans/1';

/** One side of a pair: its text and the texts of its tokens, null where the encoder does not tell them. */
interface Side {
  readonly text: string;
  readonly tokens: readonly string[] | null;
}

/** A plan as `plans.json` tells of it; `array` names it in `plans.npz`. */
interface PlanRow {
  readonly array: string;
  readonly pair: string;
  readonly student: 'before' | 'after';
  readonly shape: readonly [rows: number, columns: number];
  /** `<P, C>`. */
  readonly cost: number;
  /** L1 distances of the plan's sums from 1/n and 1/m. */
  readonly rowError: number;
  readonly columnError: number;
  readonly iterations: number;
}

/**
 * Transport plans between the teacher's and the student's tokens for some fixed pairs of each language, before training
 * (the English head on both sides) and after: `plans.npz` with the arrays `METHOD.LANGUAGE.SEED.pairNNN.before.plan` and
 * `.after.plan`, float32 `[English tokens, foreign tokens]`, and `plans.json`, which says what they are of. Plans are
 * those of the loss `ot` under the settings of the method's student, at the last ε of its schedule.
 */
export class PairPlans {
  readonly #pairs = new Map<Language, PlanPairs>();
  readonly #arrays = new Map<string, FloatMatrix>();
  readonly #students: object[] = [];
  #bytes = 0;
  #full = false;
  #engine: Promise<OtEngine> | undefined;

  constructor(private readonly context: StudyContext) {}

  /** Solves the pairs of what a method trained or fitted under one seed. */
  async add(
    method: StudyMethod,
    seed: SeedTeacher,
    trained: readonly Trained[],
    evaluation: Evaluation,
  ): Promise<void> {
    const { texts, plan, config, nn } = this.context;
    if (method.kind === 'train')
      for (const student of trained)
        for (const language of student.languages)
          await this.#keep(method, seed, language, (rows) =>
            projectStudent(this.context, method, seed, student, rows),
          );
    if (method.kind === 'map')
      for (const language of distilledLanguages(plan, config)) {
        const head = evaluation.folded(method, seed, language);
        await this.#keep(method, seed, language, (rows) =>
          projectTokens(nn, texts.select(rows), head),
        );
      }
  }

  /** Writes both files, where there is a plan. */
  async write(): Promise<void> {
    if (this.#arrays.size === 0) return;
    const { onPlans } = this.context;
    const about = {
      schema: SCHEMA,
      rows: 'English tokens, the teacher',
      columns: 'foreign tokens, the student',
      cost: 'cosine',
      pairs: [...this.#pairs].flatMap(([language, { from, pairs }]) =>
        pairs.map(({ id, english, foreign }, k) => ({
          ...{ language, pair: pairName(k), from, id },
          rows: this.#side(english),
          columns: this.#side(foreign),
        })),
      ),
      students: this.#students,
    };
    await onPlans?.('plans.npz', new Blob([writeMatrices(this.#arrays)]));
    await onPlans?.('plans.json', new Blob([`${JSON.stringify(about, null, 1)}\n`]));
  }

  /** Frees the engine. */
  async close(): Promise<void> {
    const engine = await this.#engine;
    this.#engine = undefined;
    engine?.close();
  }

  async #keep(
    method: Extract<StudyMethod, { kind: 'train' | 'map' }>,
    seed: SeedTeacher,
    language: Language,
    project: (rows: readonly string[]) => Promise<TokenSet>,
  ): Promise<void> {
    const { texts, nn, signal, config } = this.context;
    signal.throwIfAborted();
    const { pairs } = this.#pairsOf(language);
    if (pairs.length === 0 || this.#full) return;
    const student = method.kind === 'train' ? method.student : 'closed form';
    const foreign = pairs.map((pair) => pair.foreign);
    const head = { weight: seed.head };
    const english = await projectTokens(nn, texts.select(pairs.map((pair) => pair.english)), head);
    const before = await projectTokens(nn, texts.select(foreign), head);
    const size = 2 * Float32Array.BYTES_PER_ELEMENT * entriesOf(english, before);
    if (this.#isFull(size)) return;
    const distil = method.kind === 'train' ? method.settings : distilSettings(config, student);
    const settings = trainSettings(distil, config).loss.ot;
    const name = studentStem(method.id, language, seed.seed);
    const sides = [
      ['before', before],
      ['after', await project(foreign)],
    ] as const;
    const plans: PlanRow[] = [];
    for (const [moment, tokens] of sides)
      for (const [k, { values, ...row }] of (
        await this.#solve(english, tokens, settings)
      ).entries()) {
        const array = `${name}.${pairName(k)}.${moment}.plan`;
        this.#arrays.set(array, { shape: row.shape, values });
        plans.push({ array, pair: pairName(k), student: moment, ...row });
      }
    const about = { method: method.id, student, language, seed: seed.seed };
    this.#students.push({ ...about, ...settings, plans });
  }

  async #solve(
    english: TokenSet,
    foreign: TokenSet,
    settings: { readonly eps: number; readonly iterations: number },
  ) {
    this.#engine ??= openOtEngine({ threads: 1, prefer: 'wasm' });
    const engine = await this.#engine;
    const [rowCounts, columnCounts] = [countsOf(english), countsOf(foreign)];
    const { status, plan } = await engine.solve(
      { x: english.vectors, y: foreign.vectors, d: english.dimension, rowCounts, columnCounts },
      settings,
      { plan: true },
    );
    let at = 0;
    return rowCounts.map((rows, k) => {
      const shape = [rows, columnCounts[k]!] as const;
      const from = at;
      at += shape[0] * shape[1];
      const { loss: cost, rowError, columnError, iterations } = readStatus(status, k);
      return { values: plan!.slice(from, at), shape, cost, rowError, columnError, iterations };
    });
  }

  #pairsOf(language: Language): PlanPairs {
    const known = this.#pairs.get(language) ?? planPairs(this.context, language);
    this.#pairs.set(language, known);
    return known;
  }

  #isFull(bytes: number): boolean {
    this.#bytes += bytes;
    this.#full = this.#bytes > MOST_BYTES;
    if (this.#full)
      this.context.onEvent({
        type: 'note',
        message: `Transport plans are kept up to ${MOST_BYTES / 2 ** 20} MiB; those of later students are left out.`,
      });
    return this.#full;
  }

  #side(text: string): Side {
    const { spansOf, texts } = this.context;
    const spans = spansOf?.(text);
    const [tokens] = texts.lengths([text], 'last');
    if (!spans || spans.length !== tokens) return { text, tokens: null };
    return { text, tokens: spans.map((span) => (span ? text.slice(span.start, span.end) : '')) };
  }
}

function pairName(k: number): string {
  return `pair${String(k).padStart(3, '0')}`;
}

function countsOf({ offsets }: TokenSet): number[] {
  return Array.from({ length: offsets.length - 1 }, (_, k) => offsets[k + 1]! - offsets[k]!);
}

function entriesOf(x: TokenSet, y: TokenSet): number {
  const columns = countsOf(y);
  return countsOf(x).reduce((sum, rows, k) => sum + rows * columns[k]!, 0);
}
