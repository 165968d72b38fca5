import type { StudyContext } from './context';
import { mappedPiece, type StudentPiece, trainedPiece } from './exchange';
import type { StudyMethod } from './methods';
import { distilledLanguages } from './plan';
import type { Evaluation } from './scoring';
import { levelOf, type Trained } from './students';
import type { SeedTeacher } from './teacher';

/** Hands out what a method trained or fitted under one seed, one student after the other. */
export async function handOut(
  context: StudyContext,
  method: StudyMethod,
  teacher: SeedTeacher,
  trained: readonly Trained[],
  evaluation: Evaluation,
): Promise<void> {
  const { onStudent, plan, config, signal } = context;
  if (!onStudent) return;
  const { seed } = teacher;
  const { layer, joint } = config;
  const give = async (piece: Omit<StudentPiece, 'method' | 'seed' | 'layer'>) => {
    signal.throwIfAborted();
    await onStudent({ method: method.id, seed, layer, ...piece });
  };
  if (method.kind === 'train')
    for (const { languages, snapshot, row } of trained)
      await give({
        ...trainedPiece(teacher, context.encoder, snapshot, levelOf(context, method)),
        ...{ languages, joint, student: method.student, step: row.chosen, devMap: row.devMap },
      });
  if (method.kind === 'map')
    for (const language of distilledLanguages(plan, config))
      await give({
        ...mappedPiece(teacher, evaluation.folded(method, teacher, language)),
        ...{ languages: [language], joint: false, student: 'closed form' },
        ...{ step: null, devMap: null },
      });
}
