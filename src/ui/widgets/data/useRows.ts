import { useEffect, useReducer, useState } from 'react';
import { RowCache, type RowQuery } from '../../../app';
import { useApp } from '../../appContext';

/** Rows of a query; those of the query before stay until the new ones are there. */
export function useRows(query: RowQuery): {
  readonly cache: RowCache | null;
  readonly busy: boolean;
} {
  const app = useApp();
  const [shown, setShown] = useState<{ readonly key: string; readonly cache: RowCache } | null>(
    null,
  );
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const { part, language, search } = query;
  const key = JSON.stringify([part, language, search]);
  useEffect(() => {
    let stale = false;
    const cache = new RowCache(
      (start, count) => app.data.rows({ part, language, search }, start, count),
      () => {
        if (stale) return;
        setShown({ key, cache });
        redraw();
      },
    );
    cache.want(0, 0);
    return () => {
      stale = true;
    };
  }, [app, part, language, search, key]);
  return { cache: shown?.cache ?? null, busy: shown?.key !== key };
}
