import * as Comlink from 'comlink';
import { type Encoded, type Encoder, openEncoder } from '../encoders';

/** One of several workers that encode at the same time, each on one thread. */
export interface EncoderPeer {
  /** Opens the encoder and its layers up to `layer`. */
  open(baseUrl: string, layer: number): Promise<void>;
  /** Token vectors of the texts, handed over without a copy. */
  encode(texts: readonly string[], layer: number): Promise<Encoded>;
}

let encoder: Encoder | undefined;

const peer: EncoderPeer = {
  async open(baseUrl, layer) {
    encoder = await openEncoder({ baseUrl, executionProvider: 'wasm', threads: 1 });
    await encoder.encode(['a'], { layer });
  },
  async encode(texts, layer) {
    const encoded = await encoder!.encode(texts, { layer });
    return Comlink.transfer(encoded, [encoded.vectors.buffer, encoded.offsets.buffer]);
  },
};

Comlink.expose(peer);
