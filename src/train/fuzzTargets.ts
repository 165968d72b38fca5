import type { FuzzTarget } from '../data/fuzz/types';
import { storedTensor, writeSafetensors } from '../lib';
import { readHead } from './ranker/importedHead';

const matrix = storedTensor(
  Float32Array.from({ length: 12 }, (_, at) => at / 5),
  [4, 3],
);
const bias = storedTensor(Float64Array.from([1, 2, 3, 4]), [4]);

export const importedHeadTarget: FuzzTarget = {
  name: 'readHead',
  seeds: [
    { path: 'one.safetensors', bytes: writeSafetensors(new Map([['w', matrix]])) },
    {
      path: 'two.safetensors',
      bytes: writeSafetensors(
        new Map([
          ['linear.weight', matrix],
          ['linear.bias', bias],
        ]),
      ),
    },
  ],
  async read({ path, bytes }) {
    const { shape } = readHead(bytes, path);
    return { kept: shape[0]!, bad: 0 };
  },
};
