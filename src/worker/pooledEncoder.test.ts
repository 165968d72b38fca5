import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Encoder } from '../encoders';
import { openNodeEncoder } from '../encoders/testing/nodeEncoder';
import type { PeerEncode } from './encoderPool';
import { pooledEncoder } from './pooledEncoder';

const TEXTS = Array.from(
  { length: 40 },
  (_, k) => `wake me up at ${'seven '.repeat(1 + (k % 7))}${k}`,
);
const OPTIONS = { layer: 1 } as const;

let encoder: Encoder;
beforeAll(async () => {
  encoder = await openNodeEncoder();
});
afterAll(() => encoder.close());

function pool(count: number) {
  const calls: number[] = [];
  let open = 0;
  const peers = Array.from(
    { length: count },
    (_, at): PeerEncode =>
      (texts, layer, specialTokens) => {
        calls.push(at);
        return encoder.encode(texts, { layer, specialTokens });
      },
  );
  return {
    calls,
    isOpen: () => open,
    openPool: async () => {
      open++;
      return { peers, close: () => void open-- };
    },
  };
}

it('gives the bits of one encoder, from all workers, with progress', async () => {
  const { calls, openPool, isOpen } = pool(3);
  const pooled = pooledEncoder(encoder, openPool, 100);
  const seen: number[] = [];
  for (const specialTokens of ['drop', 'keep'] as const) {
    const got = await pooled.encode(TEXTS, {
      ...OPTIONS,
      specialTokens,
      onProgress: ({ done, total }) => seen.push(done / total),
    });
    const wanted = await encoder.encode(TEXTS, { ...OPTIONS, specialTokens });
    expect(
      Buffer.compare(Buffer.from(got.vectors.buffer), Buffer.from(wanted.vectors.buffer)),
    ).toBe(0);
    expect([got.offsets, got.pieces, got.truncated]).toEqual([
      wanted.offsets,
      wanted.pieces,
      wanted.truncated,
    ]);
  }
  expect(new Set(calls)).toEqual(new Set([0, 1, 2]));
  expect(seen.at(-1)).toBe(1);
  expect(isOpen()).toBe(1);
  pooled.release();
  await Promise.resolve();
  await Promise.resolve();
  expect(isOpen()).toBe(0);
});

it('leaves few texts to the encoder itself', async () => {
  const { calls, openPool } = pool(2);
  await pooledEncoder(encoder, openPool).encode(TEXTS, OPTIONS);
  expect(calls).toEqual([]);
});

it('stops between batches and passes a failure on', async () => {
  const { openPool } = pool(2);
  const stop = new AbortController();
  const stopped = pooledEncoder(encoder, openPool, 1).encode(TEXTS, {
    ...{ ...OPTIONS, signal: stop.signal },
    onProgress: () => stop.abort(new DOMException('enough', 'AbortError')),
  });
  await expect(stopped).rejects.toThrow('enough');
  const broken = async () => ({
    peers: [() => Promise.reject(new Error('a worker failed'))],
    close: () => undefined,
  });
  await expect(pooledEncoder(encoder, broken, 1).encode(TEXTS, OPTIONS)).rejects.toThrow(
    'a worker failed',
  );
});
