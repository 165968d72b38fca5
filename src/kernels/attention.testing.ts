import type { Scope } from '../gpu';
import { randomSigned } from '../gpu/testing';
import { type AttentionHost, attentionCpu } from './attention.cpu';
import { attentionDeltaCpu } from './attentionDelta.cpu';

/** Lengths of texts, heads, head width and dropout rate. */
export type AttentionCase = readonly [
  lengths: readonly number[],
  heads: number,
  size: number,
  rate: number,
];

const CASES: Readonly<Record<string, AttentionCase>> = {
  'one token': [[1], 1, 4, 0],
  'empty texts between others': [[0, 3, 0, 1, 7, 0], 3, 8, 0],
  'a text longer than a workgroup': [[65, 2], 2, 12, 0.2],
  'a text longer than two': [[129], 1, 32, 0],
  'typical texts': [[12, 14, 60, 0, 31], 4, 32, 0.1],
  'heads of 64': [[5, 64], 2, 64, 0.5],
  'the longest text': [[512], 1, 8, 0.1],
  'more workgroups than a row of the grid': [new Array(600).fill(2), 12, 4, 0],
  'no token at all': [[0, 0], 2, 8, 0],
};

/** For `gpuTest.for`: `[title, case]`. */
export const ATTENTION_CASES = Object.entries(CASES);

export interface AttentionTestHost extends AttentionHost {
  readonly q: Float32Array<ArrayBuffer>;
  readonly k: Float32Array<ArrayBuffer>;
  readonly v: Float32Array<ArrayBuffer>;
  readonly dy: Float32Array<ArrayBuffer>;
  readonly offsets: Uint32Array<ArrayBuffer>;
  readonly n: number;
}

export function attentionHost([lengths, heads, size, rate]: AttentionCase): AttentionTestHost {
  const offsets = Uint32Array.of(0, ...lengths);
  for (let t = 1; t < offsets.length; t++) offsets[t]! += offsets[t - 1]!;
  const [n, width] = [offsets.at(-1)!, heads * size];
  const values = (seed: number) => randomSigned(n * width, seed);
  return {
    q: values(1234567),
    k: values(987654321),
    v: values(40_000_003),
    dy: values(777_777_777),
    ...{ offsets, heads, width, n },
    dropout: rate > 0 ? { rate, seed: 99 } : undefined,
  };
}

export function uploadAttention(scope: Scope, host: AttentionTestHost) {
  const { n, width, offsets, heads, dropout } = host;
  const put = (name: 'q' | 'k' | 'v' | 'dy') => scope.upload(host[name], [n, width], name);
  return {
    q: put('q'),
    k: put('k'),
    v: put('v'),
    dy: put('dy'),
    offsets: scope.uploadU32(offsets, [offsets.length], 'offsets'),
    heads,
    dropout,
  };
}

/** What both backward kernels take besides the inputs, from float64. */
export function attentionState(host: AttentionTestHost): Float64Array {
  const { y, logSum } = attentionCpu(host);
  return attentionDeltaCpu({ y, dy: host.dy, logSum }, host);
}

/** One text of `tokens` rows, one head of 4: all zeros but what is planted. */
export function plantedAttention(tokens: number): AttentionTestHost {
  const zeros = () => new Float32Array(tokens * 4);
  return {
    ...{ q: zeros(), k: zeros(), v: zeros(), dy: zeros() },
    ...{ offsets: Uint32Array.of(0, tokens), heads: 1, width: 4, n: tokens },
  };
}
