import { expect, it } from 'vitest';
import { gradientField } from './gradientField';
import { groupTokens } from './units';

const side = (words: string[]) => ({
  ...{ language: 'en', text: words.join(' '), slots: [], spans: null },
  tokens: words.map((text) => ({ text, startsWord: true })),
});

it('turns a token towards what the gradient leads away from', () => {
  // Two teacher tokens at right angles, the student's between them; the gradient pushes towards the second.
  const [c, s] = [Math.cos(0.5), Math.sin(0.5)];
  const vectors = {
    ...{ x: Float32Array.of(1, 0, 0, 1), y: Float32Array.of(c, s), n: 2, m: 1, d: 2 },
  };
  const [rows, columns] = [side(['a', 'b']), side(['c'])];
  const problem = { rows, columns, intent: null, synthetic: true, vectors };
  // -gradient is tangent at y, of length .2, towards (0, 1).
  const gradient = Float32Array.of(0.2 * s, -0.2 * c);
  const grouped = [groupTokens(rows, 'word'), groupTokens(columns, 'word')] as const;
  const field = gradientField(problem, gradient, ...grouped);
  expect(field.lengths[0]).toBeCloseTo(0.2, 6);
  expect(field.pulledTo[0]).toBe(1);
  expect(field.towards[1]).toBeCloseTo(0.2, 6);
  expect(field.towards[0]).toBeCloseTo(-0.2, 6);
});
