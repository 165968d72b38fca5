import { expect, test } from 'vitest';
import type { BitextPair } from '../data';
import { openHostNn } from '../nn';
import { parseStudyConfig } from '../report';
import type { StudyContext } from './context';
import { resolveMethods, trainedOf } from './methods';
import { projectTokens } from './projection';
import { distilProblem } from './students';
import type { SeedTeacher } from './teacher';
import { type TextEncoder, TextStore } from './textStore';

test('distillation gets token vectors and pairs, and nothing that tells relevance', async () => {
  const pairs: Record<string, readonly BitextPair[]> = {
    de: [
      { english: 'two', foreign: 'zwei' },
      { english: 'one', foreign: 'eins' },
    ],
    sw: [
      { english: 'one', foreign: 'moja' },
      { english: 'one', foreign: 'mosi' },
    ],
  };
  // One token a text: its first letter and 1, twice.
  const encoder: TextEncoder = {
    encode: async (texts) => ({
      vectors: Float32Array.from(texts.flatMap((text) => [text.charCodeAt(0), 1, 2, 0])),
      offsets: Uint32Array.from({ length: texts.length + 1 }, (_, k) => k),
      dimension: 4,
    }),
    tokenise: () => [],
  };
  const all = Object.values(pairs).flatMap((list) => list.flatMap((p) => [p.english, p.foreign]));
  const texts = await TextStore.encode(all, encoder, {
    layer: 12,
    signal: new AbortController().signal,
    onProgress: () => {},
  });
  using nn = openHostNn('float64');
  const config = parseStudyConfig({ methods: ['ot', 'kl'] });
  const [ot, kl] = trainedOf(resolveMethods(config));
  const plan = { bitext: new Map(Object.entries(pairs)) };
  const context = { plan, texts, config, nn } as unknown as StudyContext;
  const head = Float32Array.of(1, 0, 0, 0, 0, 1, 0, 0);
  const seed = { seed: 1, head, inputs: 4, outputs: 2 } as SeedTeacher;
  const problem = await distilProblem(context, ot!, seed, ['de', 'sw']);
  expect(Object.keys(problem).sort()).toEqual(['english', 'languages', 'teacher']);
  expect(problem.teacher).toEqual({ head, inputs: 4, outputs: 2 });
  // Each English text once, whatever languages translate it, through the head.
  expect(problem.english).toEqual(
    await projectTokens(nn, texts.select(['two', 'one']), { weight: head }),
  );
  expect(problem.languages).toEqual([
    { language: 'de', texts: texts.read(['zwei', 'eins'], 'last'), english: Uint32Array.of(0, 1) },
    { language: 'sw', texts: texts.read(['moja', 'mosi'], 'last'), english: Uint32Array.of(1, 1) },
  ]);
  // Score distillation alone gets documents, and these are English bitext.
  const scored = await distilProblem(context, kl!, seed, ['sw']);
  expect([...scored.documents!]).toEqual([0]);
});
