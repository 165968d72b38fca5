/** Part of a page that is for its reader's hands: controls, and tables beside a drawing. */
export const NOT_DRAWN = '[data-export="none"]';

export interface TextStyle {
  readonly fill: string;
  readonly family: string;
  /** CSS pixels. */
  readonly size: number;
  readonly weight: string;
}

/** A line of text as the page shows it. */
export interface WrittenText {
  readonly text: string;
  readonly box: DOMRect;
  readonly style: TextStyle;
}

/** Legends are lists, captions captions; a tooltip's list comes and goes. */
const WRITTEN = 'ul, figcaption';
const PASSING = `.recharts-tooltip-wrapper, ${NOT_DRAWN}`;

/** The texts of legends and captions in an element, line by line where they are. */
export function writtenTexts(element: Element): WrittenText[] {
  const found: WrittenText[] = [];
  for (const written of element.querySelectorAll(WRITTEN)) {
    if (written.closest(PASSING) || written.parentElement?.closest(WRITTEN)) continue;
    const nodes = document.createTreeWalker(written, NodeFilter.SHOW_TEXT);
    while (nodes.nextNode()) {
      const node = nodes.currentNode as Text;
      const parent = node.parentElement;
      if (!parent || parent.closest('svg') || node.data.trim() === '') continue;
      const style = styleOf(parent);
      for (const line of linesOf(node)) found.push({ ...line, style });
    }
  }
  return found;
}

export function styleOf(element: Element): TextStyle {
  const { color, fontFamily, fontSize, fontWeight } = getComputedStyle(element);
  return { fill: color, family: fontFamily, size: Number.parseFloat(fontSize), weight: fontWeight };
}

/** A text node may go over several lines: its words, joined as long as they stand at one height. */
function linesOf(node: Text): Pick<WrittenText, 'text' | 'box'>[] {
  const lines: { words: string[]; box: DOMRect }[] = [];
  const range = document.createRange();
  for (const { 0: word, index } of node.data.matchAll(/\S+/g)) {
    range.setStart(node, index);
    range.setEnd(node, index + word.length);
    const box = range.getBoundingClientRect();
    if (box.width === 0) continue;
    const last = lines.at(-1);
    if (last && Math.abs(last.box.top - box.top) < box.height / 2) {
      last.words.push(word);
      const left = Math.min(last.box.left, box.left);
      const right = Math.max(last.box.right, box.right);
      last.box = new DOMRect(left, last.box.top, right - left, last.box.height);
    } else lines.push({ words: [word], box });
  }
  return lines.map(({ words, box }) => ({ text: words.join(' '), box }));
}
