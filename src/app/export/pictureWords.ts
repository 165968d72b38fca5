import { formatNumber } from '../format';
import type { ExportTable } from './exportTable';

/** Which colour is which value, for the screen and for a picture that stands alone. */
export interface ScaleLegend {
  /** What is coloured, and how colours follow values where that is not linear. */
  readonly label: string;
  /** CSS colours from the least to the most, at even distances. */
  readonly colours: readonly string[];
  /** Texts at even distances, the first below the first colour. */
  readonly ticks: readonly string[];
}

/** What makes a picture readable without the page around it. */
export interface PictureWords {
  readonly title: string;
  /** What marks, whiskers and axes mean; a line each. */
  readonly notes: readonly string[];
  readonly scale: ScaleLegend | null;
}

/** What a text of a corpus may hold and no XML may, not even escaped: a picture with it could not be opened. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const NO_XML = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g;

/** The same with U+FFFD in place of characters that XML forbids (XML 1.0, section 2.2), and of lone surrogates. */
export function soundXml(text: string): string {
  return text.toWellFormed().replaceAll(NO_XML, '\ufffd');
}

// Values in scripts that run the other way are kept apart from what stands beside them.
const [ISOLATE, END] = ['\u2068', '\u2069'];

/** A text of this length is not said by chance. */
const LONG = 8;

/** Where the numbers are from, in one line, without the texts that the picture's words have already. */
export function sourceLine({ about }: Pick<ExportTable, 'about'>, { title, notes }: PictureWords) {
  const said = [title, ...notes];
  const isSaid = (value: string | number) =>
    typeof value === 'string' && value.length >= LONG && said.some((text) => text.includes(value));
  const facts = Object.entries(about).flatMap(([key, value]) => {
    if (value === null || value === '' || isSaid(value)) return [];
    const shown =
      typeof value === 'number' && !Number.isInteger(value) ? formatNumber(value) : value;
    return [`${key.replaceAll('_', ' ')} ${ISOLATE}${shown}${END}`];
  });
  return ['Optical Bench', ...facts].join(' · ');
}
