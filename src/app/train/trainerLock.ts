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
