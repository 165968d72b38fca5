import type { PairPage, PairQuery, UtterancePairRow } from '../../worker';
import { type Engine, messageOf } from '../engine';
import type { Look } from '../look/look';
import type { RunCommands } from '../runs/runCommands';
import type { PairListState } from '../state';
import { type AppStore, patch } from '../store';
import { parseQueryScores, type QueryScores } from './queryScores';

/** Rows that are asked for at a time. */
export const PAGE = 100;
/** What pairs are ordered by where a run has it. */
const [TASK, METHOD] = ['T2', 'ot'];

type Filter = Partial<
  Pick<PairListState, 'split' | 'search' | 'intent' | 'slot' | 'order'> & { readonly start: number }
>;

/** The list of pairs of the loaded corpus. */
export interface PairListCommands {
  /** Changes the filter and asks again; without a change, too. */
  filter(change?: Filter): Promise<void>;
  /** Shows the pair of the list so many places on. */
  step(by: number): Promise<void>;
}

interface Outside {
  readonly look: { set(change: Partial<Look>): void };
  readonly runs: Pick<RunCommands, 'file'>;
}

export function pairListCommands(
  store: AppStore,
  engine: Pick<Engine, 'utterancePairs'>,
  { look, runs }: Outside,
): PairListCommands {
  let scores: { readonly run: string; readonly read: Promise<QueryScores | null> } | null = null;
  let asked = 0;

  const scoresOf = (run: string | null) => {
    if (run === null) return Promise.resolve(null);
    if (scores?.run !== run)
      scores = {
        run,
        read: runs.file(run, 'queries.csv').then(async (file) => {
          return file ? parseQueryScores(await file.text()) : null;
        }),
      };
    return scores.read;
  };
  /** The query as it stands, with the scores of run A. */
  const queryOf = async (): Promise<{ query: PairQuery; scored: string | null }> => {
    const { align, look: now } = store.getState();
    const { split, search, intent, slot, order } = align.list;
    const language = now.language ?? align.solved?.problem.columns.language ?? 'de';
    const query = { language, split, search, intent, slot, order };
    const read = await scoresOf(now.a);
    if (!read) return { query, scored: null };
    const task = read.tasks.includes(TASK) ? TASK : (read.tasks[0] ?? '');
    const method = read.methods.includes(METHOD) ? METHOD : (read.methods[0] ?? '');
    const of = read.of(task, method, language);
    if (of.size === 0) return { query, scored: null };
    return { query: { ...query, scores: of }, scored: `AP of run A (${method}, ${task})` };
  };
  const setList = (change: Partial<PairListState>) =>
    patch(store, 'align', { list: { ...store.getState().align.list, ...change } });

  /** A language or a pair that the corpus lacks gives way to one that it has. */
  const choose = ({ languages, rows }: PairPage) => {
    const { source, language, pair } = store.getState().look;
    if (source !== 'corpus') return;
    const other = languages.find((code) => code !== 'en') ?? languages[0];
    if (other && (language === null || !languages.includes(language)))
      look.set({ language: other });
    else if (pair === null && rows[0]) look.set({ pair: rows[0].id });
  };

  const filter = async ({ start = 0, ...change }: Filter = {}) => {
    const turn = ++asked;
    setList({ ...change, error: null });
    try {
      const { query, scored } = await queryOf();
      const page = (await engine.utterancePairs(query, start, PAGE)) as PairPage;
      if (turn !== asked) return;
      // A split that the corpus lacks gives way to one that it has.
      const [first] = page.splits;
      if (first && !page.splits.includes(query.split)) await filter({ split: first });
      else {
        setList({ page, scored });
        choose(page);
      }
    } catch (error) {
      if (turn === asked) setList({ error: messageOf(error) });
    }
  };
  store.subscribe((now, before) => {
    if (now.look.source !== 'corpus') return;
    const { source, language, a } = before.look;
    const other = now.look.source !== source || now.look.language !== language || now.look.a !== a;
    if (other || now.data.loads !== before.data.loads) void filter();
  });
  return {
    filter,
    step: async (by) => {
      const { align, look: now } = store.getState();
      const { page } = align.list;
      if (!page || page.total === 0) return;
      const here = page.rows.findIndex(({ id }) => id === now.pair);
      const at = here < 0 ? page.start : page.start + here + by;
      const next = (at + page.total) % page.total;
      const start = Math.floor(next / PAGE) * PAGE;
      if (start !== page.start) await filter({ start });
      const row: UtterancePairRow | undefined =
        store.getState().align.list.page?.rows[next - start];
      if (row) look.set({ pair: row.id });
    },
  };
}
