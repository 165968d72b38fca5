/** 256 CSS colours from low to high. */
export type ColourTable = readonly string[];

// Lightness changes in one direction, and nothing has the colour of the paper in both themes.
const LIGHT = ramp('#f4f6f6', '#d3e9e6', '#8fcfca', '#3d9db0', '#22658f', '#12284f');
const DARK = ramp('#232a2f', '#1d4256', '#1f6b87', '#37a0a6', '#98d8b2', '#fbf9d0');

export function sequentialColours(dark: boolean): ColourTable {
  return dark ? DARK : LIGHT;
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

/** The colour of a value; values outside the domain take its end colours. */
export function colourOf(
  colours: ColourTable,
  value: number,
  [least, most]: readonly [number, number],
): string {
  const share = most > least ? (value - least) / (most - least) : 0;
  return colours[Math.round(Math.min(1, Math.max(0, share || 0)) * 255)]!;
}

/** RGBA bytes of a matrix, row-major, for drawing it as one image. */
export function colourPixels(
  values: Float64Array,
  domain: readonly [number, number],
  colours: ColourTable,
): Uint8ClampedArray<ArrayBuffer> {
  const channels = colours.map((colour) => (colour.match(/\d+/g) ?? []).map(Number));
  const pixels = new Uint8ClampedArray(values.length * 4);
  const span = domain[1] - domain[0] || 1;
  for (let k = 0; k < values.length; k++) {
    const share = Math.min(1, Math.max(0, (values[k]! - domain[0]) / span || 0));
    pixels.set(channels[Math.round(share * 255)]!, 4 * k);
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
