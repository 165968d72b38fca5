import type { BaseAbout } from '../encoders';
import { sha256 } from '../lib';
import type { ImportedStudent, StudentPiece } from '../study';
import { baseFilesAt, studentFiles } from './exportStudents';
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
