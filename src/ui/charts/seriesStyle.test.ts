import { expect, it } from 'vitest';
import { methodStyle } from '../../app';
import { lineStyles } from './seriesStyle';

const LANGUAGES = 5;

it('draws no two students of one method alike: five languages, two seeds', () => {
  const series = [1, 2].flatMap((seed) =>
    Array.from({ length: LANGUAGES }, () => ({ stage: 'ot' as const, seed })),
  );
  for (const scheme of ['light', 'dark'] as const) {
    const styles = lineStyles(series, false, scheme).map((style) => JSON.stringify(style));
    expect(new Set(styles).size).toBe(2 * LANGUAGES);
  }
});

it('keeps the method’s own colour for its first line, and tells seeds by dash and shade', () => {
  const [first, second, other] = lineStyles(
    [
      { stage: 'mse', seed: 1 },
      { stage: 'mse', seed: 2 },
      { stage: 'ot', seed: 1 },
    ],
    false,
    'light',
  );
  expect(first!.colour).toBe(methodStyle('mse').light);
  expect(first!.colour).not.toBe(second!.colour);
  expect(first!.dash).not.toBe(second!.dash);
  expect(other).toEqual({ colour: methodStyle('ot').light, dash: first!.dash });
});
