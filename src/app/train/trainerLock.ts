const NAME = 'optical-bench.trainer';

/**
 * Runs work that only one tab may do at a time.
 *
 * @throws Error where another tab does it; the work is not begun then.
 */
export async function withTrainerLock<T>(
  locks: Pick<LockManager, 'request'> | undefined,
  work: () => Promise<T>,
): Promise<T> {
  // A page without a secure context has no locks; it trains all the same.
  if (!locks) return work();
  return locks.request(NAME, { ifAvailable: true }, (lock) => {
    if (!lock)
      throw new Error(
        'A study is running in another tab of this browser: wait for it, or stop it there.',
      );
    return work();
  });
}

/** Whether another tab is training. */
export async function isTrainingElsewhere(): Promise<boolean> {
  const held = await navigator.locks?.query().catch(() => undefined);
  return held?.held?.some(({ name }) => name === NAME) ?? false;
}

/** Where tabs tell one another that training begins. */
type Channel = Pick<BroadcastChannel, 'postMessage' | 'addEventListener'>;

/** Follows whether another tab trains, from the moment it begins to the moment it ends or is closed. */
export class OtherTrainers {
  #waits = false;

  constructor(
    private readonly locks: Pick<LockManager, 'request' | 'query'> | undefined,
    private readonly channel: Channel,
    private readonly onChange: (elsewhere: boolean) => void,
  ) {
    channel.addEventListener('message', () => void this.#look());
    void this.#look();
  }

  /** Tells the other tabs that this one has begun. */
  begun(): void {
    this.channel.postMessage('begun');
  }

  /** A shared lock is granted when the trainer's own is given back, also by a tab that crashed. */
  async #look(): Promise<void> {
    const held = await this.locks?.query().catch(() => undefined);
    if (this.#waits || !held?.held?.some(({ name }) => name === NAME)) return;
    this.#waits = true;
    this.onChange(true);
    await this.locks!.request(NAME, { mode: 'shared' }, () => undefined).catch(() => undefined);
    this.#waits = false;
    this.onChange(false);
  }
}

export function trainerChannel(): Channel {
  return new BroadcastChannel(NAME);
}
