import type { Language } from '../data';
import type { EncoderWeights, HeadWeights } from '../nn';
import type { Method } from '../report';
import { mergeStudent, type StudentSnapshot } from '../train';
import type { Level } from './textStore';

/** A student that comes from elsewhere, ready to rank: its own encoder layers, its head and its teacher's. */
export interface ImportedStudent {
  /** Without `imported:`. */
  readonly name: string;
  /** Languages whose queries it ranks. */
  readonly languages: readonly Language[];
  /** The encoder layer after which its head comes. */
  readonly layer: number;
  /** The states that its own layers begin from; `last` where it is a head on the frozen encoder. */
  readonly reads: Level | 'last';
  /** Of the query side. */
  readonly head: HeadWeights;
  /** W of the document side. */
  readonly teacher: HeadWeights;
  /** With the layers above `reads`, and embeddings where it reads ids; absent for `last`. */
  readonly encoder?: EncoderWeights;
}

/** A student as a study hands it out; layers that it did not train may be absent. */
export interface StudentPiece extends Omit<ImportedStudent, 'name'> {
  readonly method: Method;
  /** Its kind, e.g. `mlp` or `top-2`; `closed form` for a fitted map. */
  readonly student: string;
  /** Whether one student serves all languages. */
  readonly joint: boolean;
  /** Of the English ranker, and of the training. */
  readonly seed: number;
  /** The step that held-out MAP chose; null where nothing was trained. */
  readonly step: number | null;
  /** T2 MAP of the held-out ids at that step. */
  readonly devMap: number | null;
}

/** Method ids of imported students begin so. */
export const IMPORTED = 'imported:';

/** Norm to which states are scaled before any head reads them: `standardise`. */
export const statesNorm = (inputs: number) => Math.sqrt(inputs);

interface TeacherHead {
  readonly head: Float32Array;
  readonly inputs: number;
  readonly outputs: number;
}

/** W alone as a head. */
export function plainHead({ head, inputs, outputs }: TeacherHead): HeadWeights {
  return { inputs, outputs, w: head };
}

/** Query side of a trained student: everything that it trained is merged into layers and head. */
export function trainedPiece(
  teacher: TeacherHead,
  encoder: EncoderWeights | undefined,
  snapshot: StudentSnapshot,
  reads: Level | 'last',
): Pick<StudentPiece, 'reads' | 'head' | 'teacher' | 'encoder'> {
  const merged = mergeStudent(teacher, encoder ?? NO_LAYERS, snapshot, statesNorm(teacher.inputs));
  return {
    reads,
    head: merged.head,
    teacher: plainHead(teacher),
    ...(reads !== 'last' && { encoder: merged.encoder }),
  };
}

/** Query side of a fitted map, folded into the head: exact but for one rounding of `W M`. */
export function mappedPiece(
  teacher: TeacherHead,
  { weight, bias }: { readonly weight: Float32Array; readonly bias: Float32Array },
): Pick<StudentPiece, 'reads' | 'head' | 'teacher'> {
  const { inputs, outputs } = teacher;
  const head = { inputs, outputs, w: weight, b: bias, inputNorm: statesNorm(inputs) };
  return { reads: 'last', head, teacher: plainHead(teacher) };
}

/** Heads train no layer of the encoder. */
const NO_LAYERS: EncoderWeights = {
  shape: {
    layers: 0,
    width: 0,
    heads: 0,
    inner: 0,
    normEpsilon: 0,
    vocabulary: 0,
    positions: 0,
  },
  layers: [],
};
