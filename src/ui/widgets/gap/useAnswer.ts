import { useEffect, useState } from 'react';
import { messageOf } from '../../../app';

/** What was asked of the engine, as far as it has answered. */
export interface Answer<T> {
  /** The last answer, also while another one is awaited. */
  readonly value: T | null;
  readonly error: string | null;
  readonly busy: boolean;
}

/**
 * Asks whenever `key` changes; a late answer to an earlier question is dropped.
 *
 * @param key null asks nothing and forgets.
 */
export function useAnswer<T>(key: string | null, ask: () => Promise<T>): Answer<T> {
  const [answer, setAnswer] = useState<{ key: string; value: T | null; error: string | null }>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the question
  useEffect(() => {
    if (key === null) return undefined;
    let stale = false;
    ask().then(
      (value) => !stale && setAnswer({ key, value, error: null }),
      (error: unknown) => !stale && setAnswer({ key, value: null, error: messageOf(error) }),
    );
    return () => {
      stale = true;
    };
  }, [key]);
  if (key === null) return { value: null, error: null, busy: false };
  const own = answer?.key === key;
  return { value: own ? answer.value : null, error: own ? answer.error : null, busy: !own };
}
