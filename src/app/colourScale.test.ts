import { expect, it } from 'vitest';
import { colourOf, colourPixels, sequentialColours } from './colourScale';

it('clamps to the ends and survives NaN', () => {
  const colours = sequentialColours(false);
  expect(colourOf(colours, -1, [0, 1])).toBe(colours[0]);
  expect(colourOf(colours, 2, [0, 1])).toBe(colours[255]);
  expect(colourOf(colours, Number.NaN, [0, 1])).toBe(colours[0]);
  expect(colourOf(colours, 1, [1, 1])).toBe(colours[0]);
});

it('draws the same colours as pixels', () => {
  const colours = sequentialColours(true);
  const pixels = colourPixels(new Float64Array([0, 1]), [0, 1], colours);
  expect(`rgb(${pixels.slice(0, 3).join(', ')})`).toBe(colours[0]);
  expect(`rgb(${pixels.slice(4, 7).join(', ')})`).toBe(colours[255]);
  expect(pixels[3]).toBe(255);
});
