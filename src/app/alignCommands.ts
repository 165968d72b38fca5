import type { Solved } from './align/difference';
import { type GoldCommands, goldCommands } from './align/goldCommands';
import { type PairListCommands, pairListCommands } from './align/pairList';
import { askedFor, solver } from './align/solver';
import { studentViews } from './align/students';
import { type AlignProblem, encodedProblem, type PairAbout, sampleProblem } from './alignProblem';
import { type Engine, messageOf } from './engine';
import type { Look } from './look/look';
import type { RunCommands } from './runs/runCommands';
import { loadAlignmentSample } from './sample';
import type { Cell, IsolatedToken, TokenWindow } from './state';
import { type AppStore, patch } from './store';

interface Outside {
  readonly look: { set(change: Partial<Look>): void };
  readonly runs: Pick<RunCommands, 'file' | 'find'>;
}

/** What the first screen can do. */
export interface AlignCommands {
  /** Fetches the sample and shows the first alignment. */
  start(): Promise<void>;
  moveCursor(cell: Cell | null): void;
  /** Shows the links of one token alone. */
  isolate(token: IsolatedToken | null): void;
  /** Pins a row, then a second one beside it; a pinned one is let go. */
  pin(row: number): void;
  /** Looks at a part; null is the whole. */
  zoom(window: TokenWindow | null): void;
  /** Keeps what is shown as A of A − B; null forgets it. */
  keep(solved: Solved | null): void;
  /** Lets go of pins, cursor and part. */
  clear(): void;
  /** Encodes two sentences and aligns them. */
  alignOwn(english: string, foreign: string, language: string): Promise<void>;
  backToSample(): void;
  /** Pairs of the loaded corpus. */
  readonly list: PairListCommands;
  readonly gold: GoldCommands;
  /** Solves the present problem again, e.g. after the device came. */
  solve(): void;
}

const NOWHERE = { cursor: null, isolated: null, window: null } as const;

export function alignCommands(
  store: AppStore,
  engine: Engine,
  { look, runs }: Outside,
): AlignCommands {
  const list = pairListCommands(store, engine, { look, runs });
  let own: AlignProblem | null = null;
  let ofCorpus: AlignProblem | null = null;
  /** Counts what was asked for: who comes late with another pair is not listened to. */
  let fetches = 0;
  const leave = () => {
    fetches++;
    patch(store, 'align', { own: false, encoding: null, encodingError: null, ...NOWHERE });
  };
  const ask = solver(store, engine, studentViews(engine, runs));
  const solve = () => {
    const { align, look: settings } = store.getState();
    const corpus = settings.source === 'corpus' ? ofCorpus : null;
    const problem = align.own ? own : (corpus ?? pick(store));
    if (problem) ask({ problem, look: settings });
  };
  /** Fetches and encodes the pair of the corpus that the link names. */
  const fetchPair = async () => {
    const turn = ++fetches;
    const { pair, language } = store.getState().look;
    if (pair === null || language === null) return;
    try {
      const row = await engine.utterancePair(pair, language);
      if (turn !== fetches) return;
      if (!row)
        throw new Error(
          store.getState().data.summary
            ? `The loaded corpus has no utterance ${pair} in English and ${language}.`
            : 'No corpus is loaded: open one on Data, or choose the sample.',
        );
      const { english, foreign, intent } = row;
      patch(store, 'align', {
        ...{ encoding: 'The embedded encoder reads the pair…', encodingError: null, error: null },
      });
      const about = {
        intent: intent || null,
        synthetic: store.getState().data.summary?.synthetic ?? false,
        slots: [english.slots, foreign.slots],
      } as const;
      const problem = await encoded([english.text, foreign.text], ['en', language], about);
      if (turn !== fetches) return;
      ofCorpus = problem;
      patch(store, 'align', { encoding: null });
      solve();
    } catch (error) {
      if (turn === fetches)
        patch(store, 'align', { encoding: null, busy: false, encodingError: messageOf(error) });
    }
  };
  const encoded = async (
    texts: readonly [string, string],
    languages: readonly [string, string],
    about?: PairAbout,
  ) => {
    const layer = store.getState().align.sample?.layer ?? 6;
    const [x, y] = await engine.encode([...texts], layer);
    if (!x?.pieces.length || !y?.pieces.length) throw new Error('A sentence has no tokens.');
    return encodedProblem(texts, languages, [x, y], about);
  };
  // Whoever changes a setting, a control, undo or the address, gets a new answer.
  store.subscribe(({ look: now }, { look: before }) => {
    if (now === before) return;
    const moved =
      now.pair !== before.pair || now.language !== before.language || now.source !== before.source;
    if (moved) leave();
    if (now.unit !== before.unit) patch(store, 'align', { cursor: null, isolated: null });
    const isCorpus = now.source === 'corpus' && !store.getState().align.own;
    if (moved && isCorpus) void fetchPair();
    else if (moved || askedFor(now) !== askedFor(before)) solve();
  });
  // The same id is another text in another corpus; a link may name a pair before there is any.
  store.subscribe(({ data: now, look: { source }, align }, { data: before }) => {
    if (now.loads !== before.loads && source === 'corpus' && !align.own) void fetchPair();
  });
  // A run that a link names may come later, out of a bundle.
  store.subscribe(({ runs: now, look: { student, against } }, { runs: before }) => {
    const wanted = student !== 'none' || (against !== 'kept' && against !== 'none');
    if (wanted && now.list !== before.list) solve();
  });
  return {
    start: async () => {
      try {
        patch(store, 'align', { sample: await loadAlignmentSample() });
        solve();
        if (store.getState().look.source === 'corpus') void list.filter();
      } catch (error) {
        patch(store, 'align', { error: messageOf(error), busy: false });
      }
    },
    moveCursor: (cursor) => patch(store, 'align', { cursor }),
    isolate: (isolated) => patch(store, 'align', { isolated }),
    pin: (row) => look.set(nextPins(store.getState().look, row)),
    zoom: (window) => {
      look.set({ pin: null, pin2: null });
      patch(store, 'align', { ...NOWHERE, window });
    },
    keep: (kept) => {
      patch(store, 'align', { kept });
      if (kept) look.set({ against: 'kept' });
    },
    clear: () => {
      look.set({ pin: null, pin2: null });
      patch(store, 'align', NOWHERE);
    },
    alignOwn: async (english, foreign, language) => {
      const turn = ++fetches;
      patch(store, 'align', { encoding: 'Loading the embedded encoder…', encodingError: null });
      try {
        const problem = await encoded([english, foreign], ['en', language]);
        if (turn !== fetches) return;
        own = problem;
        look.set({ pin: null, pin2: null });
        patch(store, 'align', { own: true, encoding: null, ...NOWHERE });
        solve();
      } catch (error) {
        if (turn === fetches)
          patch(store, 'align', { encoding: null, encodingError: messageOf(error) });
      }
    },
    backToSample: () => {
      leave();
      solve();
    },
    list,
    gold: goldCommands(store, engine),
    solve,
  };
}

/** A second pin stays beside the first; the third takes the second's place. */
export function nextPins(
  { pin, pin2 }: Pick<Look, 'pin' | 'pin2'>,
  row: number,
): Pick<Look, 'pin' | 'pin2'> {
  if (row === pin) return { pin: pin2, pin2: null };
  if (row === pin2) return { pin, pin2: null };
  return pin === null ? { pin: row, pin2: null } : { pin, pin2: row };
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
