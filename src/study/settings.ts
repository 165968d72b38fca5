import type { DistilConfig, StudyConfig } from '../report';
import type { TrainSettings } from '../train';

// Reading the loss back waits for the device; every tenth step keeps the queue short and costs little.
const READ_EVERY = 10;

/** What the trainer is told of a config. */
export function trainSettings(
  distil: DistilConfig,
  { sampling, storage }: Pick<StudyConfig, 'sampling' | 'storage'>,
): TrainSettings {
  const { pull, orthogonality, centring, columnEntropy, ...rest } = distil;
  const { epsilon, epsilonStart, epsilonSteps, iterations, temperature, sourceTerm, ...loop } =
    rest;
  return {
    ...loop,
    regularisers: { pull, orthogonality, centring, columnEntropy },
    loss: { ot: { eps: epsilon, iterations }, temperature, sourceTerm },
    ...(epsilonStart > 0 && { epsStart: epsilonStart, epsSteps: epsilonSteps }),
    sampling,
    ...(storage === 'f16' && { storage }),
    readEvery: READ_EVERY,
  };
}
