import { expect, test } from 'vitest';
import { Rng } from '../../lib';
import { parseLoss } from '../losses';
import type { BitextTexts, DistilProblem } from '../types';
import { runFingerprint } from './fingerprint';
import { TINY_SETTINGS, tinyProblem } from './problem.testing';

function fingerprint(problem: DistilProblem, loss = 'ot', seed = 1): Promise<string> {
  const spec = { kind: 'linear' } as const;
  return runFingerprint(problem, spec, parseLoss(loss), TINY_SETTINGS, new Rng(seed));
}

function changed(change: (bitext: BitextTexts) => Partial<BitextTexts>): DistilProblem {
  const problem = tinyProblem(['th']);
  return { ...problem, languages: problem.languages.map((own) => ({ ...own, ...change(own) })) };
}

const plans = (value: number) =>
  changed(({ texts: { offsets } }) => ({
    plans: Array.from({ length: offsets.length - 1 }, (_, k) =>
      new Float32Array((offsets[k + 1]! - offsets[k]!) ** 2).fill(value),
    ),
  }));

const ids = (id: number) =>
  changed(({ texts }) => ({
    texts: { ...texts, ids: new Uint32Array(texts.offsets.at(-1)!).fill(id) },
  }));

test('the same run has the same fingerprint, another run another', async () => {
  const { englishTexts: _, ...without } = tinyProblem(['th']);
  const runs = [
    fingerprint(tinyProblem(['th'])),
    fingerprint(tinyProblem(['th']), 'mse'),
    fingerprint(tinyProblem(['th']), 'ot', 2),
    fingerprint(tinyProblem(['th', 'de'])),
    fingerprint(changed(({ english }) => ({ english: english.toReversed() }))),
    fingerprint(plans(0.1)),
    fingerprint(plans(0.2)),
    fingerprint(ids(3)),
    fingerprint(ids(4)),
    fingerprint(without),
  ];
  expect(new Set(await Promise.all(runs)).size).toBe(runs.length);
  expect(await fingerprint(tinyProblem(['th']))).toBe(await runs[0]);
  expect(await fingerprint(plans(0.2))).toBe(await runs[6]);
});
