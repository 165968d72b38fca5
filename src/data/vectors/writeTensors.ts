import { type StoredTensor, storedTensor, writeSafetensors } from '../../lib';
import type { Quantised } from './quantise';
import type { WritableSet } from './types';

/** A safetensors file; texts are JSON lists in bytes, since it has no texts. */
export function writeTensors(
  set: WritableSet,
  { values, scales }: Quantised,
  metadata: Record<string, string>,
): Uint8Array<ArrayBuffer> {
  const rows = set.offsets.at(-1)!;
  const tensors = new Map<string, StoredTensor>();
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const dtype =
    values instanceof Float32Array
      ? 'F32'
      : values instanceof Int8Array
        ? 'I8'
        : metadata.dtype === 'bf16'
          ? 'BF16'
          : 'F16';
  tensors.set('vectors', { dtype, shape: [rows, set.d], bytes });
  if (scales) tensors.set('vectors_scale', storedTensor(scales, [rows, 1]));
  const offsets = Int32Array.from(set.offsets);
  tensors.set('offsets', storedTensor(offsets, [offsets.length]));
  if (set.words) tensors.set('words', storedTensor(set.words, [rows]));
  for (const name of ['ids', 'languages', 'pieces'] as const) {
    const texts = set[name];
    if (!texts) continue;
    const json = new TextEncoder().encode(JSON.stringify(texts));
    tensors.set(name, storedTensor(json, [json.length]));
  }
  return writeSafetensors(tensors, metadata);
}
