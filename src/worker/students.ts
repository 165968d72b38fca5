import type { BaseAbout } from '../encoders';
import { sha256 } from '../lib';
import type { ImportedStudent, StudentPiece } from '../study';
import { baseFilesAt, checkpointFile, studentFiles } from './exportStudents';
import { importStudent, type StudentSource } from './importStudents';
import type { StudyRecord } from './studentRecord';

interface WriterOptions {
  /** Of the embedded encoder, whose weights whole models are made of. */
  readonly baseUrl: string;
  /** The encoder that the students' heads stand on. */
  readonly base: BaseAbout;
  readonly signal: AbortSignal;
  /** Every student as a whole model, heads too. */
  readonly wholeModels: boolean;
  readonly onFile: (name: string, content: Blob) => Promise<void>;
  readonly study: Omit<StudyRecord, 'base' | 'configSha256'>;
}

/** What turns the students of a study into files; no file is made before the one before it was taken. */
export async function studentWriter({
  baseUrl,
  base,
  signal,
  wholeModels,
  onFile,
  study,
}: WriterOptions): Promise<(piece: StudentPiece) => Promise<void>> {
  const configSha256 = await sha256(new TextEncoder().encode(JSON.stringify(study.config)));
  const files = baseFilesAt(baseUrl, signal);
  return async (piece) => {
    const record = { ...study, configSha256, base };
    for await (const { name, content } of studentFiles(piece, record, files, wholeModels))
      await onFile(name, content);
  };
}

/**
 * What turns a head at an evaluation into a file.
 *
 * @param mostBytes of all files together; the first that would go beyond is left out, and so are those after it.
 * @param onFull is told once.
 */
export async function checkpointWriter(
  { base, onFile, study }: Pick<WriterOptions, 'base' | 'onFile' | 'study'>,
  mostBytes: number,
  onFull: (bytes: number) => void,
): Promise<(piece: StudentPiece) => Promise<void>> {
  const configSha256 = await sha256(new TextEncoder().encode(JSON.stringify(study.config)));
  let bytes = 0;
  let full = false;
  return async (piece) => {
    if (full) return;
    const { name, content } = checkpointFile(piece, { ...study, configSha256, base });
    if (bytes + content.size > mostBytes) {
      full = true;
      onFull(bytes);
      return;
    }
    bytes += content.size;
    await onFile(name, content);
  };
}

/** @throws ParseError for a file that is no student of this encoder; RangeError for two of one name. */
export async function readStudents(
  sources: readonly StudentSource[],
  base: BaseAbout,
): Promise<ImportedStudent[]> {
  const students = sources.map((source) => importStudent(source, base));
  students.forEach(({ name }, at) => {
    const first = students.findIndex((other) => other.name === name);
    if (first < at)
      throw new RangeError(
        `${sources[first]!.path} and ${sources[at]!.path}: both are named ${name}; rename one`,
      );
  });
  return students;
}
