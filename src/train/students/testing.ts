import { Rng } from '../../lib';
import { normal, randomEncoder, randomIds, TINY } from '../../nn/encoder/testing';
import type { StudentSpec, StudentTexts, Teacher } from './types';

export const OUTPUTS = 16;

/** A teacher over the tiny encoder of the nn room. */
export const TEACHER: Teacher = {
  head: normal(new Rng(31_337), OUTPUTS * TINY.width, 1 / Math.sqrt(TINY.width)),
  inputs: TINY.width,
  outputs: OUTPUTS,
  encoder: randomEncoder(),
};

/** One of every kind. */
export const SPECS: readonly StudentSpec[] = [
  { kind: 'linear' },
  { kind: 'low-rank', rank: 3 },
  { kind: 'orthogonal' },
  { kind: 'mlp', hidden: 8 },
  { kind: 'top', layers: 1 },
  { kind: 'top', layers: 2 },
  { kind: 'lora', rank: 2, layers: 1 },
  { kind: 'lora', rank: 2, layers: 2 },
  { kind: 'full' },
];

/** Texts of two to nine tokens with their special tokens, as ids. */
export const TEXTS: StudentTexts & { readonly ids: Uint32Array } = {
  ...randomIds([5, 2, 9, 3]),
  margin: 1,
};
