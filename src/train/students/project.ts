import { Tape, textPieces } from '../../nn';
import type { ProjectTexts } from '../types';
import { keptOffsets, sliceTexts } from './texts';

/** Unit token vectors of `texts` under `student`, on the host, computed piece by piece. */
export const projectTexts: ProjectTexts = async (ops, student, texts) => {
  const offsets = keptOffsets(texts);
  const dimension = student.outputs;
  const vectors = new Float32Array((offsets.at(-1) ?? 0) * dimension);
  for (const [start, end] of textPieces(texts.offsets)) {
    if (offsets[end] === offsets[start]) continue;
    using inner = ops.open();
    const { array } = student.forward(new Tape(inner), sliceTexts(texts, [start, end]));
    vectors.set(await inner.read(array), offsets[start]! * dimension);
  }
  return { vectors, offsets, dimension };
};
