import * as Comlink from 'comlink';
import type { Encoded, SpecialTokenPolicy } from '../encoders';
import type { EncoderPeer } from './encoderPeer';

/** Whatever encodes texts at one layer. */
export type EncodeTexts = (texts: readonly string[]) => Promise<Encoded>;

/** Encodes texts on one worker. */
export type PeerEncode = (
  texts: readonly string[],
  layer: number,
  specialTokens: SpecialTokenPolicy,
) => Promise<Encoded>;

/** Encodes on several threads; `close` ends them. */
export interface EncoderPool {
  readonly encode: EncodeTexts;
  /** Each worker by itself, at any layer; rejects when any of them failed. */
  readonly peers: readonly PeerEncode[];
  close(): void;
}

/**
 * Opens `count` workers that share out texts, each on `threads`. For many texts this is faster than one encoder on as many threads,
 * which wait for one another in every layer; each text's vectors are the same.
 *
 * @throws Error if a worker or the model cannot be loaded.
 */
export async function openEncoderPool(
  baseUrl: string,
  layer: number,
  count: number,
  threads = 1,
): Promise<EncoderPool> {
  const workers = Array.from(
    { length: count },
    () => new Worker(new URL('./encoderPeer.ts', import.meta.url), { type: 'module' }),
  );
  const close = () => {
    for (const worker of workers) worker.terminate();
  };
  const broken = Promise.withResolvers<never>();
  broken.promise.catch(() => {}); // heard through the races below
  for (const worker of workers)
    worker.addEventListener('error', ({ message }) =>
      broken.reject(new Error(`An encoder worker failed: ${message || 'its script is missing'}.`)),
    );
  const peers = workers.map((worker) => Comlink.wrap<EncoderPeer>(worker));
  const whole = <T>(work: Promise<T>[]) => Promise.race([Promise.all(work), broken.promise]);
  try {
    await whole(peers.map((peer) => peer.open(baseUrl, layer, threads)));
  } catch (error) {
    close();
    throw error;
  }
  const encoders = peers.map((peer) => (texts: readonly string[]) => peer.encode(texts, layer));
  return {
    encode: async (texts) => (await whole([shareOut(texts, encoders)]))[0]!,
    peers: peers.map(
      (peer) => async (texts, at, specialTokens) =>
        (await whole([peer.encode(texts, at, specialTokens)]))[0]!,
    ),
    close,
  };
}

/**
 * Encodes each text on one of the encoders, all at the same time: longest first to whoever has least to do.
 *
 * @returns as one encoder would: in the order of `texts`.
 */
export async function shareOut(
  texts: readonly string[],
  encoders: readonly EncodeTexts[],
): Promise<Encoded> {
  const shares = encoders.map(() => ({ work: 0, texts: [] as number[] }));
  const order = [...texts.keys()].sort((a, b) => texts[b]!.length - texts[a]!.length || a - b);
  for (const text of order) {
    const least = shares.reduce((one, other) => (other.work < one.work ? other : one));
    least.texts.push(text);
    least.work += texts[text]!.length + 1;
  }
  const parts = await Promise.all(
    shares.map((share, at) => encoders[at]!(share.texts.map((text) => texts[text]!))),
  );
  const members = shares.map((share) => share.texts);
  return gather(texts.length, members, parts);
}

/**
 * Puts parts together in the order of the call.
 *
 * @param members which texts each part has, in its order; each text in one part.
 */
export function gather(
  texts: number,
  members: readonly (readonly number[])[],
  parts: readonly Encoded[],
): Encoded {
  const { dimension } = parts[0]!;
  const pieces: (readonly string[])[] = new Array(texts);
  members.forEach((part, at) => {
    part.forEach((text, place) => {
      pieces[text] = parts[at]!.pieces[place]!;
    });
  });
  const offsets = new Uint32Array(texts + 1);
  pieces.forEach((list, text) => {
    offsets[text + 1] = offsets[text]! + list.length;
  });
  const vectors = new Float32Array(offsets[texts]! * dimension);
  members.forEach((part, at) => {
    const { vectors: own, offsets: starts } = parts[at]!;
    part.forEach((text, place) => {
      const rows = own.subarray(starts[place]! * dimension, starts[place + 1]! * dimension);
      vectors.set(rows, offsets[text]! * dimension);
    });
  });
  const truncated = parts.reduce((sum, part) => sum + part.truncated, 0);
  return { vectors, offsets, dimension, pieces, truncated };
}
