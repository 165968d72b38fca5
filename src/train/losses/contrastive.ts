import { LOG_ZERO } from '../../kernels';
import type { NnArray } from '../../nn';
import type { LossContext, PairLoss, RowSide } from './context';
import { klOfScores, maxSimScores } from './scores';

/**
 * `infonce`: each student text must pick its teacher text among those of the batch by the cosine of mean vectors,
 * cross-entropy at `temperature` (van den Oord et al. 2018). The same English text twice counts as two.
 */
export const infoNce: PairLoss = (context) => {
  const { ops, batch } = context;
  const student = ops.unitNormalise(sums(context, 'student'));
  const teacher = ops.unitNormalise(sums(context, 'teacher'));
  const scores = ops.linear({ x: student.unit, w: teacher.unit });
  const { loss, dScores } = ownText(context, scores);
  const dUnit = ops.linearInput({ dy: dScores, w: teacher.unit });
  const dSums = ops.unitNormaliseBackward({ ...student, dy: dUnit });
  const rows = ops.indices(textOfToken(batch.studentCounts), 'student.texts');
  return { loss, gradient: ops.gatherRows({ x: dSums, rows }) };
};

/** `infonce-maxsim`: the same with MaxSim over the query's length in the place of the cosine. */
export const infoNceMaxSim: PairLoss = (context) => {
  const { ops, batch } = context;
  const { scores, backward } = maxSimScores(
    ops,
    { vectors: batch.student, offsets: context.offsets('student') },
    { vectors: batch.teacher, offsets: context.offsets('teacher') },
  );
  const { loss, dScores } = ownText(context, scores);
  return { loss, gradient: backward(dScores) };
};

/** Cross-entropy of text i in row i, and its gradient. */
function ownText({ ops, count, settings }: LossContext, scores: NnArray) {
  const targets = new Float32Array(count * count).fill(LOG_ZERO);
  for (let b = 0; b < count; b++) targets[b * count + b] = 0;
  const target = ops.upload(targets, [count, count], 'infonce.targets');
  return klOfScores(ops, scores, target, settings.temperature);
}

/** Sums of each text's vectors, `[B, d]`: a sum has the direction of the mean. */
function sums({ ops, batch, count, d }: LossContext, side: RowSide): NnArray {
  const into = ops.zeros([count, d], `${side}.sums`);
  const counts = side === 'student' ? batch.studentCounts : batch.teacherCounts;
  const rows = ops.indices(textOfToken(counts), `${side}.texts`);
  ops.scatterAddRows({ dy: batch[side], rows, into });
  return into;
}

/** The text that each token belongs to. */
export function textOfToken(counts: Uint32Array): Uint32Array {
  const texts = new Uint32Array(counts.reduce((sum, count) => sum + count, 0));
  let next = 0;
  counts.forEach((count, text) => {
    texts.fill(text, next, next + count);
    next += count;
  });
  return texts;
}
