import type { LossContext, PairLoss } from './context';
import { klOfScores, marginMseOfScores, maxSimScores } from './scores';

/**
 * `margin-mse`: the student query's margins between documents must be those of the teacher's English query, over all
 * pairs of documents (Hofstätter et al. 2020, who take one relevant and one other).
 *
 * @throws RangeError if the batch has no documents.
 */
export const marginDistillation: PairLoss = (context) => {
  const { student, teacher } = scoresOf('margin-mse', context);
  const { loss, dScores } = marginMseOfScores(context.ops, student.scores, teacher.scores);
  return { loss, gradient: student.backward(dScores) };
};

/**
 * `kl`: the divergence of the student query's softmax over documents, at `temperature`, from that of the teacher's
 * English query (Hinton et al. 2015, without the factor tau^2).
 *
 * @throws RangeError if the batch has no documents.
 */
export const klDistillation: PairLoss = (context) => {
  const { ops, settings } = context;
  const { student, teacher } = scoresOf('kl', context);
  const { loss, dScores } = klOfScores(ops, student.scores, teacher.scores, settings.temperature);
  return { loss, gradient: student.backward(dScores) };
};

/** MaxSim of the student's and the teacher's texts, as queries, against the documents. */
function scoresOf(loss: string, context: LossContext) {
  const { ops, batch } = context;
  const { documents } = batch;
  if (!documents || documents.offsets.length < 2)
    throw new RangeError(`loss ${loss}: the batch has no documents to score`);
  const score = (side: 'student' | 'teacher') =>
    maxSimScores(ops, { vectors: batch[side], offsets: context.offsets(side) }, documents);
  return { student: score('student'), teacher: score('teacher') };
}
