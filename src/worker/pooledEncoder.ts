import { type Encoded, type EncodeOptions, type Encoder, planBatches } from '../encoders';
import { type EncoderPool, gather, type PeerEncode } from './encoderPool';

/** Fewer tokens than this are not worth the workers' start. */
const LEAST_TOKENS = 4096;
/** As of the encoder itself, so that a peer runs the very batches that one encoder would. */
const BATCH_TOKENS = 1024;

/** An encoder of which many texts run on several workers; `release` ends these until they are needed again. */
export interface PooledEncoder extends Encoder {
  release(): void;
}

/**
 * Shares the batches of large calls out to workers with the same model, one thread each: faster than one session on as
 * many threads, which wait for one another in every layer. Batches are those that `encoder` would make itself, so that
 * vectors are the same bits.
 *
 * @param openPool gives the workers at the first need.
 */
export function pooledEncoder(
  encoder: Encoder,
  openPool: () => Promise<Pick<EncoderPool, 'peers' | 'close'>>,
  leastTokens = LEAST_TOKENS,
): PooledEncoder {
  let opening: ReturnType<typeof openPool> | undefined;
  const release = () => {
    void opening?.then((pool) => pool.close()).catch(() => undefined);
    opening = undefined;
  };
  const pool = () => {
    opening ??= openPool();
    opening.catch(() => {
      opening = undefined;
    });
    return opening;
  };
  return {
    ...encoder,
    release,
    async encode(texts, options = {}) {
      const lengths = texts.map((text) => encoder.tokenise(text).ids.length);
      const total = lengths.reduce((sum, length) => sum + length, 0);
      if (total < leastTokens) return encoder.encode(texts, options);
      options.signal?.throwIfAborted();
      const { peers } = await pool();
      return runBatches(texts, lengths, peers, encoder, options);
    },
    async close() {
      release();
      await encoder.close();
    },
  };
}

/** Each worker takes the next batch when it is done with one; long texts first, so that all end together. */
async function runBatches(
  texts: readonly string[],
  lengths: readonly number[],
  peers: readonly PeerEncode[],
  encoder: Encoder,
  { layer = encoder.layers, specialTokens = 'drop', signal, onProgress }: EncodeOptions,
): Promise<Encoded> {
  const batches = planBatches(lengths, BATCH_TOKENS, 1, encoder.maxTokens).reverse();
  const parts: Encoded[] = new Array(batches.length);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  let [next, done] = [0, 0];
  const work = async (peer: PeerEncode) => {
    while (next < batches.length) {
      signal?.throwIfAborted();
      const at = next++;
      const batch = batches[at]!;
      parts[at] = await peer(
        batch.texts.map((text) => texts[text]!),
        layer,
        specialTokens,
      );
      done += batch.texts.length * batch.length;
      onProgress?.({ phase: 'encode', done, total });
    }
  };
  const finished = await Promise.allSettled(peers.map(work));
  // All have stopped before an error is told, so that none is still at work for a call that is over.
  for (const result of finished) if (result.status === 'rejected') throw result.reason;
  signal?.throwIfAborted();
  return gather(
    texts.length,
    batches.map((batch) => batch.texts),
    parts,
  );
}
