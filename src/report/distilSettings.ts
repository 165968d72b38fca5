import type { DistilConfig, StudyConfig } from './configTypes';

const HEAD: DistilConfig = {
  steps: 300,
  batch: 48,
  batchTokens: 0,
  accumulate: 1,
  learningRate: 1e-3,
  warmup: 0,
  schedule: 'cosine',
  weightDecay: 0,
  clip: 0,
  dropout: 0,
  checkpointing: false,
  pull: 1e-3,
  orthogonality: 0,
  centring: 0,
  columnEntropy: 0,
  epsilon: 0.02,
  epsilonStart: 0,
  epsilonSteps: 0,
  iterations: 30,
  temperature: 0.05,
  sourceTerm: false,
  evaluateEvery: 75,
  patience: 3,
};

const ENCODER: DistilConfig = {
  ...HEAD,
  steps: 240,
  batch: 32,
  learningRate: 2e-4,
  warmup: 20,
  clip: 1,
  pull: 0,
  epsilon: 0.05,
  evaluateEvery: 60,
};

/** Whether a student, by its id, trains layers of the encoder; heads read the frozen encoder's last states. */
export function trainsEncoder(student: string): boolean {
  return /^(top|lora|full)(-|$)/.test(student);
}

/** How `student` is trained under `config`: what the config says, else the defaults of its kind. */
export function distilSettings(config: Pick<StudyConfig, 'distil'>, student: string): DistilConfig {
  const kind = trainsEncoder(student) ? ENCODER : HEAD;
  const lora = student.startsWith('lora') ? { learningRate: 1e-3 } : {};
  return { ...kind, ...lora, ...config.distil };
}
