import { drawingOf, SVG, setAll, textNode } from './drawing';
import { fontFaces } from './fontFaces';
import { type PictureWords, type ScaleLegend, soundXml } from './pictureWords';
import { wrapText } from './wrapText';
import { styleOf, type TextStyle } from './writtenTexts';

/** A picture that stands alone. */
export interface SvgPicture {
  readonly text: string;
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
}

const MARGIN = 16;
/** A title needs some room, however small the drawing is. */
const LEAST_WIDTH = 420;
const RAMP = { width: 320, height: 12 } as const;

/**
 * A chart as one SVG file that is readable alone: title, notes, the scale of its colours, the drawing with its legends, and
 * where the numbers are from. The background is painted, because most viewers show none; the page's fonts are in it.
 *
 * @throws Error if the element holds no drawing, or none with a size.
 */
export async function svgPicture(
  element: Element,
  words: PictureWords,
  source: string,
): Promise<SvgPicture> {
  const drawing = drawingOf(element);
  const width = Math.max(LEAST_WIDTH, drawing.width) + 2 * MARGIN;
  const styles = stylesOf(element);
  const sheet = new Sheet(width);
  sheet.text(words.title, styles.title);
  for (const note of words.notes) sheet.text(note, styles.soft);
  if (words.scale) sheet.ramp(words.scale, styles);
  sheet.place(drawing);
  sheet.text(source, styles.small);
  const root = document.createElementNS(SVG, 'svg');
  const { height } = sheet;
  setAll(root, { width, height, viewBox: `0 0 ${width} ${height}` });
  const paper = document.createElementNS(SVG, 'rect');
  setAll(paper, { width, height, fill: paperOf(element) });
  root.append(paper, ...sheet.nodes);
  const fonts = document.createElementNS(SVG, 'style');
  fonts.textContent = await fontFaces(root.textContent ?? '', styles.title.family);
  root.prepend(fonts);
  return { text: soundXml(new XMLSerializer().serializeToString(root)), width, height };
}

/** What is set below each other, from the top. */
class Sheet {
  readonly nodes: Element[] = [];
  #at = MARGIN;

  constructor(private readonly width: number) {}

  get height(): number {
    return Math.ceil(this.#at + MARGIN - GAP);
  }

  /** As many lines as the width asks for. */
  text(text: string, style: TextStyle): void {
    const line = style.size * 1.35;
    for (const part of wrapText(text, this.width - 2 * MARGIN, style)) {
      this.nodes.push(textNode(part, { x: MARGIN, y: this.#at + line / 2 }, style));
      this.#at += line;
    }
    this.#at += GAP;
  }

  ramp({ label, colours, ticks }: ScaleLegend, { soft, small, line }: Styles): void {
    this.text(label, soft);
    this.#at -= GAP / 2;
    const fill = document.createElementNS(SVG, 'linearGradient');
    fill.id = 'colours';
    colours.forEach((colour, k) => {
      const stop = document.createElementNS(SVG, 'stop');
      setAll(stop, { offset: k / (colours.length - 1), 'stop-color': colour });
      fill.append(stop);
    });
    const bar = document.createElementNS(SVG, 'rect');
    setAll(bar, { x: MARGIN, y: this.#at, ...RAMP, fill: 'url(#colours)', stroke: line });
    this.nodes.push(fill, bar);
    this.#at += RAMP.height + 10;
    ticks.forEach((tick, k) => {
      const share = k / (ticks.length - 1);
      const anchor = share === 0 ? 'start' : share === 1 ? 'end' : 'middle';
      const place = { x: MARGIN + share * RAMP.width, y: this.#at };
      this.nodes.push(textNode(tick, place, small, anchor));
    });
    this.#at += small.size + GAP;
  }

  place({ nodes, width, height }: ReturnType<typeof drawingOf>): void {
    const group = document.createElementNS(SVG, 'g');
    const left = width < LEAST_WIDTH ? MARGIN : (this.width - width) / 2;
    setAll(group, { transform: `translate(${left},${this.#at + GAP})` });
    group.append(...nodes);
    this.nodes.push(group);
    this.#at += height + 3 * GAP;
  }
}

const GAP = 6;

type Styles = ReturnType<typeof stylesOf>;

/** The page's own inks and letters. */
function stylesOf(element: Element) {
  const { fill, family } = styleOf(element);
  const looks = getComputedStyle(element);
  const soft = looks.getPropertyValue('--ob-soft') || fill;
  return {
    title: { fill, family, size: 16, weight: '650' },
    soft: { fill: soft, family, size: 13, weight: '400' },
    small: { fill: soft, family, size: 11, weight: '400' },
    line: looks.getPropertyValue('--ob-line') || fill,
  };
}

/** The colour that the element stands on. */
function paperOf(element: Element): string {
  for (let at: Element | null = element; at; at = at.parentElement) {
    const { backgroundColor } = getComputedStyle(at);
    if (/^rgb\(/.test(backgroundColor)) return backgroundColor;
  }
  return '#ffffff';
}
