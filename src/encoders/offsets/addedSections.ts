import { part, type Traced } from './traced';

/** A text that was added to a vocabulary and is one token wherever it stands. */
export interface AddedText {
  readonly content: string;
  /** White space before and after it is dropped. */
  readonly lstrip?: boolean;
  readonly rstrip?: boolean;
}

/** A stretch of a text: an added token, or what stands between two. */
export interface Section {
  readonly text: Traced;
  readonly added: boolean;
}

/** Cuts a text at added tokens, the longest that begins at a place. */
export function addedSections(from: Traced, added: readonly AddedText[]): Section[] {
  if (added.length === 0) return from.text === '' ? [] : [{ text: from, added: false }];
  const longest = added
    .filter(({ content }) => content !== '')
    .sort((a, b) => b.content.length - a.content.length);
  const { text } = from;
  const sections: Section[] = [];
  let done = 0;
  const between = (end: number) => {
    if (done < end) sections.push({ text: part(from, done, end), added: false });
  };
  for (let at = 0; at < text.length; ) {
    const found = longest.find(({ content }) => text.startsWith(content, at));
    if (!found) {
      at++;
      continue;
    }
    const end = at + found.content.length;
    between(found.lstrip ? done + text.slice(done, at).trimEnd().length : at);
    sections.push({ text: part(from, at, end), added: true });
    at = end;
    if (found.rstrip) at = text.length - text.slice(end).trimStart().length;
    done = at;
  }
  between(text.length);
  return sections;
}
