import { dropoutStream, dropoutThreshold } from '../../kernels';
import {
  type AttentionInput,
  attentionBackwardWasm,
  attentionFits,
  attentionWasm,
} from '../../wasm';
import { type AttentionHost, attention, attentionBackward } from './attention';
import type { Backend } from './backend';
import { float32 } from './products';

function wasmInput({ q, k, v, dropout, ...sizes }: AttentionHost): AttentionInput {
  return {
    ...sizes,
    q: float32(q),
    k: float32(k),
    v: float32(v),
    ...(dropout && {
      dropout: {
        stream: dropoutStream(dropout.seed),
        threshold: dropoutThreshold(dropout.rate),
        rate: dropout.rate,
      },
    }),
  };
}

/** SIMD for heads whose width is a multiple of 4, plain loops for others. */
export const wasmAttention: Pick<Backend, 'attention' | 'attentionBackward'> = {
  attention(a, y, logSum) {
    if (attentionFits(a)) attentionWasm(wasmInput(a), { y: float32(y), logSum: float32(logSum) });
    else attention(a, y, logSum);
  },
  attentionBackward(a, dy, { dq, dk, dv }) {
    if (attentionFits(a))
      attentionBackwardWasm(
        { ...wasmInput(a), dy: float32(dy) },
        { dq: float32(dq), dk: float32(dk), dv: float32(dv) },
      );
    else attentionBackward(a, dy, { dq, dk, dv });
  },
};
