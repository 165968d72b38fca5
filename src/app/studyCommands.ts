import { version } from '../../package.json';
import { parseStudyConfig, type StudyConfig } from '../report';
import type { DataSummary } from '../worker';
import type { DataCommands } from './dataCommands';
import { callback, type Engine, messageOf } from './engine';
import type { RunCommands } from './runs/runCommands';
import type { RunFile } from './runs/runRecord';
import { saveFile } from './saveFile';
import type { StudyState } from './state';
import { type AppStore, patch } from './store';
import { readConfigFile } from './studyForm';
import { keepEncoded } from './train/encodedTexts';
import { keepStepTimes } from './train/stepTimes';
import { studyEvents } from './train/studyEvents';
import {
  isTrainingElsewhere,
  OtherTrainers,
  trainerChannel,
  withTrainerLock,
} from './train/trainerLock';
import {
  clearUnfinished,
  isSameData,
  type RecordStorage,
  readUnfinished,
  type UnfinishedStudy,
  unfinishedOf,
  writeUnfinished,
} from './train/unfinished';

/** Weights at evaluations are kept up to so many bytes a run. */
const MOST_CHECKPOINT_BYTES = 64 * 2 ** 20;

/** What the study screen can do. */
export interface StudyCommands {
  edit(draft: StudyConfig): void;
  reset(): void;
  /** Takes a config file as the draft. */
  openConfig(name: string, content: Blob): Promise<void>;
  saveConfig(): void;
  /** Runs the draft; loads the embedded sample first when no corpus is loaded. The same study, stopped before, goes on. */
  run(): Promise<void>;
  /** Lets training wait at its next step. */
  pause(): Promise<void>;
  /** Takes one training step; a run that goes on is paused. */
  step(): Promise<void>;
  resume(): Promise<void>;
  /** Starts, pauses or resumes, whichever makes sense. */
  toggle(): void;
  /** Stops the run; what it has done is kept. */
  cancel(): Promise<void>;
  /** Looks for studies that a stop, a reload or a crash left unfinished. */
  findUnfinished(): Promise<void>;
  /** Goes on with an unfinished study; says which data it wants where they are not loaded. */
  resumeUnfinished(id: string): Promise<void>;
  /** Forgets an unfinished study and its checkpoints; those of others stay. */
  discard(id: string): Promise<void>;
}

interface Around {
  readonly data: DataCommands;
  readonly runs: RunCommands;
  readonly afterwards: () => void;
  readonly storage: RecordStorage;
}

