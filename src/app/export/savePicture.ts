import { saveFile } from '../saveFile';
import type { ExportTable } from './exportTable';
import { pngOf } from './pngFile';
import { svgPicture } from './svgFile';

/** What a picture can be saved as. */
export const EXPORTS = ['png', 'svg', 'csv', 'json', 'tex'] as const;
export type ExportKind = (typeof EXPORTS)[number];

export const EXPORT_NAMES: Readonly<Record<ExportKind, string>> = {
  png: 'Picture (PNG)',
  svg: 'Drawing (SVG)',
  csv: 'Numbers (CSV)',
  json: 'Numbers (JSON)',
  tex: 'Table (LaTeX)',
};

/**
 * Saves a picture or the numbers that it is drawn from.
 *
 * @param element holds the drawing; null where only numbers are shown.
 * @throws Error if there is no drawing, or the browser cannot make the file.
 */
export async function savePicture(
  kind: ExportKind,
  element: Element | null,
  table: ExportTable,
): Promise<void> {
  const name = `${table.name}.${kind}`;
  if (kind === 'svg' || kind === 'png') {
    if (!element) throw new Error('There is no picture to export while its table is shown.');
    const picture = svgPicture(element);
    if (kind === 'svg') saveFile(name, 'image/svg+xml', picture.text);
    else saveFile(name, 'image/png', await pngOf(picture));
    return;
  }
  const { tableCsv, tableJson, tableLatex } = await import('./tableText');
  if (kind === 'csv') saveFile(name, 'text/csv', tableCsv(table));
  else if (kind === 'json') saveFile(name, 'application/json', tableJson(table));
  else saveFile(name, 'application/x-tex', tableLatex(table));
}
