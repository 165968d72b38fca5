import type { Scale } from './look/look';
import type { ShownMatrix } from './matrix';

/** 256 CSS colours from low to high. */
export type ColourTable = readonly string[];

type Coded = Pick<ShownMatrix, 'domain' | 'scale' | 'diverging'>;

// Lightness changes in one direction, and nothing has the colour of the paper in both themes.
const LIGHT = ramp('#f4f6f6', '#d3e9e6', '#8fcfca', '#3d9db0', '#22658f', '#12284f');
const DARK = ramp('#232a2f', '#1d4256', '#1f6b87', '#37a0a6', '#98d8b2', '#fbf9d0');
// Blue below 0, red above, the paper's neighbour at 0; apart for red-green blindness.
const LIGHT_DIVERGING = ramp(
  '#0b3c7a',
  '#3b7fbf',
  '#a9cde6',
  '#f3f3f1',
  '#f4b79c',
  '#cf5a45',
  '#7c0f22',
);
const DARK_DIVERGING = ramp(
  '#9fd3ff',
  '#4e9ad6',
  '#26537d',
  '#262b2f',
  '#7a3a2f',
  '#d9694f',
  '#ffc2a8',
);

export function sequentialColours(dark: boolean): ColourTable {
  return dark ? DARK : LIGHT;
}

/** For values of both signs. */
export function divergingColours(dark: boolean): ColourTable {
  return dark ? DARK_DIVERGING : LIGHT_DIVERGING;
}

/** The colours that a matrix is drawn in. */
export function coloursOf({ diverging }: Pick<ShownMatrix, 'diverging'>, dark: boolean) {
  return diverging ? divergingColours(dark) : sequentialColours(dark);
}

/** Straight lines in sRGB through equally spaced stops. */
function ramp(...stops: string[]): ColourTable {
  const channels = stops.map((stop) =>
    [1, 3, 5].map((at) => Number.parseInt(stop.slice(at, at + 2), 16)),
  );
  return Array.from({ length: 256 }, (_, k) => {
    const place = (k / 255) * (stops.length - 1);
    const from = Math.min(stops.length - 2, Math.floor(place));
    const mixed = [0, 1, 2].map((c) => {
      const [a, b] = [channels[from]![c]!, channels[from + 1]![c]!];
      return Math.round(a + (b - a) * (place - from));
    });
    return `rgb(${mixed.join(', ')})`;
  });
}

/** Decades that the logarithmic scale spreads over the colours. */
const DECADES = 3;

/** A share of the domain as a share of the colours; 0 and 1 stay. */
function bend(share: number, scale: Scale): number {
  if (scale === 'sqrt') return Math.sqrt(share);
  return scale === 'log' ? Math.log10(1 + share * (10 ** DECADES - 1)) / DECADES : share;
}

function unbend(share: number, scale: Scale): number {
  if (scale === 'sqrt') return share * share;
  return scale === 'log' ? (10 ** (share * DECADES) - 1) / (10 ** DECADES - 1) : share;
}

/** Where among the colours a value lies, in [0, 1]; values outside the domain take its end colours. */
export function colourShare(value: number, { domain, scale, diverging }: Coded): number {
  const [least, most] = domain;
  if (diverging) {
    const size = most > 0 ? Math.min(1, Math.abs(value) / most || 0) : 0;
    return 0.5 + (Math.sign(value) || 0) * 0.5 * bend(size, scale);
  }
  const share = most > least ? (value - least) / (most - least) : 0;
  return bend(Math.min(1, Math.max(0, share || 0)), scale);
}

/** The value at a share of the colours: what a legend writes there. */
export function valueAt(share: number, { domain, scale, diverging }: Coded): number {
  const [least, most] = domain;
  if (!diverging) return least + unbend(share, scale) * (most - least);
  const side = 2 * share - 1;
  return Math.sign(side) * unbend(Math.abs(side), scale) * most;
}

/** The colour of a value. */
export function colourOf(colours: ColourTable, value: number, coded: Coded): string {
  return colours[Math.round(colourShare(value, coded) * 255)]!;
}

/** RGBA bytes of a matrix, row-major, for drawing it as one image. */
export function colourPixels(
  matrix: Coded & Pick<ShownMatrix, 'values'>,
  colours: ColourTable,
): Uint8ClampedArray<ArrayBuffer> {
  const channels = colours.map((colour) => (colour.match(/\d+/g) ?? []).map(Number));
  const { values } = matrix;
  const pixels = new Uint8ClampedArray(values.length * 4);
  for (let k = 0; k < values.length; k++) {
    pixels.set(channels[Math.round(colourShare(values[k]!, matrix) * 255)]!, 4 * k);
    pixels[4 * k + 3] = 255;
  }
  return pixels;
}

/** Okabe and Ito's colours: apart for every common kind of colour vision. */
export const OKABE_ITO = {
  black: '#000000',
  orange: '#E69F00',
  sky: '#56B4E9',
  green: '#009E73',
  yellow: '#F0E442',
  blue: '#0072B2',
  vermillion: '#D55E00',
  purple: '#CC79A7',
} as const;
