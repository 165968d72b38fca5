import type { DataSourceRecord } from '../data';
import { sha256 } from '../lib';
import type { StudyConfig, StudyEvent, StudyReport } from '../report';
import type { CheckpointStore, TrainingState } from '../train';

/** Everything that decides the weights of a study's students, besides method, languages and seed. */
export interface StudyIdentity {
  readonly config: StudyConfig;
  /** With the hashes of all files. */
  readonly data: readonly DataSourceRecord[];
  /** Names the encoder's weights. */
  readonly encoder: string;
  /** Adapter, backend, versions and commit: other code or another device may compute other numbers. */
  readonly env: StudyReport['env'];
}

/** Gives the checkpoints of a run; the same key, the same checkpoints, also after a restart. */
export type OpenCheckpoints = (runKey: string) => CheckpointStore;

/** The checkpoints of all students of one study. */
export class StudyCheckpoints {
  readonly #stores: CheckpointStore[] = [];
  #told = false;

  private constructor(
    private readonly open: OpenCheckpoints,
    private readonly study: string,
    private readonly onEvent: (event: StudyEvent) => void,
  ) {}

  static async of(
    identity: StudyIdentity,
    open: OpenCheckpoints,
    onEvent: (event: StudyEvent) => void,
  ): Promise<StudyCheckpoints> {
    const bytes = new TextEncoder().encode(JSON.stringify(identity));
    return new StudyCheckpoints(open, await sha256(bytes), onEvent);
  }

  /** Checkpoints of one student. @param label names it within the study. */
  student(label: string): StudentCheckpoints {
    const store = this.open(`${this.study}/${label}`);
    this.#stores.push(store);
    return new StudentCheckpoints(store, label, (message) => this.#complain(message));
  }

  /** Forgets all students, once the study is over. */
  async clear(): Promise<void> {
    for (const store of this.#stores) await this.#attempt(() => store.clear());
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#complain(messageOf(error));
    }
  }

  /** A study without room for checkpoints runs all the same; once said is enough. */
  #complain(reason: string): void {
    if (this.#told) return;
    this.#told = true;
    const message = `Checkpoints cannot be kept (${reason}); the run goes on without.`;
    this.onEvent({ type: 'note', message });
  }
}

/** The checkpoints of one student; a storage that fails costs the checkpoint, never the run. */
export class StudentCheckpoints {
  #broken = false;

  constructor(
    private readonly store: CheckpointStore,
    readonly label: string,
    private readonly complain: (reason: string) => void,
  ) {}

  /**
   * What was kept of the run with this fingerprint.
   *
   * @param tell hears why something that was kept is of no use.
   */
  async load(
    fingerprint: string,
    tell: (message: string) => void,
  ): Promise<TrainingState | undefined> {
    const { state, problems } = await this.store.load();
    for (const problem of problems) tell(`${this.label}: a checkpoint cannot be read: ${problem}`);
    if (!state || state.fingerprint === fingerprint) return state;
    tell(`${this.label}: its checkpoint is of another run; it starts anew.`);
    return undefined;
  }

  async save(state: TrainingState): Promise<void> {
    if (this.#broken) return;
    try {
      await (state.ended ? this.store.finish(state) : this.store.save(state));
    } catch (error) {
      this.#broken = true;
      this.complain(messageOf(error));
    }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
