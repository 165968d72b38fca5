/**
 * `METHOD.LANGUAGE.SEED`, or `METHOD.joint.SEED`: what the files of a student begin with. Weights of a sum are written
 * `0.5xmse`.
 *
 * @param language null for a joint student.
 */
export function studentStem(method: string, language: string | null, seed: number): string {
  const name = `${method}.${language ?? 'joint'}.${seed}`;
  return name.replaceAll('*', 'x').replaceAll(/[^\w.@+-]/g, '-');
}
