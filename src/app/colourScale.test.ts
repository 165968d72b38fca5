import { expect, it } from 'vitest';
import {
  colourOf,
  colourPixels,
  colourShare,
  divergingColours,
  sequentialColours,
  valueAt,
} from './colourScale';
import { SCALES } from './look/look';

const LINEAR = { scale: 'linear', diverging: false, domain: [0, 1] } as const;

it('clamps to the ends and survives NaN', () => {
  const colours = sequentialColours(false);
  expect(colourOf(colours, -1, LINEAR)).toBe(colours[0]);
  expect(colourOf(colours, 2, LINEAR)).toBe(colours[255]);
  expect(colourOf(colours, Number.NaN, LINEAR)).toBe(colours[0]);
  expect(colourOf(colours, 1, { ...LINEAR, domain: [1, 1] })).toBe(colours[0]);
});

it('draws the same colours as pixels', () => {
  const colours = sequentialColours(true);
  const pixels = colourPixels({ ...LINEAR, values: new Float64Array([0, 1]) }, colours);
  expect(`rgb(${pixels.slice(0, 3).join(', ')})`).toBe(colours[0]);
  expect(`rgb(${pixels.slice(4, 7).join(', ')})`).toBe(colours[255]);
  expect(pixels[3]).toBe(255);
});

it('lifts small values under a square root, more under a logarithm', () => {
  const at = (scale: (typeof SCALES)[number]) => colourShare(0.01, { ...LINEAR, scale });
  expect(at('linear')).toBeCloseTo(0.01, 12);
  expect(at('sqrt')).toBeCloseTo(0.1, 12);
  expect(at('log')).toBeGreaterThan(0.3);
});

it.each(SCALES)('gives back on its legend what it coloured: %s', (scale) => {
  for (const diverging of [false, true]) {
    const coded = { scale, diverging, domain: [diverging ? -2 : 0, 2] } as const;
    for (const value of [diverging ? -1.5 : 0.1, 0, 0.4, 2])
      expect(valueAt(colourShare(value, coded), coded)).toBeCloseTo(value, 9);
  }
});

it('has no direction at 0 and the same strength on both sides', () => {
  const coded = { scale: 'sqrt', diverging: true, domain: [-0.3, 0.3] } as const;
  expect(colourShare(0, coded)).toBe(0.5);
  expect(colourShare(-0.1, coded)).toBeCloseTo(1 - colourShare(0.1, coded), 12);
  const colours = divergingColours(false);
  expect(colourOf(colours, 1, coded)).toBe(colours[255]);
});
