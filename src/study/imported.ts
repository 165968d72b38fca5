import type { HeadWeights, NnOps } from '../nn';
import { runLayers } from '../nn';
import type { Method, StudyConfig } from '../report';
import { keptOffsets, type StudentTexts, type TokenSet } from '../train';
import { IMPORTED, type ImportedStudent, statesNorm } from './exchange';
import type { Level, TextStore } from './textStore';

/** Rows that a head is applied to at a time. */
const PIECE = 8192;

/**
 * The imported students that a config names.
 *
 * @throws RangeError for a method without its student, and a student that fits neither layers nor languages.
 */
export function importedOf(
  config: StudyConfig,
  imported: readonly ImportedStudent[] = [],
): ImportedStudent[] {
  return config.methods.flatMap((id, at) => {
    if (!id.startsWith(IMPORTED)) return [];
    const student = imported.find(({ name }) => `${IMPORTED}${name}` === id);
    if (student) return [student];
    const known = imported.map(({ name }) => name).join(', ') || 'none';
    throw new RangeError(`Study config: methods.${at}: ${id} was not imported; imported: ${known}`);
  });
}

/** @throws RangeError naming the student if it serves none of the languages or reads another layer. */
export function checkImported(
  { name, languages, layer }: ImportedStudent,
  config: StudyConfig,
  evaluated: readonly string[],
): void {
  if (layer !== config.layer)
    throw new RangeError(
      `${IMPORTED}${name}: its head reads layer ${layer}, the study ranks layer ${config.layer}`,
    );
  if (languages.some((language) => evaluated.includes(language))) return;
  throw new RangeError(
    `${IMPORTED}${name}: it is for ${languages.join(', ')}, the study evaluates ${evaluated.join(', ')}`,
  );
}

/** Where imported students begin to run layers of their own. */
export function importedLevels(students: readonly ImportedStudent[]): Level[] {
  return students.flatMap(({ reads }) => (reads === 'last' ? [] : [reads]));
}

export function importedMethod({ name }: Pick<ImportedStudent, 'name'>): Method {
  return `${IMPORTED}${name}`;
}

/** Unit vectors of queries under an imported student. */
export async function projectImported(
  nn: NnOps,
  { reads, head, encoder }: ImportedStudent,
  texts: TextStore,
  rows: readonly string[],
): Promise<TokenSet> {
  const input = texts.read(rows, reads);
  if (reads === 'last' || !encoder) return projectHead(nn, head, texts.select(rows));
  const { layers, width } = encoder.shape;
  const states = await runLayers(nn, encoder, input, reads, layers);
  return projectHead(nn, head, withoutSpecial(input, states, width));
}

/** `unit(W x + b + V2 gelu(V1 x + b1))` of every token. */
export async function projectHead(nn: NnOps, head: HeadWeights, set: TokenSet): Promise<TokenSet> {
  const { inputs, outputs } = head;
  const factor = scaleOf(head);
  const tokens = set.offsets.at(-1) ?? 0;
  const vectors = new Float32Array(tokens * outputs);
  using ops = nn.open();
  const apply = placeHead(ops, head);
  for (let row = 0; row < tokens; row += PIECE) {
    using inner = ops.open();
    const end = Math.min(tokens, row + PIECE);
    const rows = set.vectors.subarray(row * inputs, end * inputs);
    const scaled = factor === 1 ? rows : rows.map((value) => factor * value);
    const x = inner.upload(scaled, [end - row, inputs], 'tokens');
    vectors.set(await inner.read(apply(inner, x)), row * outputs);
  }
  return { vectors, offsets: set.offsets, dimension: outputs };
}

/** From the norm that states have here to the one that the head was trained with. */
function scaleOf({ inputs, b, perceptron, inputNorm }: HeadWeights): number {
  if (!b && !perceptron) return 1;
  return (inputNorm ?? statesNorm(inputs)) / statesNorm(inputs);
}

function placeHead(ops: NnOps, { inputs, outputs, w, b, perceptron }: HeadWeights) {
  type Array = ReturnType<NnOps['upload']>;
  const weight = ops.upload(w, [outputs, inputs], 'imported.w');
  const bias = b && ops.upload(b, [outputs], 'imported.b');
  const beside = perceptron && {
    v1: ops.upload(perceptron.v1, [perceptron.hidden, inputs], 'imported.v1'),
    b1: ops.upload(perceptron.b1, [perceptron.hidden], 'imported.b1'),
    v2: ops.upload(perceptron.v2, [outputs, perceptron.hidden], 'imported.v2'),
  };
  return (inner: NnOps, x: Array): Array => {
    const base = inner.linear({ x, w: weight, ...(bias && { bias }) });
    if (!beside) return inner.unitNormalise(base).unit;
    const hidden = inner.gelu(inner.linear({ x, w: beside.v1, bias: beside.b1 }));
    const more = inner.linear({ x: hidden, w: beside.v2 });
    return inner.unitNormalise(inner.add({ x: base, y: more })).unit;
  };
}

/** Rows of tokens that are not special. */
function withoutSpecial(
  { offsets }: Pick<StudentTexts, 'offsets'>,
  states: Float32Array,
  width: number,
): TokenSet {
  const kept = keptOffsets({ offsets, margin: 1 });
  const vectors = new Float32Array((kept.at(-1) ?? 0) * width);
  for (let text = 0; text + 1 < kept.length; text++) {
    const from = (offsets[text]! + 1) * width;
    const length = (kept[text + 1]! - kept[text]!) * width;
    vectors.set(states.subarray(from, from + length), kept[text]! * width);
  }
  return { vectors, offsets: kept, dimension: width };
}
