import type { GoldFileJob, GoldSentence, PairJudgement } from '../../worker';
import { type Engine, messageOf } from '../engine';
import type { LocalFile } from '../localFiles';
import { type AppStore, patch } from '../store';
import type { Solved } from './difference';
import { type GoldState, spacedWords } from './goldMarks';

/** Links that people made, beside the plan's. */
export interface GoldCommands {
  /** @param first number of the first word in the file. */
  open(file: LocalFile, format: GoldFileJob['format'], first: 0 | 1): Promise<void>;
  /** The sentence of the file that the pair is, from 0. */
  at(sentence: number): void;
  close(): void;
}

export function goldCommands(
  store: AppStore,
  engine: Pick<Engine, 'readGold' | 'judgePair'>,
): GoldCommands {
  const set = (gold: GoldState | null) => patch(store, 'align', { gold });
  const judge = async (solved: Solved, gold: GoldState) => {
    const sentence = gold.sentences[gold.at];
    if (!sentence) return;
    const isStill = () => store.getState().align.solved === solved;
    const put = (change: Partial<GoldState>) => {
      const now = store.getState().align.gold;
      if (isStill() && now?.file === gold.file && now.at === gold.at) set({ ...now, ...change });
    };
    const { problem, result } = solved;
    const [sourceWords, targetWords] = [spacedWords(problem.rows), spacedWords(problem.columns)];
    try {
      const { n, m } = problem.vectors;
      const job = { plan: result.plan, n, m, sourceWords, targetWords, gold: sentence };
      const { scores } = (await engine.judgePair(job)) as PairJudgement;
      put({ scores, problem: null });
    } catch (error) {
      put({ scores: null, problem: messageOf(error) });
    }
  };
  store.subscribe(({ align }, { align: before }) => {
    const { solved, gold } = align;
    if (!solved || !gold) return;
    const moved = solved.problem !== before.solved?.problem;
    if (moved && before.gold) {
      const at = placeOf(store, gold.sentences);
      const next = { ...gold, at, scores: null, problem: null };
      set(next);
      void judge(solved, next);
    } else if (solved !== before.solved || gold.at !== before.gold?.at) void judge(solved, gold);
  });
  return {
    open: async ({ path, blob }, format, first) => {
      try {
        const bytes = new Uint8Array(await blob.arrayBuffer());
        const read = await engine.readGold({ input: { path, bytes }, format, first });
        const sentences = read as readonly GoldSentence[];
        set({ file: path, sentences, at: placeOf(store, sentences), scores: null, problem: null });
      } catch (error) {
        patch(store, 'align', { error: messageOf(error) });
      }
    },
    at: (sentence) => {
      const { gold } = store.getState().align;
      if (gold) set({ ...gold, at: sentence, scores: null, problem: null });
    },
    close: () => set(null),
  };
}

/** The sentence with the pair's id, else the one at the pair's place in its list. */
function placeOf(store: AppStore, sentences: readonly GoldSentence[]): number {
  const { align, look } = store.getState();
  const byId = sentences.findIndex(({ id }) => id !== null && id === look.pair);
  if (byId >= 0) return byId;
  const row = align.list.page?.rows.find(({ id }) => id === look.pair);
  const inSample = align.sample?.pairs.findIndex(({ id }) => id === look.pair) ?? 0;
  const place = align.own ? 0 : look.source === 'corpus' ? (row?.number ?? 1) - 1 : inSample;
  return Math.min(sentences.length - 1, Math.max(0, place));
}
