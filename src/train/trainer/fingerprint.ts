import { type Rng, sha256 } from '../../lib';
import type { LossTerm } from '../losses/types';
import type { StudentSpec, StudentTexts } from '../students/types';
import type { BitextTexts, DistilProblem, TrainSettings } from '../types';
import { prepareProblem } from './prepare';
import { selectPlans } from './select';

/**
 * Names a run by what decides its course: student, losses, settings, seed, head, how texts are cut into tokens and
 * paired, token ids and plans. Vectors are not hashed: they follow from texts and encoder, and may be large.
 */
export async function fingerprintOf(
  { teacher, english, englishTexts, languages, documents }: DistilProblem,
  spec: StudentSpec,
  terms: readonly LossTerm[],
  settings: TrainSettings,
  rng: Rng,
): Promise<string> {
  const parts = [
    await hashOf(teacher.head),
    await hashOf(english.offsets),
    await hashOf(documents ?? new Uint32Array()),
    englishTexts ? await hashOfTexts(englishTexts) : null,
    ...(await Promise.all(
      languages.map(async (bitext) => [
        bitext.language,
        await hashOfTexts(bitext.texts),
        await hashOf(bitext.english),
        await hashOfPlans(bitext),
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

async function hashOfTexts({ offsets, margin, ids }: StudentTexts): Promise<unknown[]> {
  return [await hashOf(offsets), margin, ids ? await hashOf(ids) : null];
}

async function hashOfPlans(bitext: BitextTexts): Promise<string | null> {
  const plans = selectPlans(bitext, Uint32Array.from(bitext.english.keys()));
  return plans ? hashOf(plans) : null;
}

function hashOf(values: Float32Array | Uint32Array): Promise<string> {
  return sha256(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}
