import { supervisedContrastiveCpu, supervisedContrastiveGradCpu } from '../../kernels';

/**
 * How W is trained on relevance. `contrastive`: supervised contrastive (Khosla et al. 2020, equation 2).
 * `margin-mse` (Hofstätter et al. 2020) and `kl` distil the scores of a teacher that knows more than labels: the
 * untrained encoder's own MaxSim, plus `RELEVANCE` where a text is relevant.
 */
export type RankerLoss = 'contrastive' | 'margin-mse' | 'kl';

/** What relevance adds to the untrained encoder's score, in the unit of cosines. */
export const RELEVANCE = 0.5;

/** A batch of n texts against itself. */
export interface HostScores {
  /** `[n, n]`, row i: text i as a query against every text; the diagonal is not read. */
  readonly scores: ArrayLike<number>;
  /** The same of the untrained encoder; read by `margin-mse` and `kl`. */
  readonly encoderScores: ArrayLike<number>;
  readonly labels: Uint32Array;
  readonly temperature: number;
}

export interface ScoreGradient {
  /** `[n]`; 0 for a text that has no relevant text, or (`margin-mse`) no other. */
  readonly loss: Float64Array;
  /** Of the mean loss, `[n, n]`. */
  readonly dScores: Float64Array;
}

/** Loss of each text as a query and the gradient of its mean with respect to the scores, in float64. */
export function scoreLoss(kind: RankerLoss, host: HostScores): ScoreGradient {
  const n = host.labels.length;
  if (kind === 'contrastive') {
    const inputs = { n, ...host };
    return {
      loss: supervisedContrastiveCpu(inputs),
      dScores: supervisedContrastiveGradCpu(inputs, 1 / n),
    };
  }
  const loss = new Float64Array(n);
  const dScores = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    const others = Array.from({ length: n }, (_, j) => j).filter((j) => j !== i);
    const relevant = others.filter((j) => host.labels[j] === host.labels[i]);
    if (relevant.length === 0) continue;
    const row = rowOf(host, i, others);
    const result = kind === 'kl' ? klOf(row, host.temperature) : marginMse(row);
    loss[i] = result.loss;
    others.forEach((j, k) => {
      dScores[i * n + j] = result.gradient[k]! / n;
    });
  }
  return { loss, dScores };
}

/** One query against the other texts of the batch. */
interface Row {
  readonly student: readonly number[];
  readonly teacher: readonly number[];
  readonly relevant: readonly boolean[];
}

function rowOf(host: HostScores, i: number, others: readonly number[]): Row {
  const n = host.labels.length;
  const relevant = others.map((j) => host.labels[j] === host.labels[i]);
  return {
    student: others.map((j) => host.scores[i * n + j]!),
    teacher: others.map((j, k) => host.encoderScores[i * n + j]! + (relevant[k] ? RELEVANCE : 0)),
    relevant,
  };
}

/** `KL(softmax(teacher / tau) | softmax(student / tau))`. */
function klOf({ student, teacher }: Row, temperature: number) {
  const [wanted, found] = [logSoftmax(teacher, temperature), logSoftmax(student, temperature)];
  const gradient = found.map((q, k) => (Math.exp(q) - Math.exp(wanted[k]!)) / temperature);
  return { loss: wanted.reduce((sum, p, k) => sum + Math.exp(p) * (p - found[k]!), 0), gradient };
}

function logSoftmax(scores: readonly number[], temperature: number): number[] {
  const top = Math.max(...scores);
  const mass = scores.reduce((sum, score) => sum + Math.exp((score - top) / temperature), 0);
  return scores.map((score) => (score - top) / temperature - Math.log(mass));
}

/** The mean over relevant p and others o of the squared error of the margin `student[p] - student[o]`. */
function marginMse({ student, teacher, relevant }: Row) {
  const gradient = student.map(() => 0);
  let [loss, pairs] = [0, 0];
  for (let p = 0; p < student.length; p++) {
    if (!relevant[p]) continue;
    for (let o = 0; o < student.length; o++) {
      if (relevant[o]) continue;
      const error = student[p]! - student[o]! - (teacher[p]! - teacher[o]!);
      loss += error * error;
      gradient[p]! += 2 * error;
      gradient[o]! -= 2 * error;
      pairs += 1;
    }
  }
  if (pairs === 0) return { loss: 0, gradient };
  return { loss: loss / pairs, gradient: gradient.map((value) => value / pairs) };
}
