import type { StudyEvent } from '../report';
import type { StudyWorld } from '../study';
import { checkpointWriter, studentWriter } from './students';
import type { StudyFiles } from './studyFiles';

type OnFile = (name: string, content: Blob) => Promise<void>;

/** What hears the results of a study. */
type Outputs = Pick<StudyWorld, 'trec' | 'onTable' | 'onPlans' | 'onStudent' | 'onEvaluated'>;

interface About extends Omit<Parameters<typeof studentWriter>[0], 'wholeModels' | 'onFile'> {
  readonly onEvent: (event: StudyEvent) => void;
}

/** Turns the files that were asked for into what a study wants to be told; each goes to `onFile` below a folder of its kind. */
export async function studyOutputs(
  files: StudyFiles,
  onFile: OnFile | undefined,
  { onEvent, ...about }: About,
): Promise<Outputs> {
  if (!onFile) return {};
  const into =
    (folder: string): OnFile =>
    (name, content) =>
      onFile(`${folder}/${name}`, content);
  const { trec, perQuery, plans, students, checkpoints } = files;
  return {
    ...(trec && { trec: { ...trec, put: into('trec') } }),
    ...(perQuery && { onTable: into('tables') }),
    ...(plans && { onPlans: into('plans') }),
    ...(students && {
      onStudent: await studentWriter({
        ...about,
        wholeModels: students.whole,
        onFile: into('students'),
      }),
    }),
    ...(checkpoints && {
      onEvaluated: await checkpointWriter(
        { ...about, onFile: into('checkpoints') },
        checkpoints.mostBytes,
        (bytes) => onEvent({ type: 'note', message: fullNote(bytes) }),
      ),
    }),
  };
}

function fullNote(bytes: number): string {
  const size = (bytes / 2 ** 20).toFixed(0);
  return `Weights at evaluations are kept up to ${size} MiB; those of later ones are left out.`;
}
