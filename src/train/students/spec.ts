import type { StudentInput, StudentSpec } from './types';

const DEFAULT_HIDDEN = 64;
const DEFAULT_RANK = 8;
const DEFAULT_LAYERS = 2;

/** How `--student` may be written, for help texts. */
export const STUDENT_NAMES =
  'head, low-rank[-RANK], orthogonal, mlp[-HIDDEN], top-LAYERS, lora[-RANK[-LAYERS]], full';

/**
 * Reads a student's name: `head` (or `linear`), `low-rank-8`, `orthogonal`, `mlp-64`, `top-2`, `lora-8-2` (rank
 * 8 in the top 2 layers), `full`. Numbers left out are those.
 *
 * @throws RangeError if there is no such student or a number is not a positive integer.
 */
export function parseStudentSpec(name: string): StudentSpec {
  const found = /^(head|linear|low-rank|orthogonal|mlp|top|lora|full)((?:-\d+){0,2})$/.exec(name);
  const numbers = found?.[2] ? found[2].slice(1).split('-').map(Number) : [];
  const spec = found && specOf(found[1]!, numbers);
  if (!spec) throw new RangeError(`student: found '${name}', want one of ${STUDENT_NAMES}`);
  checkSpec(spec);
  return spec;
}

/** The name that `parseStudentSpec` reads as `spec`. */
export function studentName(spec: StudentSpec): string {
  switch (spec.kind) {
    case 'linear':
      return 'head';
    case 'low-rank':
      return `low-rank-${spec.rank}`;
    case 'mlp':
      return `mlp-${spec.hidden}`;
    case 'top':
      return `top-${spec.layers}`;
    case 'lora':
      return `lora-${spec.rank}-${spec.layers}`;
    default:
      return spec.kind;
  }
}

/**
 * What a student of an encoder with `encoderLayers` layers reads: the layer whose states it needs, or 'ids'.
 *
 * @throws RangeError if it trains more layers than there are.
 */
export function readsLayer(spec: StudentSpec, encoderLayers: number): number | 'ids' {
  checkSpec(spec);
  if (spec.kind === 'full') return 'ids';
  return encoderLayers - trainedLayers(spec, encoderLayers);
}

/** As `readsLayer` where the encoder may be unknown, as heads do not need it. */
export function studentInput(spec: StudentSpec, encoderLayers: number | undefined): StudentInput {
  if (!trainsLayers(spec)) return 'last';
  if (encoderLayers === undefined)
    throw new RangeError(
      `student ${studentName(spec)}: the teacher has no encoder weights, want those of the layers it trains`,
    );
  return readsLayer(spec, encoderLayers);
}

/** How many of the top layers a student runs and trains. @throws RangeError if there are fewer. */
export function trainedLayers(spec: StudentSpec, encoderLayers: number): number {
  if (spec.kind === 'full') return encoderLayers;
  if (spec.kind !== 'top' && spec.kind !== 'lora') return 0;
  if (spec.layers > encoderLayers)
    throw new RangeError(
      `student ${studentName(spec)}: wants ${spec.layers} layers, the encoder has ${encoderLayers}`,
    );
  return spec.layers;
}

/** @throws RangeError if a rank, width or number of layers is not a positive integer. */
export function checkSpec(spec: StudentSpec): void {
  for (const field of ['rank', 'hidden', 'layers'] as const) {
    const value = (spec as Partial<Record<typeof field, number>>)[field];
    if (value !== undefined && !(Number.isInteger(value) && value > 0))
      throw new RangeError(`student ${spec.kind}: ${field} is ${value}, want a positive integer`);
  }
}

function trainsLayers({ kind }: StudentSpec): boolean {
  return kind === 'top' || kind === 'lora' || kind === 'full';
}

function specOf(kind: string, numbers: readonly number[]): StudentSpec | undefined {
  const [first, second] = numbers;
  if (kind === 'lora')
    return { kind, rank: first ?? DEFAULT_RANK, layers: second ?? DEFAULT_LAYERS };
  if (second !== undefined) return undefined;
  if (kind === 'low-rank') return { kind, rank: first ?? DEFAULT_RANK };
  if (kind === 'mlp') return { kind, hidden: first ?? DEFAULT_HIDDEN };
  if (kind === 'top') return first === undefined ? undefined : { kind, layers: first };
  if (first !== undefined) return undefined;
  if (kind === 'head' || kind === 'linear') return { kind: 'linear' };
  return kind === 'orthogonal' || kind === 'full' ? { kind } : undefined;
}
