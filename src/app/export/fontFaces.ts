/**
 * The page's own fonts that a text needs, as `@font-face` rules with their files in them: neither a picture nor a file
 * reaches the page's. Fonts that cannot be read are left to the reader's system.
 *
 * @param family the CSS list of families.
 */
export async function fontFaces(text: string, family: string): Promise<string> {
  const codes = new Set(Array.from(text, (letter) => letter.codePointAt(0)!));
  const rules = ownFaces().filter(({ style }) => {
    const name = style.getPropertyValue('font-family').replaceAll(/["']/g, '');
    return family.includes(name) && inRange(codes, style.getPropertyValue('unicode-range'));
  });
  const faces = await Promise.all(rules.map((rule) => withFile(rule).catch(() => '')));
  return faces.filter(Boolean).join('\n');
}

function ownFaces(): CSSFontFaceRule[] {
  return [...document.styleSheets].flatMap((sheet) => {
    try {
      return [...sheet.cssRules].filter((rule) => rule instanceof CSSFontFaceRule);
    } catch {
      return []; // of another origin
    }
  });
}

/** Whether some of the code points lie in a `unicode-range`; no range is all. */
export function inRange(codes: ReadonlySet<number>, range: string): boolean {
  if (range.trim() === '') return true;
  return range.split(',').some((part) => {
    const [first = '', last] = part.trim().replace(/^U\+/i, '').split('-');
    const from = Number.parseInt(first.replaceAll('?', '0'), 16);
    const to = Number.parseInt(last ?? first.replaceAll('?', 'F'), 16);
    return [...codes].some((code) => code >= from && code <= to);
  });
}

async function withFile(rule: CSSFontFaceRule): Promise<string> {
  const source = /url\(["']?([^"')]+)["']?\)/.exec(rule.cssText);
  if (!source) return '';
  const address = new URL(source[1]!, rule.parentStyleSheet?.href ?? document.baseURI);
  const reply = await fetch(address);
  if (!reply.ok) return '';
  const bytes = new Uint8Array(await reply.arrayBuffer());
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return rule.cssText
    .replace(source[0], `url(data:font/woff2;base64,${btoa(letters)})`)
    .replace(/font-display:[^;]*;/, '');
}
