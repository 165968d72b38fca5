import { type StoredTensor, storedTensor, writeSafetensors } from '../../lib';
import { companionName, type NamedSet } from './namedSet';

/** A safetensors file; texts are JSON lists in bytes, since it has no texts. */
export function writeTensors(
  sets: readonly NamedSet[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  const tensors = new Map<string, StoredTensor>();
  for (const one of sets) addTensors(tensors, one, metadata.dtype === 'bf16');
  return writeSafetensors(tensors, metadata);
}

function addTensors(
  tensors: Map<string, StoredTensor>,
  { name, set, stored }: NamedSet,
  isBrain: boolean,
): void {
  const { values, scales } = stored;
  const rows = set.offsets.at(-1)!;
  const add = (suffix: string, tensor: StoredTensor) =>
    tensors.set(companionName(name, suffix), tensor);
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const halves = isBrain ? 'BF16' : 'F16';
  const dtype =
    values instanceof Float32Array ? 'F32' : values instanceof Int8Array ? 'I8' : halves;
  tensors.set(name, { dtype, shape: [rows, set.d], bytes });
  if (scales) tensors.set(`${name}_scale`, storedTensor(scales, [rows, 1]));
  const offsets = Int32Array.from(set.offsets);
  add('offsets', storedTensor(offsets, [offsets.length]));
  if (set.words) add('words', storedTensor(set.words, [rows]));
  for (const field of ['ids', 'languages', 'pieces'] as const) {
    const texts = set[field];
    if (!texts) continue;
    const json = new TextEncoder().encode(JSON.stringify(texts));
    add(field, storedTensor(json, [json.length]));
  }
}
