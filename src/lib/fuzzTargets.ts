import type { FuzzTarget } from '../data/fuzz/types';
import { float32Tensor, readSafetensors, storedTensor, writeSafetensors } from './safetensors';

const bytes = writeSafetensors(
  new Map([
    ['w', storedTensor(Float32Array.from([1, 2, 3, 4, 5, 6]), [2, 3])],
    ['steps', storedTensor(BigInt64Array.from([7n]), [1])],
    ['none', storedTensor(new Float32Array(), [0, 4])],
    ['codes', storedTensor(Uint8Array.from([1, 2, 3]), [3])],
  ]),
  { format: 'pt', note: 'größer' },
);

export const safetensorsTarget: FuzzTarget = {
  name: 'readSafetensors',
  seeds: [{ path: 'model.safetensors', bytes }],
  async read(file) {
    const stored = readSafetensors(file.bytes, file.path);
    let covered = 0;
    for (const { bytes: own } of stored.tensors.values()) covered += own.length;
    if (covered > file.bytes.length)
      throw new Error(`covers ${covered} bytes, more than there are`);
    if (stored.tensors.has('w')) float32Tensor(stored, 'w');
    return { kept: stored.tensors.size, bad: 0 };
  },
};
