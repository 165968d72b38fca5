import type { InferenceSession, Tensor } from 'onnxruntime-web';
import { graphName } from './manifest';
import type { Runtime } from './runtime';

/** Token ids of one run, padded at the end. */
export interface PaddedBatch {
  /** `[texts, length]` row-major. */
  readonly ids: BigInt64Array;
  /** Tokens of each text that are seen, `[texts]`, each at most `length`. */
  readonly lengths: readonly number[];
  readonly length: number;
}

/** The graphs of the model, opened one by one and only as deep as a run needs. */
export interface Chain {
  /** Opens the embeddings and the layers up to `depth`, skipping those that are open. */
  load(depth: number, graph: (name: string) => Promise<Uint8Array>): Promise<void>;
  /** The states after `depth` layers, `[texts, length, dimension]`; `load(depth)` comes first. */
  run(batch: PaddedBatch, depth: number): Promise<Float32Array>;
  close(): Promise<void>;
}

/** Far below any attention score, and finite: exp of it is exactly 0 in float32. */
const MASKED = -1e9;

/** Added to the attention scores, `[texts, 1, 1, length]`: 0 on tokens, `MASKED` on padding. */
function attentionBias({ lengths, length }: PaddedBatch): Float32Array {
  const bias = new Float32Array(lengths.length * length);
  lengths.forEach((real, text) => {
    bias.fill(MASKED, text * length + real, (text + 1) * length);
  });
  return bias;
}

/** Makes a chain with no graph open. */
export function makeChain({ ort, provider }: Runtime): Chain {
  const sessions: InferenceSession[] = [];
  const options: InferenceSession.SessionOptions = {
    executionProviders: [provider],
    // Shapes change from batch to batch, so a remembered memory pattern is never used again.
    enableMemPattern: false,
    // States stay on the GPU between the layers; only the last is read back.
    ...(provider === 'webgpu' ? { preferredOutputLocation: 'gpu-buffer' as const } : {}),
  };

  async function step(part: number, feeds: Record<string, Tensor>): Promise<Tensor> {
    const session = sessions[part];
    if (!session) throw new Error(`chain: ${graphName(part)} is not loaded`);
    const { hidden_out: hidden } = await session.run(feeds);
    if (!hidden) throw new Error(`chain: ${graphName(part)} gives no hidden_out`);
    return hidden;
  }

  return {
    async load(depth, graph) {
      while (sessions.length <= depth) {
        const bytes = await graph(graphName(sessions.length));
        sessions.push(await ort.InferenceSession.create(bytes, options));
      }
    },
    async run(batch, depth) {
      const shape = [batch.lengths.length, batch.length];
      const bias = new ort.Tensor('float32', attentionBias(batch), [shape[0]!, 1, 1, shape[1]!]);
      let hidden = await step(0, { input_ids: new ort.Tensor('int64', batch.ids, shape) });
      for (let part = 1; part <= depth; part++) {
        const next = await step(part, { hidden, attention_bias: bias });
        hidden.dispose();
        hidden = next;
      }
      const states = (await hidden.getData(true)) as Float32Array;
      hidden.dispose();
      return states;
    },
    async close() {
      for (const session of sessions.splice(0)) await session.release();
    },
  };
}
