import { expect, it } from 'vitest';
import { parseAlignmentSample, unitVectors } from './sample';

const json = {
  synthetic: true,
  dimension: 2,
  layer: 6,
  languages: ['en', 'de'],
  pairs: [
    {
      id: '1',
      intent: 'CREATE_ALARM',
      domain: 'alarm',
      texts: {
        en: { text: 'wake me', pieces: ['▁wake', '▁me'], start: 0, count: 2, slots: [] },
        de: { text: 'weck', pieces: ['▁weck'], start: 2, count: 1, slots: [] },
      },
    },
  ],
};
const bytes = () => new Int8Array([3, 4, 0, -127, 127, 127]).buffer;

it('gives unit vectors', () => {
  const sample = parseAlignmentSample(json, bytes());
  const rows = unitVectors(sample, sample.pairs[0]!.texts.en!);
  [0.6, 0.8, 0, -1].forEach((want, k) => {
    expect(rows[k]).toBeCloseTo(want, 6);
  });
});

it('leaves a zero vector zero instead of dividing by it', () => {
  const sample = parseAlignmentSample(json, new Int8Array(6).buffer);
  expect([...unitVectors(sample, sample.pairs[0]!.texts.de!)]).toEqual([0, 0]);
});

it('names the field or the text that is wrong', () => {
  expect(() => parseAlignmentSample({ ...json, dimension: 0 }, bytes())).toThrow(/dimension/);
  expect(() => parseAlignmentSample(json, new Int8Array(4).buffer)).toThrow(/1\/de/);
});
