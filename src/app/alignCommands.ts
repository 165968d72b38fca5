import type { AlignResult } from '../worker';
import { type AlignProblem, ownProblem, sampleProblem } from './alignProblem';
import { type Engine, messageOf } from './engine';
import { latestWins } from './latestWins';
import { loadAlignmentSample } from './sample';
import type { Cell } from './state';
import { type AppStore, patch } from './store';

interface Job {
  readonly problem: AlignProblem;
  readonly epsilon: number;
  readonly iterations: number;
}

/** What the first screen can do. */
export interface AlignCommands {
  /** Fetches the sample and shows the first alignment. */
  start(): Promise<void>;
  moveCursor(cell: Cell | null): void;
  /** Encodes two sentences and aligns them. */
  alignOwn(english: string, foreign: string, language: string): Promise<void>;
  backToSample(): void;
  /** Solves the present problem again, e.g. after the device came. */
  solve(): void;
}

export function alignCommands(store: AppStore, engine: Engine): AlignCommands {
  let problem: AlignProblem | null = null;
  const ask = solver(store, engine);

  const solve = () => {
    const { align, look } = store.getState();
    const { epsilon, iterations } = look;
    if (align.source === 'sample') problem = pick(store);
    if (problem) ask({ problem, epsilon, iterations });
  };

  // Whoever changes a setting, a control, undo or the address, gets a new answer.
  store.subscribe(({ look }, before) => {
    const moved = look.pair !== before.look.pair || look.language !== before.look.language;
    const { epsilon, iterations } = before.look;
    if (!moved && look.epsilon === epsilon && look.iterations === iterations) return;
    if (moved) patch(store, 'align', { source: 'sample', cursor: null });
    solve();
  });

  return {
    start: async () => {
      try {
        patch(store, 'align', { sample: await loadAlignmentSample() });
        solve();
      } catch (error) {
        patch(store, 'align', { error: messageOf(error), busy: false });
      }
    },
    moveCursor: (cursor) => patch(store, 'align', { cursor }),
    alignOwn: async (english, foreign, language) => {
      patch(store, 'align', { encoding: 'Loading the embedded encoder…', error: null });
      try {
        const layer = store.getState().align.sample?.layer ?? 6;
        const texts = [english, foreign] as const;
        const [x, y] = await engine.encode([...texts], layer);
        if (!x?.pieces.length || !y?.pieces.length) throw new Error('A sentence has no tokens.');
        problem = ownProblem(texts, language, [x, y]);
        patch(store, 'align', { source: 'own', cursor: null, encoding: null });
        solve();
      } catch (error) {
        patch(store, 'align', { encoding: null, error: messageOf(error) });
      }
    },
    backToSample: () => {
      patch(store, 'align', { source: 'sample', cursor: null });
      solve();
    },
    solve,
  };
}

/** Asks the engine, one question at a time, newest first. */
function solver(store: AppStore, engine: Engine): (job: Job) => void {
  const ask = latestWins<Job, AlignResult>(
    ({ problem, epsilon, iterations }) =>
      engine.align({ ...problem.vectors, epsilon, iterations }) as Promise<AlignResult>,
    (outcome, { problem }) => {
      if ('error' in outcome) {
        patch(store, 'align', { busy: false, error: messageOf(outcome.error) });
        return;
      }
      patch(store, 'align', {
        solved: { problem, result: outcome.answer },
        busy: false,
        error: null,
      });
    },
  );
  return (job) => {
    patch(store, 'align', { busy: true });
    ask(job);
  };
}

/** The chosen pair and language, falling to the first where the sample has no such. */
function pick(store: AppStore): AlignProblem | null {
  const { align, look } = store.getState();
  const { sample } = align;
  const pair = sample?.pairs.find((one) => one.id === look.pair) ?? sample?.pairs[0];
  if (!sample || !pair) return null;
  const code =
    look.language && Object.hasOwn(pair.texts, look.language)
      ? look.language
      : sample.languages.find((one) => one !== 'en' && Object.hasOwn(pair.texts, one));
  return code ? sampleProblem(sample, pair, code) : null;
}
