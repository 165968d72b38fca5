import {
  LENGTH_BYTES,
  parseSafetensorsHeader,
  type SafetensorsType,
  safetensorsDataStart,
} from '../../lib';
import type { RandomAccessFile } from '../source/randomAccess';
import { readRange } from './readRange';
import type { ArrayHeader, ArrayStore, ArrayType } from './types';

const KINDS: Readonly<Record<SafetensorsType, readonly [ArrayType['kind'], number]>> = {
  F64: ['float', 8],
  F32: ['float', 4],
  F16: ['float', 2],
  BF16: ['bfloat', 2],
  I64: ['int', 8],
  I32: ['int', 4],
  I16: ['int', 2],
  I8: ['int', 1],
  U64: ['uint', 8],
  U32: ['uint', 4],
  U16: ['uint', 2],
  U8: ['uint', 1],
  BOOL: ['bool', 1],
  F8_E4M3: ['other', 1],
  F8_E5M2: ['other', 1],
};

/** Opens a safetensors file by its header. @throws ParseError as `parseSafetensorsHeader`. */
export async function openSafetensors(ranges: RandomAccessFile): Promise<ArrayStore> {
  const { path: file, size } = ranges;
  const start = safetensorsDataStart(await ranges.slice(0, LENGTH_BYTES), size, file);
  const raw = await readRange(ranges, LENGTH_BYTES, start);
  const { tensors, metadata } = parseSafetensorsHeader(raw, size - start, file);
  const arrays = new Map<string, ArrayHeader>();
  for (const [name, { dtype, shape }] of tensors) {
    const [kind, size] = KINDS[dtype];
    arrays.set(name, { name, shape, type: { kind, size, bigEndian: false, shown: dtype } });
  }
  return {
    ...{ file, format: 'safetensors', arrays, metadata },
    read: (name, from, to) => {
      const at = start + tensors.get(name)!.start;
      return readRange(ranges, at + from, at + to, name);
    },
  };
}