/** Where a file of the engine stands in a run: students are its weights, tables and plans stand beside the report. */
function bundleName(name: string): string {
  return name.replace(/^students\//, 'weights/').replace(/^(tables|plans)\//, '');
}

const FRESH: Partial<StudyState> = {
  ...{
    progress: null,
    curves: [],
    run: null,
    log: [],
    collapse: [],
    groups: null,
    at: null,
    error: null,
  },
  cancelling: false,
  paused: 'no',
};

export function studyCommands(store: AppStore, engine: Engine, around: Around): StudyCommands {
  const { data, runs, afterwards, storage } = around;
  const study = () => store.getState().study;

  /** The record of the run that goes on. */
  let current: UnfinishedStudy | null = null;
  /** Whether this tab holds the trainer's lock itself. */
  let trains = false;
  const others = new OtherTrainers(navigator.locks, trainerChannel(), (elsewhere) => {
    if (trains && elsewhere) return;
    patch(store, 'study', { elsewhere });
    list();
  });
  /** Shows what can go on; what another tab is at is not to be resumed or discarded here. */
  const list = () =>
    patch(store, 'study', { unfinished: study().elsewhere ? [] : readUnfinished(storage) });

  /** Loads what there is to run on. @throws Error saying why there is nothing. */
  const ready = async () => {
    if (!store.getState().data.summary && !(await data.loadSample()))
      throw new Error(store.getState().data.error ?? 'The embedded sample could not be loaded.');
    const { summary, source } = store.getState().data;
    return { summary: summary!, source };
  };

  const run = async () => {
    if (study().running) return;
    patch(store, 'study', { ...FRESH, running: true });
    const events = studyEvents(
      store,
      (overall) => current && remember({ ...current, overall, at: Date.now() }),
      (name) => current && remember({ ...current, kept: [...new Set([...current.kept, name])] }),
    );
    try {
      await withTrainerLock(navigator.locks, () => {
        trains = true;
        others.begun();
        return train(events);
      });
      events.flush();
      store.setState({ view: 'gap' });
    } catch (error) {
      events.flush();
      const stopped = study().cancelling || (error as Error)?.name === 'AbortError';
      patch(store, 'study', { error: stopped ? 'Run cancelled.' : messageOf(error) });
      events.log(stopped ? 'Stopped.' : messageOf(error), stopped ? 'stage' : 'alarm');
    }
    current = null;
    trains = false;
    patch(store, 'study', { running: false, cancelling: false, paused: 'no', at: null });
    list();
    afterwards();
  };

  const train = async (events: ReturnType<typeof studyEvents>) => {
    const config = parseStudyConfig(study().draft);
    const { summary, source } = await ready();
    const begins = unfinishedOf(config, summary, source, Date.now());
    const before = readUnfinished(storage).find(({ id }) => id === begins.id);
    remember({ ...begins, kept: before?.kept ?? [], overall: before?.overall ?? 0 });
    if (study().cancelling) throw new DOMException('The study was cancelled.', 'AbortError');
    const files: RunFile[] = [];
    const answer = engine.runStudy(
      config,
      environment(),
      callback(events.take),
      {
        files: {
          ...{ perQuery: true, plans: true, students: { whole: false } },
          checkpoints: { mostBytes: MOST_CHECKPOINT_BYTES },
        },
      },
      callback(async (name: string, content: Blob) => {
        files.push({ name: bundleName(name), content });
      }),
    );
    // Asked for while the data was being loaded.
    if (study().paused !== 'no') void ask(() => engine.pause());
    const report = await answer;
    // What progress is still to be told must not bring the record back.
    current = null;
    // A page that is closed in between can still go on with the study.
    patch(store, 'study', { run: await runs.add(report, files) });
    await forget(begins.id);
    keepStepTimes(storage, report);
    await noteEncoded(config, summary);
  };

  /** The estimate that is shown may be of another draft; the engine's is of the data that is loaded now. */
  const noteEncoded = async (config: StudyConfig, summary: DataSummary) => {
    const isLoaded = () => store.getState().data.summary === summary;
    const found = isLoaded() ? await engine.estimate(config).catch(() => undefined) : undefined;
    if (found && isLoaded())
      keepEncoded(storage, { config, files: summary.files, texts: found.texts });
  };

  const remember = (unfinished: UnfinishedStudy) => {
    current = unfinished;
    writeUnfinished(storage, unfinished);
  };
  /** Also what an older page or another GPU left of the study. */
  const forget = async (id: string) => {
    const kept = readUnfinished(storage).find((one) => one.id === id)?.kept ?? [];
    clearUnfinished(storage, id);
    list();
    if (kept.length === 0) return;
    await engine.forgetStudies(kept).catch((error: unknown) => {
      patch(store, 'study', { error: `Checkpoints could not be deleted: ${messageOf(error)}` });
    });
  };
  const ask = async (work: () => Promise<boolean>) => {
    await work().catch((error: unknown) => patch(store, 'study', { error: messageOf(error) }));
  };
  const pause = async () => {
    if (!study().running || study().paused !== 'no') return;
    patch(store, 'study', { paused: 'asked' });
    await ask(() => engine.pause());
  };
  const resume = async () => {
    if (study().paused === 'no') return;
    patch(store, 'study', { paused: 'no', at: null });
    await ask(() => engine.resume());
  };

  return {
    edit: (draft) => patch(store, 'study', { draft }),
    reset: () => patch(store, 'study', { draft: parseStudyConfig({}), error: null }),
    openConfig: async (name, content) => {
      try {
        patch(store, 'study', { draft: readConfigFile(await content.text()), error: null });
      } catch (error) {
        patch(store, 'study', { error: `${name}: ${messageOf(error)}` });
      }
    },
    saveConfig: () =>
      saveFile('config.json', 'application/json', `${JSON.stringify(study().draft, null, 2)}\n`),
    run,
    pause,
    resume,
    step: async () => {
      if (!study().running) return;
      if (study().paused === 'no') patch(store, 'study', { paused: 'asked' });
      await ask(() => engine.step());
    },
    toggle: () => {
      if (!study().running) void run();
      else if (study().paused === 'no') void pause();
      else void resume();
    },
    cancel: async () => {
      patch(store, 'study', { cancelling: true });
      await engine.cancel().catch((error: unknown) => {
        patch(store, 'study', { error: messageOf(error), cancelling: false });
      });
    },
    findUnfinished: async () => {
      if (await isTrainingElsewhere()) return;
      if (!study().running) list();
    },
    resumeUnfinished: async (id) => {
      const unfinished = study().unfinished.find((one) => one.id === id);
      if (!unfinished || study().running) return;
      const { source, files, config } = unfinished;
      if (!isSameData(unfinished, store.getState().data.summary)) {
        if (source.kind === 'sample') await data.loadSample();
        if (source.kind === 'stored') await data.openStored(source.hashes);
      }
      if (!isSameData(unfinished, store.getState().data.summary)) {
        const names = files.map(({ path }) => path).slice(0, 5);
        const more = files.length > names.length ? ` and ${files.length - names.length} more` : '';
        const error = `The study ran on ${unfinished.corpus}: open its files on the Data screen first (${names.join(', ')}${more}), then resume.`;
        patch(store, 'study', { error });
        return;
      }
      patch(store, 'study', { draft: config });
      await run();
    },
    discard: async (id) => {
      patch(store, 'study', { error: null });
      await forget(id);
    },
  };
}

function environment() {
  const commit: unknown = import.meta.env.VITE_COMMIT;
  return {
    browser: navigator.userAgent,
    commit: typeof commit === 'string' ? commit : 'unknown',
    versions: { 'optical-bench': version },
  };
}
