import { languageColour, methodStyle, type Series } from '../../app';

/** How a line is drawn; neighbours of one colour differ in their shade. */
export interface LineStyle {
  readonly colour: string;
  /** Of `stroke-dasharray`; `0` is a whole line. */
  readonly dash: string;
}

/** Seeds of one method share its colour and differ in their dashes. */
const DASHES = ['6 3', '0', '2 3', '8 3 2 3'];
/** Lines of one method take a shade each, towards black on white and white on black: a long run is a band, on which dashes cannot be seen. */
const SHADES = { light: [0, 0.5, 0.25], dark: [0, -0.5, -0.25] } as const;

/** @param byLanguage colours tell languages apart, not methods. */
export function lineStyles(
  series: readonly Pick<Series, 'stage' | 'seed'>[],
  byLanguage: boolean,
  scheme: 'light' | 'dark',
): readonly LineStyle[] {
  const taken = new Map<string, Set<string>>();
  return series.map(({ stage, seed }, at) => {
    const plain = byLanguage ? languageColour(at, scheme) : methodStyle(stage)[scheme];
    const alike = taken.get(plain) ?? new Set();
    taken.set(plain, alike);
    const free = looks(plain, seed, alike.size, scheme);
    const style = free.find((one) => !alike.has(JSON.stringify(one))) ?? free[0]!;
    alike.add(JSON.stringify(style));
    return style;
  });
}

/** Looks of a colour, best first: the shade that is next and the dash of the seed, then other dashes. */
function looks(
  plain: string,
  seed: number,
  before: number,
  scheme: 'light' | 'dark',
): readonly LineStyle[] {
  const shades = SHADES[scheme];
  const colour = shaded(plain, shades[before % shades.length]!);
  return DASHES.map((_, further) => ({ colour, dash: DASHES[(seed + further) % DASHES.length]! }));
}

/** @param share of black where it is above 0, of white below. */
function shaded(hex: string, share: number): string {
  if (share === 0) return hex;
  const parts = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  const towards = share > 0 ? 0 : 255;
  const mixed = parts.map((part) => Math.round(part + Math.abs(share) * (towards - part)));
  return `#${mixed.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}
