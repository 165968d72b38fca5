import type { Link } from './matrix';

/** Links as text, written apart from the formatter that is under test. */
export function show(links: readonly Link[]): string {
  return links.map(({ i, j }) => `${i}-${j}`).join(' ');
}
