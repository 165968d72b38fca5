import { saveFile } from '../saveFile';
import type { ExportTable } from './exportTable';
import { type PictureWords, sourceLine } from './pictureWords';
import { pngOf } from './pngFile';
import { svgPicture } from './svgFile';

/** What a picture can be saved as. */
export const PICTURES = ['png', 'svg'] as const;
export type PictureKind = (typeof PICTURES)[number];

/** What the numbers behind it can be saved as. */
export const TABLES = ['csv', 'json', 'tex'] as const;
export type TableKind = (typeof TABLES)[number];

export const EXPORT_NAMES: Readonly<Record<PictureKind | TableKind, string>> = {
  png: 'Picture (PNG)',
  svg: 'Drawing (SVG)',
  csv: 'Numbers (CSV)',
  json: 'Numbers (JSON)',
  tex: 'Table (LaTeX)',
};

/**
 * Saves what an element draws.
 *
 * @param table the numbers that are drawn: names the file and says where they are from.
 * @param words make the picture readable alone.
 * @throws Error if there is no drawing, or the browser cannot make the file.
 */
export async function savePicture(
  kind: PictureKind,
  element: Element,
  table: ExportTable,
  words: PictureWords,
): Promise<void> {
  const picture = await svgPicture(element, words, sourceLine(table, words));
  const name = `${table.name}.${kind}`;
  if (kind === 'svg') saveFile(name, 'image/svg+xml', picture.text);
  else saveFile(name, 'image/png', await pngOf(picture));
}

/** Saves numbers in full precision. */
export async function saveTable(kind: TableKind, table: ExportTable): Promise<void> {
  const { tableCsv, tableJson, tableLatex } = await import('./tableText');
  const name = `${table.name}.${kind}`;
  if (kind === 'csv') saveFile(name, 'text/csv', tableCsv(table));
  else if (kind === 'json') saveFile(name, 'application/json', tableJson(table));
  else saveFile(name, 'application/x-tex', tableLatex(table));
}
