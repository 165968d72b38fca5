import { type Rng, sha256 } from '../../lib';
import type { LossTerm } from '../losses/types';
import type { StudentSpec } from '../students/types';
import type { DistilProblem, TrainSettings } from '../types';
import { prepareProblem } from './prepare';

/**
 * Names a run by what decides its course: student, losses, settings, seed, head, and how texts are cut into
 * tokens and paired. Vectors are not hashed: they follow from texts and encoder, and may be large.
 */
export async function fingerprintOf(
  { teacher, english, languages, documents }: DistilProblem,
  spec: StudentSpec,
  terms: readonly LossTerm[],
  settings: TrainSettings,
  rng: Rng,
): Promise<string> {
  const parts = [
    await hashOf(teacher.head),
    await hashOf(english.offsets),
    await hashOf(documents ?? new Uint32Array()),
    ...(await Promise.all(
      languages.map(async ({ language, texts, english: pairs, plans }) => [
        language,
        await hashOf(texts.offsets),
        await hashOf(pairs),
        plans !== undefined,
      ]),
    )),
    [teacher.inputs, teacher.outputs, spec, terms, settings, rng.state()],
  ];
  return sha256(new TextEncoder().encode(JSON.stringify(parts)));
}

/** The fingerprint of the states that `trainStudent` gives out for the same arguments. @throws as it does. */
export function runFingerprint(
  problem: DistilProblem,
  ...rest: [StudentSpec, readonly LossTerm[], TrainSettings, Rng]
): Promise<string> {
  return fingerprintOf(prepareProblem(problem).problem, ...rest);
}

function hashOf(values: Float32Array | Uint32Array): Promise<string> {
  return sha256(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}
