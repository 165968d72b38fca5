import {
  type BaseAbout,
  type Folder,
  readHeads,
  readStudentFolder,
  unzipFolder,
} from '../encoders';
import { ParseError, readSafetensors } from '../lib';
import type { EncoderWeights } from '../nn';
import type { ImportedStudent } from '../study';
import { HEADS_FILE, RECORD_FILE, RECORD_KEY } from './exportStudents';
import { parseRecord, type StudentRecord } from './studentRecord';
import type { EngineFile } from './types';

/** One student as it was chosen: a zip, a head file, or the files of a folder. */
export interface StudentSource {
  /** As the user named it. */
  readonly path: string;
  readonly files: readonly EngineFile[];
}

/**
 * Reads an exported student.
 *
 * @throws ParseError naming file and tensor or field, found and wanted; also for a student of another encoder.
 */
export function importStudent(source: StudentSource, base: BaseAbout): ImportedStudent {
  const [only] = source.files;
  const single = source.files.length === 1 && only !== undefined;
  if (single && /\.safetensors$/i.test(only.path)) return headsOnly(source.path, only.bytes, base);
  return fromFolder(source.path, single ? unzipped(only) : folderOf(source.files), base);
}

/** The name of a source's method: its file's, without what tells the kind of file. */
export function importedName(path: string): string {
  const last = path.replace(/[\\/]+$/, '').replace(/^.*[\\/]/, '');
  const stem = last.replace(/\.(zip|head\.safetensors|safetensors)$/i, '');
  return stem.replaceAll(/[^\w.@+-]/g, '-') || 'student';
}

function headsOnly(path: string, bytes: Uint8Array, base: BaseAbout): ImportedStudent {
  const file = readSafetensors(bytes, path);
  const json = file.metadata.get(RECORD_KEY);
  if (json === undefined)
    throw new ParseError(
      path,
      0,
      `metadata ${RECORD_KEY}`,
      'found none, want the record of a student that this workbench exported',
    );
  const record = checked(parseRecord(json, path), path, base);
  if (record.reads !== 'last')
    throw new ParseError(path, 0, 'reads', `found ${record.reads}, want last in a head file`);
  return { ...about(path, record), ...headsOf(file, path, base) };
}

function fromFolder(path: string, folder: Folder, base: BaseAbout): ImportedStudent {
  const bytes = (name: string) => {
    const found = folder.get(name);
    if (found) return found;
    const among = [...folder.keys()].slice(0, 12).join(', ') || 'nothing';
    throw new ParseError(path, 0, name, `found no such file among ${among}`);
  };
  const json = new TextDecoder().decode(bytes(RECORD_FILE));
  const record = checked(parseRecord(json, `${path}/${RECORD_FILE}`), path, base);
  const heads = readSafetensors(bytes(HEADS_FILE), `${path}/${HEADS_FILE}`);
  const pair = headsOf(heads, `${path}/${HEADS_FILE}`, base);
  if (record.reads === 'last') return { ...about(path, record), ...pair };
  const { encoder } = readStudentFolder(folder);
  checkShape(path, encoder, base);
  return { ...about(path, record), ...pair, encoder: above(encoder, record.reads) };
}

function about(path: string, { languages, layer, reads }: StudentRecord) {
  return { name: importedName(path), languages, layer, reads };
}

function headsOf(file: ReturnType<typeof readSafetensors>, path: string, base: BaseAbout) {
  const { student, teacher } = readHeads(file);
  if (student.inputs !== base.width)
    throw new ParseError(
      path,
      0,
      'w',
      `found [${student.outputs}, ${student.inputs}], want [outputs, ${base.width}]`,
    );
  return { head: student, teacher };
}

function checked(record: StudentRecord, path: string, base: BaseAbout): StudentRecord {
  if (record.encoder.id !== base.id)
    throw new ParseError(path, 0, 'encoder.id', `found ${record.encoder.id}, want ${base.id}`);
  return record;
}

function checkShape(path: string, { shape }: EncoderWeights, base: BaseAbout): void {
  for (const size of ['width', 'layers'] as const)
    if (shape[size] !== base[size])
      throw new ParseError(path, 0, size, `found ${shape[size]}, want ${base[size]}`);
}

/** What a student runs itself; the rest need not stay in memory. */
function above(encoder: EncoderWeights, reads: number | 'ids' | 'last'): EncoderWeights {
  const { embedding, shape, layers } = encoder;
  const first = typeof reads === 'number' ? reads : 0;
  const own = layers.map((layer, at) => (at >= first ? layer : undefined));
  return { shape, layers: own, ...(reads === 'ids' && embedding && { embedding }) };
}

function unzipped({ path, bytes }: EngineFile): Folder {
  try {
    return unzipFolder(bytes);
  } catch (cause) {
    throw new ParseError(path, 0, '', `no zip that can be read: ${(cause as Error).message}`);
  }
}

/** Files below the folder in which `student.json` lies. */
function folderOf(files: readonly EngineFile[]): Folder {
  const record = files.find(({ path }) => path === RECORD_FILE || path.endsWith(`/${RECORD_FILE}`));
  const top = record?.path.slice(0, -RECORD_FILE.length) ?? '';
  const below = files.filter(({ path }) => path.startsWith(top));
  return new Map(below.map(({ path, bytes }) => [path.slice(top.length), bytes]));
}
