import {
  type Folder,
  fetchFrom,
  loadEncoderWeights,
  studentFolder,
  studentOnnx,
  writeHeads,
  zipParts,
} from '../encoders';
import type { EncoderWeights } from '../nn';
import { studentStem } from '../report';
import type { StudentPiece } from '../study';
import { recordOf, type StudentRecord, type StudyRecord } from './studentRecord';

/** Both heads, bit for bit, with `student.json` in the metadata; also inside a zip. */
export const HEADS_FILE = 'optical_bench_student.safetensors';
export const RECORD_FILE = 'student.json';
/** Key of the metadata that holds the record. */
export const RECORD_KEY = 'student';

export interface StudentFile {
  readonly name: string;
  readonly content: Blob;
}

/** What a whole model is made of besides the student. */
export interface BaseFiles {
  /** All layers and embeddings. */
  readonly weights: () => Promise<EncoderWeights>;
  readonly tokenizer: () => Promise<string>;
  readonly licence: () => Promise<string>;
}

/** The embedded encoder's files below `baseUrl`. */
export function baseFilesAt(baseUrl: string, signal: AbortSignal): BaseFiles {
  const fetchBytes = fetchFrom(baseUrl);
  const read = async (name: string) => new TextDecoder().decode(await fetchBytes(name, signal));
  return {
    weights: () => loadEncoderWeights({ baseUrl, embedding: true, signal }),
    tokenizer: () => read('tokenizer.json'),
    licence: () => read('LICENSE'),
  };
}

/** What a student's files begin with. */
export function stemOf({
  method,
  joint,
  languages,
  seed,
}: Pick<StudentPiece, 'method' | 'joint' | 'languages' | 'seed'>): string {
  return studentStem(method, joint ? null : languages[0]!, seed);
}

/**
 * The files of one student, one at a time: heads alone as a small safetensors file; a student that trained layers,
 * and with `full` every one, as a zip of a PyLate folder and as ONNX, which hold the whole encoder in float32.
 */
export async function* studentFiles(
  piece: StudentPiece,
  study: StudyRecord,
  base: BaseFiles,
  full: boolean,
): AsyncGenerator<StudentFile> {
  const stem = stemOf(piece);
  const record = recordOf(piece, study);
  const json = `${JSON.stringify(record, null, 1)}\n`;
  const pair = { student: piece.head, teacher: piece.teacher };
  const heads = writeHeads(pair, { [RECORD_KEY]: JSON.stringify(record) });
  if (piece.reads === 'last' && !full) {
    yield { name: `${stem}.head.safetensors`, content: blobOf([heads]) };
    yield { name: `${stem}.json`, content: blobOf([json]) };
    return;
  }
  const whole = { encoder: overlay(await base.weights(), piece.encoder), head: piece.head };
  const folder = new Map<string, Uint8Array>(
    studentFolder(whole, { tokenizer: await base.tokenizer(), card: cardOf(record, stem) }),
  );
  const encode = (content: string) => new TextEncoder().encode(content);
  folder.set(RECORD_FILE, encode(json));
  folder.set(HEADS_FILE, heads);
  folder.set('LICENSE', encode(await base.licence()));
  yield { name: `${stem}.zip`, content: zipBlob(folder, stem) };
  folder.clear();
  yield { name: `${stem}.onnx`, content: blobOf([studentOnnx(whole)]) };
}

/** `METHOD.LANGUAGE.SEED.STEP.head.safetensors`: both heads as they are at a step, with their record. */
export function checkpointFile(piece: StudentPiece, study: StudyRecord): StudentFile {
  const record = JSON.stringify(recordOf(piece, study));
  const heads = writeHeads(
    { student: piece.head, teacher: piece.teacher },
    { [RECORD_KEY]: record },
  );
  return {
    name: `${stemOf(piece)}.${piece.step}.head.safetensors`,
    content: blobOf([heads]),
  };
}

function zipBlob(folder: Folder, stem: string): Blob {
  return blobOf(zipParts(folder, stem));
}

function blobOf(parts: readonly (string | Uint8Array)[]): Blob {
  return new Blob(parts as BlobPart[]);
}

/** The base encoder with the parts that a student brings in their places. */
function overlay(base: EncoderWeights, own: EncoderWeights | undefined): EncoderWeights {
  if (!own) return base;
  const embedding = own.embedding ?? base.embedding;
  const layers = base.layers.map((layer, at) => own.layers[at] ?? layer);
  return { shape: base.shape, layers, ...(embedding && { embedding }) };
}

function cardOf({ method, student, languages, seed, base, encoder }: StudentRecord, stem: string) {
  return `# ${stem}

Query encoder for ${languages.join(', ')}, made by Optical Bench: method ${method}, student ${student}, seed ${seed}.
It was made from ${encoder.name} (licence ${base.licence}, see LICENSE) by training on translations.

Documents are English and go through the teacher's head, \`teacher.w\` in \`${HEADS_FILE}\`, on the untouched encoder.
\`${RECORD_FILE}\` says what data and settings it was trained with.
`;
}
