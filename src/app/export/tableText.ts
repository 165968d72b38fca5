import Papa from 'papaparse';
import { type ExportTable, shownCell } from './exportTable';

// Papa's own rule looks at one line alone, so that a text with a line break gets through.
const FORMULA = /^[=+\-@\t\r]/;

/**
 * Comma-separated values with a header, in full precision. A text that a spreadsheet would take for a formula gets
 * an apostrophe before it (OWASP, CSV injection); numbers stay numbers.
 */
export function tableCsv({ columns, rows }: ExportTable): string {
  const fields = columns.map(({ key }) => key);
  const data = rows.map((row) => row.map((value) => value ?? ''));
  return `${Papa.unparse({ fields, data }, { escapeFormulae: FORMULA, newline: '\n' })}\n`;
}

/** `{ about, rows: [{ key: value }] }`, in full precision. */
export function tableJson({ about, columns, rows }: ExportTable): string {
  const records = rows.map((row) => columns.map(({ key }, k) => [key, row[k] ?? null] as const));
  const safe = records.map((record) => Object.fromEntries(record));
  return `${JSON.stringify({ about, rows: safe }, null, 1)}\n`;
}

/** A `tabular` with booktabs rules, as the screen rounds it, and where it is from as comments. */
export function tableLatex({ about, caption, columns, rows }: ExportTable): string {
  const isNumber = columns.map((_, k) => rows.every((row) => typeof row[k] !== 'string'));
  const line = (cells: readonly string[]) => `${cells.join(' & ')} \\\\`;
  const comments = Object.entries(about).map(([key, value]) =>
    `% ${key}: ${value ?? '-'}`.replaceAll(/\s+/g, ' '),
  );
  return [
    `% ${caption}`,
    ...comments,
    `\\begin{tabular}{${isNumber.map((number) => (number ? 'r' : 'l')).join('')}}`,
    '\\toprule',
    line(columns.map(({ label }) => latexText(label))),
    '\\midrule',
    ...rows.map((row) => line(columns.map((column, k) => latexText(shownCell(row[k], column))))),
    '\\bottomrule',
    '\\end{tabular}',
    '',
  ].join('\n');
}

const SPECIAL: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '–': '--',
  '×': '$\\times$',
  ε: '$\\varepsilon$',
  Δ: '$\\Delta$',
  '±': '$\\pm$',
  '\u2212': '$-$',
};

function latexText(text: string): string {
  return text
    .replaceAll(/[\\~^–×εΔ±\u2212&%$#_{}]/g, (sign) => SPECIAL[sign] ?? `\\${sign}`)
    .replaceAll(/[\r\n]+/g, ' ');
}
