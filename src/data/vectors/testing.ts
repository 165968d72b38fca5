import type { WritableSet } from './types';

/** Five vectors of three texts, the second of which has none. */
export const SMALL: WritableSet = {
  vectors: Float32Array.of(
    1,
    -2.5,
    0.15625,
    0.1,
    65504,
    -0,
    3e-8,
    1e-3,
    7,
    -1,
    0.333,
    2,
    5,
    6,
    -7.75,
  ),
  d: 3,
  offsets: Uint32Array.of(0, 2, 2, 5),
  ids: ['a', 'ข', '🙂'],
  languages: ['en', 'th', 'de'],
  pieces: ['▁wake', '▁me', '▁', '"\\', '\n'],
  words: Int32Array.of(0, 1, 0, -1, 0),
  meta: {
    tokeniser: 'xlm-r',
    model: 'e5@1',
    layer: 6,
    prefix: 'query: ',
    specialTokens: 'dropped',
    normalised: false,
    dtype: 'F32',
  },
};
