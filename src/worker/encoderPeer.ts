import * as Comlink from 'comlink';
import { type Encoded, type Encoder, openEncoder, type SpecialTokenPolicy } from '../encoders';

/** One of several workers that encode at the same time, each on one thread unless told otherwise. */
export interface EncoderPeer {
  /** Opens the encoder and its layers up to `layer`. */
  open(baseUrl: string, layer: number, threads?: number): Promise<void>;
  /** Token vectors of the texts, handed over without a copy. */
  encode(
    texts: readonly string[],
    layer: number,
    specialTokens?: SpecialTokenPolicy,
  ): Promise<Encoded>;
}

let encoder: Encoder | undefined;

const peer: EncoderPeer = {
  async open(baseUrl, layer, threads = 1) {
    encoder = await openEncoder({ baseUrl, executionProvider: 'wasm', threads });
    await encoder.encode(['a'], { layer });
  },
  async encode(texts, layer, specialTokens = 'drop') {
    const encoded = await encoder!.encode(texts, { layer, specialTokens });
    return Comlink.transfer(encoded, [encoded.vectors.buffer, encoded.offsets.buffer]);
  },
};

Comlink.expose(peer);
