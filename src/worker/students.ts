import { type BaseAbout, readBase } from '../encoders';
import { sha256 } from '../lib';
import type { ImportedStudent, StudentPiece } from '../study';
import { baseFilesAt, studentFiles } from './exportStudents';
import { importStudent, type StudentSource } from './importStudents';
import type { StudyRecord } from './studentRecord';

interface WriterOptions {
  /** Of the embedded encoder. */
  readonly baseUrl: string;
  readonly signal: AbortSignal;
  /** Every student as a whole model, heads too. */
  readonly wholeModels: boolean;
  readonly onFile: (name: string, content: Blob) => Promise<void>;
  readonly study: Omit<StudyRecord, 'base' | 'configSha256'>;
}

/** What turns the students of a study into files; no file is made before the one before it was taken. */
export async function studentWriter({
  baseUrl,
  signal,
  wholeModels,
  onFile,
  study,
}: WriterOptions): Promise<(piece: StudentPiece) => Promise<void>> {
  const base = await readBase(baseUrl);
  const configSha256 = await sha256(new TextEncoder().encode(JSON.stringify(study.config)));
  const files = baseFilesAt(baseUrl, signal);
  return async (piece) => {
    const record = { ...study, configSha256, base };
    for await (const { name, content } of studentFiles(piece, record, files, wholeModels))
      await onFile(name, content);
  };
}

/** @throws ParseError for a file that is no student of this encoder; RangeError for two of one name. */
export async function readStudents(
  sources: readonly StudentSource[],
  baseUrl: string,
): Promise<ImportedStudent[]> {
  const base: BaseAbout = await readBase(baseUrl);
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
