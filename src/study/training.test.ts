import { expect, test } from 'vitest';
import type { BitextPair } from '../data';
import { parseStudyConfig } from '../report';
import type { StudyContext } from './context';
import { type TextEncoder, TextStore } from './textStore';
import { distilProblem, numberNames } from './training';

test('numberNames gives equal names equal numbers, in order of first use', () => {
  expect([...numberNames(['b', 'a', 'b', 'c', 'a'])]).toEqual([0, 1, 0, 2, 1]);
  expect([...numberNames([])]).toEqual([]);
});

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
  // One token a text: its first letter and 1.
  const encoder: TextEncoder = {
    encode: async (texts) => ({
      vectors: Float32Array.from(texts.flatMap((text) => [text.charCodeAt(0), 1])),
      offsets: Uint32Array.from({ length: texts.length + 1 }, (_, k) => k),
      dimension: 2,
    }),
  };
  const all = Object.values(pairs).flatMap((list) => list.flatMap((p) => [p.english, p.foreign]));
  const texts = await TextStore.encode(all, encoder, {
    layer: 12,
    signal: new AbortController().signal,
    onProgress: () => {},
  });
  const config = parseStudyConfig({ ranker: { dimension: 4 } });
  const plan = { bitext: new Map(Object.entries(pairs)) };
  const problem = distilProblem(
    { plan, texts, config } as unknown as StudyContext,
    new Float32Array(8),
  );
  expect(Object.keys(problem).sort()).toEqual(['english', 'head', 'languages', 'outputs']);
  expect(problem.outputs).toBe(4);
  // Each English text once, whatever languages translate it.
  expect(problem.english).toEqual(texts.select(['two', 'one']));
  expect(problem.languages).toEqual([
    { language: 'de', tokens: texts.select(['zwei', 'eins']), english: Uint32Array.of(0, 1) },
    { language: 'sw', tokens: texts.select(['moja', 'mosi']), english: Uint32Array.of(1, 1) },
  ]);
});
