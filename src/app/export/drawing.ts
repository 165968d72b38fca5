import { NOT_DRAWN, type TextStyle, writtenTexts } from './writtenTexts';

export const SVG = 'http://www.w3.org/2000/svg';

/** Properties that decide how SVG looks; all others are left to the reader's defaults. */
const LOOKS = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-opacity',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'font-style',
  'text-anchor',
  'dominant-baseline',
  'display',
  'visibility',
  'image-rendering',
  'paint-order',
] as const;

/** Nodes of SVG that fill a box from 0, 0, in CSS pixels. */
export interface Drawing {
  readonly nodes: readonly Element[];
  readonly width: number;
  readonly height: number;
}

/**
 * The drawings in an element and the texts of its legends and captions, in their places; styles are written into every
 * node, because a file has no style sheet.
 *
 * @throws Error if there is no drawing, or none with a size.
 */
export function drawingOf(element: Element): Drawing {
  const drawings = [...element.querySelectorAll('svg')].filter(
    (svg) =>
      !svg.parentElement?.closest(`svg, ${NOT_DRAWN}`) && svg.getBoundingClientRect().width > 0,
  );
  if (drawings.length === 0) throw new Error('There is no picture to export here.');
  const texts = writtenTexts(element);
  const boxes = [
    ...drawings.map((svg) => svg.getBoundingClientRect()),
    ...texts.map(({ box }) => box),
  ];
  const left = Math.min(...boxes.map((box) => box.left));
  const top = Math.min(...boxes.map((box) => box.top));
  const nodes = drawings.map((svg, k): Element => {
    const { left: x, top: y, width, height } = boxes[k]!;
    const copy = styledCopy(svg);
    setAll(copy, { x: x - left, y: y - top, width, height });
    return copy;
  });
  return {
    nodes: [
      ...nodes,
      ...texts.map(({ box, text, style }) =>
        textNode(text, { x: box.left - left, y: (box.top + box.bottom) / 2 - top }, style),
      ),
    ],
    width: Math.ceil(Math.max(...boxes.map((box) => box.right)) - left),
    height: Math.ceil(Math.max(...boxes.map((box) => box.bottom)) - top),
  };
}

/** A line of text, its middle at `y`. */
export function textNode(
  text: string,
  { x, y }: { readonly x: number; readonly y: number },
  { fill, family, size, weight }: TextStyle,
  anchor: 'start' | 'middle' | 'end' = 'start',
): Element {
  const node = document.createElementNS(SVG, 'text');
  setAll(node, { x, y, fill, 'text-anchor': anchor, 'dominant-baseline': 'central' });
  setAll(node, { 'font-family': family, 'font-size': `${size}px`, 'font-weight': weight });
  node.textContent = text;
  return node;
}

export function setAll(node: Element, values: Readonly<Record<string, string | number>>): void {
  for (const [key, value] of Object.entries(values)) node.setAttribute(key, String(value));
}

function styledCopy(svg: SVGSVGElement): SVGSVGElement {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const from = [svg, ...svg.querySelectorAll('*')];
  const to = [copy, ...copy.querySelectorAll('*')];
  from.forEach((node, k) => {
    const target = to[k];
    if (!(target instanceof SVGElement)) return;
    const style = getComputedStyle(node);
    for (const property of LOOKS) {
      const value = style.getPropertyValue(property);
      if (value) target.style.setProperty(property, value);
    }
    // Handles of the page, without a meaning in a file.
    for (const name of ['class', 'tabindex', 'data-testid']) target.removeAttribute(name);
  });
  return copy;
}
