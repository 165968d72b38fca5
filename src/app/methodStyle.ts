import { OKABE_ITO } from './colourScale';

/** Marker shapes, so that no method is told by colour alone. */
export type Marker = 'circle' | 'square' | 'triangle' | 'diamond' | 'cross' | 'down';

/** How a method looks in every chart: keyed by its id, so a choice of methods never repaints another. */
export interface MethodStyle {
  readonly light: string;
  readonly dark: string;
  readonly marker: Marker;
}

const STYLES: Readonly<Record<string, MethodStyle>> = {
  'encoder-zero-shot': { light: '#6b7280', dark: '#aab2bd', marker: 'down' },
  'zero-shot': { light: '#1f2933', dark: '#f1f3f5', marker: 'circle' },
  oracle: { light: '#1f2933', dark: '#f1f3f5', marker: 'cross' },
  'mean-shift': { light: OKABE_ITO.orange, dark: OKABE_ITO.orange, marker: 'square' },
  'ot-procrustes': { light: OKABE_ITO.orange, dark: OKABE_ITO.orange, marker: 'diamond' },
  mse: { light: OKABE_ITO.purple, dark: OKABE_ITO.purple, marker: 'triangle' },
  greedy: { light: OKABE_ITO.green, dark: OKABE_ITO.green, marker: 'cross' },
  ot: { light: OKABE_ITO.blue, dark: OKABE_ITO.sky, marker: 'diamond' },
  'ot+mse': { light: OKABE_ITO.blue, dark: OKABE_ITO.sky, marker: 'triangle' },
  ranker: { light: OKABE_ITO.vermillion, dark: OKABE_ITO.vermillion, marker: 'circle' },
};

const COLOURS: readonly (readonly [light: string, dark: string])[] = [
  [OKABE_ITO.orange, OKABE_ITO.orange],
  [OKABE_ITO.green, OKABE_ITO.green],
  [OKABE_ITO.purple, OKABE_ITO.purple],
  [OKABE_ITO.blue, OKABE_ITO.sky],
  [OKABE_ITO.vermillion, OKABE_ITO.vermillion],
];
const MARKERS: readonly Marker[] = ['circle', 'square', 'triangle', 'diamond', 'cross', 'down'];

/** The style of a method, or of the ranker; of any other id one that its letters decide. */
export function methodStyle(id: string): MethodStyle {
  const known = STYLES[id];
  if (known) return known;
  let hash = 7;
  for (const letter of id) hash = (31 * hash + letter.charCodeAt(0)) % 65521;
  const [light, dark] = COLOURS[hash % COLOURS.length]!;
  return { light, dark, marker: MARKERS[Math.floor(hash / COLOURS.length) % MARKERS.length]! };
}

/** The colour of the nth language of a chart; neighbours differ, and names stand beside the lines. */
export function languageColour(place: number, scheme: 'light' | 'dark'): string {
  const [light, dark] = COLOURS[(place + 3) % COLOURS.length]!;
  return scheme === 'light' ? light : dark;
}
