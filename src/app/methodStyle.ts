import type { Method } from '../report';
import { OKABE_ITO } from './colourScale';

/** Marker shapes, so that no method is told by colour alone. */
export type Marker = 'circle' | 'square' | 'triangle' | 'diamond' | 'cross' | 'down';

/** How a method looks in every chart: keyed by its id, so a choice of methods never repaints another. */
export interface MethodStyle {
  readonly light: string;
  readonly dark: string;
  readonly marker: Marker;
}

export const METHOD_STYLES: Readonly<Record<Method | 'ranker', MethodStyle>> = {
  'encoder-zero-shot': { light: '#6b7280', dark: '#aab2bd', marker: 'down' },
  'zero-shot': { light: '#1f2933', dark: '#f1f3f5', marker: 'circle' },
  'mean-shift': { light: OKABE_ITO.orange, dark: OKABE_ITO.orange, marker: 'square' },
  mse: { light: OKABE_ITO.purple, dark: OKABE_ITO.purple, marker: 'triangle' },
  greedy: { light: OKABE_ITO.green, dark: OKABE_ITO.green, marker: 'cross' },
  ot: { light: OKABE_ITO.blue, dark: OKABE_ITO.sky, marker: 'diamond' },
  ranker: { light: OKABE_ITO.vermillion, dark: OKABE_ITO.vermillion, marker: 'circle' },
};
