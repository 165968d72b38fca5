import { describe, expect, it, vi } from 'vitest';
import type { PreviewRow } from '../worker';
import { RowCache } from './rowCache';

const row = (number: number): PreviewRow => ({
  ...{ kind: 'judgement', number, query: 'q', document: 'd', grade: 1 },
});
const settled = () => new Promise<void>((resolve) => setTimeout(resolve));
const cacheOf = (total: number) => {
  const fetchRows = vi.fn(async (start: number, count: number) => ({
    ...{ total, start },
    rows: Array.from({ length: Math.min(count, total - start) }, (_, k) => row(start + k + 1)),
  }));
  const onChange = vi.fn();
  return { fetchRows, onChange, cache: new RowCache(fetchRows, onChange) };
};

describe('RowCache', () => {
  it('asks for each page once and tells when it is there', async () => {
    const { cache, fetchRows, onChange } = cacheOf(250);
    cache.want(0, 20);
    cache.want(5, 120);
    expect(cache.row(3)).toBeUndefined();
    await settled();
    expect(fetchRows.mock.calls).toEqual([
      [0, 100],
      [100, 100],
    ]);
    expect(onChange).toHaveBeenCalledTimes(2);
    expect(cache.total).toBe(250);
    expect(cache.row(120)).toEqual(row(121));
    expect(cache.row(249)).toBeUndefined();
  });

  it('holds few pages of many, those that were looked at last', async () => {
    const { cache, fetchRows } = cacheOf(100_000);
    cache.want(0, 0);
    for (let page = 1; page < 40; page++) {
      cache.want(page * 100, page * 100);
      cache.want(0, 0);
      await settled();
    }
    expect(cache.row(0)).toEqual(row(1));
    expect(cache.row(100)).toBeUndefined();
    expect(cache.row(3900)).toEqual(row(3901));
    cache.want(100, 100);
    await settled();
    expect(fetchRows).toHaveBeenCalledTimes(41);
  });

  it('says what went wrong, once', async () => {
    const { cache, fetchRows, onChange } = cacheOf(10);
    fetchRows.mockRejectedValueOnce(new Error('gone'));
    cache.want(0, 5);
    await settled();
    cache.want(0, 5);
    await settled();
    expect([cache.error, onChange.mock.calls.length, fetchRows.mock.calls.length]).toEqual([
      'gone',
      1,
      1,
    ]);
  });
});
