import type { Delimiter } from './types';

const CANDIDATES: readonly Delimiter[] = [',', ';', '\t', '|'];

/** Gives the delimiter that is most frequent outside quotes in the first row of `text`; a comma where there is none. */
export function sniffDelimiter(text: string): Delimiter {
  const counts = new Map<string, number>();
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!;
    if (char === '"') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (char === '\n') break;
    else counts.set(char, (counts.get(char) ?? 0) + 1);
  }
  const count = (candidate: Delimiter) => counts.get(candidate) ?? 0;
  return CANDIDATES.reduce((best, candidate) =>
    count(candidate) > count(best) ? candidate : best,
  );
}
