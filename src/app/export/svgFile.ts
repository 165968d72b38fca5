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

/** A picture that stands alone. */
export interface SvgPicture {
  readonly text: string;
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
}

/**
 * The drawings in an element as one SVG file: styles are written into every node, because a file has no style sheet,
 * and the background is painted, because most viewers show none. Several drawings keep their places.
 *
 * @throws Error if there is no drawing, or none with a size.
 */
export function svgPicture(element: Element): SvgPicture {
  const drawings = [...element.querySelectorAll('svg')].filter(
    (svg) => !svg.parentElement?.closest('svg') && svg.getBoundingClientRect().width > 0,
  );
  if (drawings.length === 0) throw new Error('There is no picture to export here.');
  const boxes = drawings.map((svg) => svg.getBoundingClientRect());
  const left = Math.min(...boxes.map((box) => box.left));
  const top = Math.min(...boxes.map((box) => box.top));
  const width = Math.ceil(Math.max(...boxes.map((box) => box.right)) - left);
  const height = Math.ceil(Math.max(...boxes.map((box) => box.bottom)) - top);
  const root = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const size = { width, height, viewBox: `0 0 ${width} ${height}` };
  for (const [key, value] of Object.entries(size)) root.setAttribute(key, String(value));
  root.append(paper(element, width, height));
  drawings.forEach((svg, k) => {
    const copy = styledCopy(svg);
    copy.setAttribute('x', String(boxes[k]!.left - left));
    copy.setAttribute('y', String(boxes[k]!.top - top));
    copy.setAttribute('width', String(boxes[k]!.width));
    copy.setAttribute('height', String(boxes[k]!.height));
    root.append(copy);
  });
  const text = new XMLSerializer().serializeToString(root);
  return { text, width, height };
}

/** The colour that the element stands on. */
function paper(element: Element, width: number, height: number): Element {
  const rect = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  let colour = '#ffffff';
  for (let at: Element | null = element; at; at = at.parentElement) {
    const { backgroundColor } = getComputedStyle(at);
    if (/^rgb\(/.test(backgroundColor)) {
      colour = backgroundColor;
      break;
    }
  }
  const looks = { width: String(width), height: String(height), fill: colour };
  for (const [key, value] of Object.entries(looks)) rect.setAttribute(key, value);
  return rect;
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
