import { createLoader, createSerializer } from 'nuqs/server';
import { LOOK, type Look, VIEW, type View } from './look';

const parsers = { view: VIEW, ...LOOK };
const urlKeys = {
  pair: 'q',
  language: 'lang',
  epsilon: 'eps',
  iterations: 'iters',
  shape: 'as',
  source: 'src',
  against: 'vs',
  againstHead: 'vshead',
  againstStep: 'vsstep',
} as const;
const load = createLoader(parsers, { urlKeys });
const serialise = createSerializer(parsers, { urlKeys });

/** What a link says. */
export interface UrlText {
  readonly view: View;
  readonly look: Look;
  /** Keys whose value was no value of theirs and fell to the default. */
  readonly refused: readonly string[];
}

/** Reads a query string; unknown keys are ignored and bad values fall to their defaults. */
export function readUrl(search: string): UrlText {
  const query = new URLSearchParams(search);
  const { view, ...look } = load(query);
  const names = Object.keys(parsers) as (keyof typeof parsers)[];
  const refused = names
    .map((name) => (name in urlKeys ? urlKeys[name as keyof typeof urlKeys] : name))
    .filter((key, k) => {
      const text = query.get(key);
      return text !== null && parsers[names[k]!].parse(text) === null;
    });
  return { view, look, refused };
}

/** Writes a query string that leaves defaults out; keys that are not ours are kept. */
export function writeUrl(view: View, look: Look, search: string): string {
  const text = serialise(search || '?', { view, ...look });
  return text === '?' ? '' : text;
}
