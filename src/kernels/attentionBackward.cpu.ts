import type { AttentionHost } from './attention.cpu';
import { attentionBackwardKeyCpu } from './attentionBackwardKey.cpu';
import { attentionBackwardQueryCpu } from './attentionBackwardQuery.cpu';
import { attentionDeltaCpu } from './attentionDelta.cpu';
import type { Floats } from './floats';

export interface AttentionBackwardHost extends AttentionHost {
  /** Results of `attention`. */
  readonly y: Floats;
  readonly logSum: Floats;
  /** Gradient of y. */
  readonly dy: Floats;
}

/** Float64 twin of `attentionBackward`: the gradients of `attention`, each `[n, width]`. */
export function attentionBackwardCpu(host: AttentionBackwardHost): {
  dq: Float64Array;
  dk: Float64Array;
  dv: Float64Array;
} {
  const state = attentionDeltaCpu(host, host);
  return {
    dq: attentionBackwardQueryCpu({ ...host, state }),
    ...attentionBackwardKeyCpu({ ...host, state }),
  };
}
