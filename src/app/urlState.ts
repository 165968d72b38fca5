/** The four screens, as `?view=` spells them. */
export const VIEWS = ['align', 'data', 'study', 'gap'] as const;
export type View = (typeof VIEWS)[number];

/** What the heatmap shows. */
export const MODES = ['plan', 'cost', 'product'] as const;
export type Mode = (typeof MODES)[number];

export const EPSILON = { least: 0.005, most: 1, default: 0.05 } as const;
export const ITERATIONS = { least: 1, most: 1000, default: 100 } as const;

/** Everything a link can say. Only intent, never data. */
export interface UrlState {
  readonly view: View;
  /** Id of the sample utterance; null is the first one. */
  readonly pair: string | null;
  /** Language aligned with English; null is the first one. */
  readonly language: string | null;
  readonly mode: Mode;
  readonly epsilon: number;
  readonly iterations: number;
}

export const DEFAULT_URL_STATE: UrlState = {
  view: 'align',
  pair: null,
  language: null,
  mode: 'plan',
  epsilon: EPSILON.default,
  iterations: ITERATIONS.default,
};

/** Reads a query string; unknown keys are ignored and bad values fall to their defaults. */
export function parseUrlState(search: string): UrlState {
  const query = new URLSearchParams(search);
  return {
    view: oneOf(VIEWS, query.get('view')) ?? DEFAULT_URL_STATE.view,
    pair: shortText(query.get('q')),
    language: shortText(query.get('lang')),
    mode: oneOf(MODES, query.get('mode')) ?? DEFAULT_URL_STATE.mode,
    epsilon: within(EPSILON, query.get('eps')),
    iterations: Math.round(within(ITERATIONS, query.get('iters'))),
  };
}

/** Writes a query string that leaves defaults out; keys that are not ours are kept. */
export function writeUrlState(state: UrlState, search: string): string {
  const query = new URLSearchParams(search);
  const put = (key: string, value: string | null, standard: string | null) => {
    if (value === null || value === standard) query.delete(key);
    else query.set(key, value);
  };
  put('view', state.view, DEFAULT_URL_STATE.view);
  put('q', state.pair, null);
  put('lang', state.language, null);
  put('mode', state.mode, DEFAULT_URL_STATE.mode);
  put('eps', String(Number(state.epsilon.toPrecision(3))), String(EPSILON.default));
  put('iters', String(state.iterations), String(ITERATIONS.default));
  const text = query.toString();
  return text ? `?${text}` : '';
}

function oneOf<Value extends string>(values: readonly Value[], text: string | null): Value | null {
  return values.find((value) => value === text) ?? null;
}

function shortText(text: string | null): string | null {
  return text && text.length <= 64 ? text : null;
}

function within(
  range: { readonly least: number; readonly most: number; readonly default: number },
  text: string | null,
): number {
  const value = text === null || text.trim() === '' ? Number.NaN : Number(text);
  return value >= range.least && value <= range.most ? value : range.default;
}
