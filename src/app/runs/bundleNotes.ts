/** What a file of a bundle is, in one sentence. */
export function bundleNote(name: string): string {
  const known = NOTES.find(([pattern]) => pattern.test(name));
  return known?.[1] ?? 'added by hand';
}

const NOTES: readonly (readonly [pattern: RegExp, note: string])[] = [
  [/^run\.json$/, 'the report, with config and data records'],
  [/^metrics\.csv$/, 'every number of the report, one a row'],
  [/^queries\.csv$/, 'average precision of every query'],
  [/^weights\.safetensors$/, 'the heads of all students and their teachers'],
  [/^plans\.npz$/, 'transport plans of a few pairs, before and after training'],
  [/^plans\.json$/, 'texts and tokens of the plans, marginal errors, ε'],
  [/^checkpoints\//, 'a head as it was at an evaluation'],
  [/^weights\/.*\.zip$/, 'a student of the encoder, as a PyLate folder'],
  [/^weights\/.*\.onnx$/, 'a student of the encoder, as ONNX'],
];
